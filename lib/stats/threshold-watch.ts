import type { Figures, Peaks } from "./metric.ts";
import type { ThresholdVerdict } from "./run-view.ts";
import { SlidingWindow } from "./sliding-window.ts";
import { holds, type Threshold, valueFor } from "./threshold.ts";
import type { Measurements } from "./totals.ts";

/** The worst that a threshold with a window has seen. */
interface Worst {
  value: number;
  ok: boolean;
}

/**
 * Thresholds while the run goes on. One with a window fails for good as soon as one whole window breaks it, and its value is
 * that of the worst window; windows without a value are passed over. The others are judged over the run so far.
 */
export class ThresholdWatch {
  readonly #thresholds: readonly Threshold[];
  readonly #mustCodes: ReadonlySet<string>;
  readonly #windows = new Map<number, SlidingWindow>();
  readonly #worst = new Map<Threshold, Worst>();
  #elapsedMs = 0;

  constructor(thresholds: readonly Threshold[], mustCodes: ReadonlySet<string>) {
    this.#thresholds = thresholds;
    this.#mustCodes = mustCodes;
    for (const { windowMs } of thresholds) {
      if (windowMs !== null) this.#windows.set(windowMs, new SlidingWindow(windowMs));
    }
  }

  /** What came since the last time, how high the gauges were in it, and when it ended. */
  add(came: Measurements, peaks: Peaks, elapsedMs: number): void {
    const fromMs = this.#elapsedMs;
    this.#elapsedMs = elapsedMs;
    if (this.#windows.size === 0) return;
    const interval = { fromMs, toMs: elapsedMs, data: came.toData(), peaks };
    for (const window of this.#windows.values()) window.add(came, interval);
    for (const threshold of this.#thresholds) this.#judgeWindow(threshold);
  }

  /** `run`: of the whole run so far. What has no value yet holds, until the run is over. */
  verdicts(run: Omit<Figures, "mustCodes">, isOver = false): ThresholdVerdict[] {
    const figures = { ...run, mustCodes: this.#mustCodes };
    return this.#thresholds.map((threshold) => {
      const worst = this.#worst.get(threshold) ?? this.#whole(threshold, figures, isOver);
      return { expr: threshold.expr, value: worst?.value ?? null, ok: worst?.ok ?? !isOver };
    });
  }

  /** The threshold that ends the run now, if one does. */
  aborting(run: Omit<Figures, "mustCodes">): Threshold | undefined {
    const verdicts = this.verdicts(run);
    return this.#thresholds.find(
      ({ abortOnFail, delayAbortMs }, i) => abortOnFail && run.elapsedMs >= delayAbortMs && !verdicts[i]?.ok,
    );
  }

  /** A run that was shorter than the window is judged as one. */
  #whole(threshold: Threshold, figures: Figures, isOver: boolean): Worst | undefined {
    if (threshold.windowMs !== null && !isOver) return undefined;
    const value = valueFor(threshold, figures);
    return value === null ? undefined : { value, ok: holds(threshold, value) };
  }

  #judgeWindow(threshold: Threshold): void {
    const window = threshold.windowMs === null ? undefined : this.#windows.get(threshold.windowMs);
    if (!window?.isFull) return;
    const { measurements, peaks, elapsedMs } = window;
    const value = valueFor(threshold, { measurements, peaks, elapsedMs, mustCodes: this.#mustCodes });
    if (value === null) return;
    const now = { value, ok: holds(threshold, value) };
    const worst = this.#worst.get(threshold);
    if (!worst || isWorse(threshold, now, worst)) this.#worst.set(threshold, now);
  }
}

function isWorse({ comparison }: Threshold, now: Worst, worst: Worst): boolean {
  if (now.ok !== worst.ok) return !now.ok;
  if (comparison.startsWith("<")) return now.value > worst.value;
  return comparison.startsWith(">") && now.value < worst.value;
}
