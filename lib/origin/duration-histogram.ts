import type { Generation } from "./media.ts";

/** Upper bounds in seconds: a segment takes from tens of microseconds (360p) to some milliseconds (2160p). */
export const BUCKETS_SEC = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1] as const;

/** Counts durations; what it shows is cumulative, as Prometheus wants it. */
export class DurationHistogram implements Generation {
  count = 0;
  sumSec = 0;
  readonly #counts: number[] = BUCKETS_SEC.map(() => 0);

  add(seconds: number): void {
    this.count += 1;
    this.sumSec += seconds;
    const bucket = BUCKETS_SEC.findIndex((bound) => seconds <= bound);
    if (bucket >= 0) this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
  }

  get buckets(): readonly number[] {
    let total = 0;
    return this.#counts.map((count) => {
      total += count;
      return total;
    });
  }
}
