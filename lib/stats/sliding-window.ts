import type { MeasurementsData } from "./measurements.ts";
import type { Peaks } from "./metric.ts";
import { Measurements } from "./totals.ts";

/** Intervals do not come on the very millisecond. */
const TOLERANCE_MS = 250;

interface Interval {
  fromMs: number;
  toMs: number;
  data: MeasurementsData;
  peaks: Peaks;
}

/**
 * The sum of the last intervals, as many as fill the window; older ones are taken out again. They are kept encoded: live
 * histograms would be a thousand times as large.
 */
export class SlidingWindow {
  readonly measurements = new Measurements();
  readonly #windowMs: number;
  readonly #intervals: Interval[] = [];

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(came: Measurements, interval: Interval): void {
    this.measurements.merge(came);
    this.#intervals.push(interval);
    for (;;) {
      const [oldest, next] = this.#intervals;
      if (!oldest || !next || interval.toMs - next.fromMs < this.#windowMs - TOLERANCE_MS) return;
      this.measurements.merge(Measurements.from(oldest.data), -1);
      this.#intervals.shift();
    }
  }

  /** There were enough intervals to fill it. */
  get isFull(): boolean {
    return this.elapsedMs >= this.#windowMs - TOLERANCE_MS;
  }

  get elapsedMs(): number {
    const [oldest] = this.#intervals;
    const newest = this.#intervals.at(-1);
    return oldest && newest ? newest.toMs - oldest.fromMs : 0;
  }

  /** The highest each gauge was within it. */
  get peaks(): Peaks {
    const all = this.#intervals.map(({ peaks }) => peaks);
    const most = (pick: (peaks: Peaks) => number) => Math.max(0, ...all.map(pick));
    return {
      clients: most(({ clients }) => clients),
      rssBytes: most(({ rssBytes }) => rssBytes),
      openFiles: most(({ openFiles }) => openFiles),
    };
  }
}
