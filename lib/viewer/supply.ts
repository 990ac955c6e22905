/** What comes to a playhead: its picture (or everything), and alternate audio. */
export type Source = 0 | 1;

/** How far the sources of a playhead reach, in ms of media since its beginning. */
export class Supply {
  private readonly ends: [number, number] = [0, 0];
  private readonly finished: [boolean, boolean];

  constructor(private readonly sources: 1 | 2) {
    this.finished = [false, sources === 1];
  }

  add(source: Source, durationMs: number): void {
    this.ends[source] += durationMs;
  }

  /** Nothing more comes from it. */
  finish(source: Source): void {
    this.finished[source] = true;
  }

  endMs(source: Source): number {
    return this.ends[source];
  }

  get isFinished(): boolean {
    return this.finished[0] && this.finished[1];
  }

  /** As far as all of them reach; one that is finished does not hold the other up. */
  get playableMs(): number {
    const [first, second] = this.ends;
    if (this.sources === 1) return first;
    if (this.isFinished) return Math.max(first, second);
    if (this.finished[0]) return second;
    return this.finished[1] ? first : Math.min(first, second);
  }
}
