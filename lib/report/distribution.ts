import type { Histogram } from "../stats/histogram.ts";
import type { Distribution } from "./report-shape.ts";

/** Whole microseconds: a histogram knows no more. */
export function distributionOf(histogram: Histogram): Distribution {
  return {
    count: histogram.count,
    min: histogram.min,
    mean: histogram.mean === null ? null : Math.round(histogram.mean * 1000) / 1000,
    p50: histogram.percentile(50),
    p90: histogram.percentile(90),
    p95: histogram.percentile(95),
    p99: histogram.percentile(99),
    max: histogram.max,
  };
}
