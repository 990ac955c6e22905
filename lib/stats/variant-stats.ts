import { Histogram } from "./histogram.ts";
import type { VariantData } from "./measurements.ts";
import type { Stats } from "./stats-by-name.ts";

const US_PER_MS = 1000;

/** How the viewers of one variant fared, or of several added up. */
export class VariantStats implements Stats<VariantData> {
  /** Segments. */
  downloaded = 0;
  /** Segments given up after all tries. */
  failed = 0;
  /** Segments that left the window before the client had them. */
  missed = 0;
  bytes = 0;
  stalls = 0;
  readonly startup = new Histogram();
  /** Whole stalls. */
  readonly stall = new Histogram();
  readonly liveLatency = new Histogram();
  /** Whole microseconds, which add up to the same in any order. */
  #playedUs = 0;
  #stalledUs = 0;

  get playedMs(): number {
    return this.#playedUs / US_PER_MS;
  }

  get stalledMs(): number {
    return this.#stalledUs / US_PER_MS;
  }

  /** Stalled of stalled and played time, 0 to 1; the start is not counted (ITU-T P.1203.3). Null: nothing played. */
  get rebufferRatio(): number | null {
    const allUs = this.#playedUs + this.#stalledUs;
    return allUs > 0 ? this.#stalledUs / allUs : null;
  }

  played(ms: number): void {
    this.#playedUs += Math.round(ms * US_PER_MS);
  }

  stalled(ms: number): void {
    this.#stalledUs += Math.round(ms * US_PER_MS);
  }

  add(other: VariantStats, sign: 1 | -1 = 1): void {
    this.downloaded += sign * other.downloaded;
    this.failed += sign * other.failed;
    this.missed += sign * other.missed;
    this.bytes += sign * other.bytes;
    this.stalls += sign * other.stalls;
    this.#playedUs += sign * other.#playedUs;
    this.#stalledUs += sign * other.#stalledUs;
    this.startup.add(other.startup, sign);
    this.stall.add(other.stall, sign);
    this.liveLatency.add(other.liveLatency, sign);
  }

  addData(data: VariantData): void {
    this.downloaded += data.segments.downloaded;
    this.failed += data.segments.failed;
    this.missed += data.segments.missed;
    this.bytes += data.bytes;
    this.stalls += data.stalls;
    this.played(data.playedMs);
    this.stalled(data.stalledMs);
    this.startup.addEncoded(data.startup);
    this.stall.addEncoded(data.stall);
    this.liveLatency.addEncoded(data.liveLatency);
  }

  toData(): VariantData {
    return {
      segments: { downloaded: this.downloaded, failed: this.failed, missed: this.missed },
      bytes: this.bytes,
      playedMs: this.playedMs,
      stalls: this.stalls,
      stalledMs: this.stalledMs,
      startup: this.startup.encode(),
      stall: this.stall.encode(),
      liveLatency: this.liveLatency.encode(),
    };
  }

  get isEmpty(): boolean {
    const { downloaded, failed, missed, bytes, stalls } = this;
    const counts = [downloaded, failed, missed, bytes, stalls, this.#playedUs, this.#stalledUs];
    const values = [this.startup, this.stall, this.liveLatency];
    return counts.every((count) => count === 0) && values.every(({ count }) => count === 0);
  }

  clear(): void {
    this.downloaded = 0;
    this.failed = 0;
    this.missed = 0;
    this.bytes = 0;
    this.stalls = 0;
    this.#playedUs = 0;
    this.#stalledUs = 0;
    for (const histogram of [this.startup, this.stall, this.liveLatency]) histogram.clear();
  }
}
