/**
 * How much media one FFmpeg has brought, from the time stamps it tells. They jump over segments that left the window before they
 * were loaded; such a jump is no media, and is taken out by the mean length of those that came.
 */
export class MediaGauge {
  #outTimeMs = 0;
  #mediaMs = 0;
  #segments = 0;
  #jumpMs = 0;

  get hasMedia(): boolean {
    return this.#mediaMs > 0;
  }

  /** A segment came whole. */
  count(): void {
    this.#segments += 1;
  }

  /** Segments that will never come. */
  miss(count: number): void {
    if (this.#segments > 0) this.#jumpMs += (count * this.#mediaMs) / this.#segments;
  }

  /** FFmpeg has written this far; answers the media that came since. */
  advance(outTimeMs: number): number {
    const stepMs = Math.max(0, outTimeMs - this.#outTimeMs);
    this.#outTimeMs = outTimeMs;
    const jumpMs = Math.min(stepMs, this.#jumpMs);
    this.#jumpMs -= jumpMs;
    this.#mediaMs += stepMs - jumpMs;
    return stepMs - jumpMs;
  }
}
