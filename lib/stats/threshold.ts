import { type Aggregation, aggregate, type Figures, type Labels, type Metric } from "./metric.ts";
import type { ThresholdVerdict } from "./run-view.ts";

export const COMPARISONS = ["<=", "<", ">=", ">", "===", "==", "!="] as const;
export type Comparison = (typeof COMPARISONS)[number];

export interface Threshold {
  /** As it was written. */
  expr: string;
  metric: Metric;
  labels: Labels;
  aggregation: Aggregation;
  comparison: Comparison;
  /** In the unit of the metric. */
  bound: number;
  /** Every stretch of this length is judged by itself; null: the whole run. */
  windowMs: number | null;
  abortOnFail: boolean;
  /** It does not end the run before. */
  delayAbortMs: number;
}

/** Null: nothing to judge. A variant nobody has seen has no figures, not even a count of 0. */
export function valueFor({ metric, labels, aggregation }: Threshold, figures: Figures): number | null {
  const { variant } = labels;
  if (variant !== undefined && !figures.measurements.variants.names.includes(variant)) return null;
  return aggregate(metric.read(figures, labels), aggregation, figures.elapsedMs);
}

export function holds({ comparison, bound }: Threshold, value: number): boolean {
  switch (comparison) {
    case "<":
      return value < bound;
    case "<=":
      return value <= bound;
    case ">":
      return value > bound;
    case ">=":
      return value >= bound;
    case "==":
    case "===":
      return value === bound;
    case "!=":
      return value !== bound;
    default:
      return comparison satisfies never;
  }
}

/** Over the figures as a whole, windows or not. What has no value does not hold: nothing was shown. */
export function judge(thresholds: readonly Threshold[], figures: Figures): ThresholdVerdict[] {
  return thresholds.map((threshold) => {
    const value = valueFor(threshold, figures);
    return { expr: threshold.expr, value, ok: value !== null && holds(threshold, value) };
  });
}
