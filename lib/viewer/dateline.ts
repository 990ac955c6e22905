interface Mark {
  positionMs: number;
  dateMs: number;
}

/** Dates are written in ms, durations in µs: this much apart is the same line. */
const TOLERANCE_MS = 20;

/** Wall-clock dates along the media a playhead has: one mark, and one more wherever dates jump. */
export class Dateline {
  private marks: Mark[] = [];

  /** Media from `positionMs` on has this date. */
  note(positionMs: number, dateMs: number): void {
    const expected = this.at(positionMs);
    if (expected !== null && Math.abs(expected - dateMs) <= TOLERANCE_MS) return;
    this.marks.push({ positionMs, dateMs });
  }

  /** Null: there is no date so far. */
  at(positionMs: number): number | null {
    const mark = this.marks.findLast((candidate) => candidate.positionMs <= positionMs);
    return mark ? mark.dateMs + positionMs - mark.positionMs : null;
  }

  /** Nobody will ask for what is before. */
  forget(positionMs: number): void {
    while (this.marks.length > 1 && this.marks[1]!.positionMs <= positionMs) this.marks.shift();
  }
}
