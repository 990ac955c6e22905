import type { Metric } from "./metric.ts";
import { PLAYBACK_METRICS } from "./playback-metrics.ts";
import { REQUEST_METRICS } from "./request-metrics.ts";
import { RUN_METRICS } from "./run-metrics.ts";

/** Everything a threshold can be set on. */
export const METRICS: readonly Metric[] = [...REQUEST_METRICS, ...PLAYBACK_METRICS, ...RUN_METRICS];

export function findMetric(name: string): Metric | undefined {
  return METRICS.find((metric) => metric.name === name);
}
