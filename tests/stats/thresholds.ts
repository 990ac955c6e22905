import { parseDuration } from "../../lib/load/parse-duration.ts";
import { suggest } from "../../lib/registry/suggest.ts";
import type { Figures } from "../../lib/stats/metric.ts";
import { parseThreshold } from "../../lib/stats/parse-threshold.ts";
import type { Threshold } from "../../lib/stats/threshold.ts";
import { Measurements } from "../../lib/stats/totals.ts";

export function parse(expr: string) {
  return parseThreshold(expr, { suggest, parseDuration });
}

export function thresholdOf(expr: string): Threshold {
  const parsed = parse(expr);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}

export function measured(record: (into: Measurements) => void): Measurements {
  const measurements = new Measurements();
  record(measurements);
  return measurements;
}

export function figuresOf(measurements: Measurements, changes: Partial<Figures> = {}): Figures {
  return {
    measurements,
    peaks: { clients: 0, rssBytes: 0, openFiles: 0 },
    elapsedMs: 10_000,
    mustCodes: new Set(["torn-playlist"]),
    ...changes,
  };
}
