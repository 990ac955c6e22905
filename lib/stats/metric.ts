import type { Histogram } from "./histogram.ts";
import { REQUEST_KINDS, REQUEST_PROBLEMS } from "./sample.ts";
import type { Measurements } from "./totals.ts";

/** The highest each gauge was. */
export interface Peaks {
  /** Viewers at once. */
  clients: number;
  rssBytes: number;
  openFiles: number;
}

/** What metrics are read from: a whole run, a window or a step of it. */
export interface Figures {
  measurements: Measurements;
  peaks: Peaks;
  /** How long it took. */
  elapsedMs: number;
  /** Codes of violations of MUST level. */
  mustCodes: ReadonlySet<string>;
}

/** `rate`: a share of events · `ratio`: a share of time. */
export type MetricType = "counter" | "gauge" | "rate" | "ratio" | "trend";
export type MetricUnit = "" | "ms" | "s" | "bytes" | "share" | "processors";

export type Reading =
  | { type: "counter"; count: number }
  | { type: "gauge"; value: number }
  | { type: "rate" | "ratio"; of: number; all: number }
  | { type: "trend"; values: Histogram };

export type LabelName = "kind" | "status" | "problem" | "variant" | "code" | "direction";
export type Labels = { readonly [Name in LabelName]?: string };

export interface Metric {
  name: string;
  type: MetricType;
  /** Of its values; of `count` and per second it follows from the type. */
  unit: MetricUnit;
  help: string;
  labels: readonly LabelName[];
  read(figures: Figures, labels: Labels): Reading;
}

/** What a label may say; null: anything. `status` is a number or a class, e.g. `4xx`. */
export const LABEL_VALUES: Record<LabelName, readonly string[] | RegExp | null> = {
  kind: REQUEST_KINDS,
  status: /^[1-5](?:\d\d|xx)$/,
  problem: REQUEST_PROBLEMS,
  variant: null,
  code: /^[a-z0-9-]+$/,
  direction: ["up", "down"],
};

/** What each type can be asked for; the first when nothing is said, but of a trend. `p(N)`: any percentile, 0 to 100. */
export const AGGREGATIONS = {
  counter: ["count", "rate"],
  gauge: ["value"],
  rate: ["rate", "count"],
  ratio: ["rate"],
  trend: ["avg", "min", "max", "med", "p(N)"],
} as const satisfies Record<MetricType, readonly string[]>;

export type AggregationName = (typeof AGGREGATIONS)[MetricType][number];

/** Of a trend's `p(N)` with its N. */
export interface Aggregation {
  name: AggregationName;
  percentile: number;
}

/** Null: there is nothing to judge. `rate` of a counter is per second. */
export function aggregate(
  reading: Reading,
  { name, percentile }: Aggregation,
  elapsedMs: number,
): number | null {
  switch (reading.type) {
    case "counter":
      if (name === "count") return reading.count;
      return elapsedMs > 0 ? reading.count / (elapsedMs / 1000) : null;
    case "gauge":
      return reading.value;
    case "rate":
    case "ratio":
      if (name === "count") return reading.of;
      return reading.all > 0 ? reading.of / reading.all : null;
    case "trend":
      return ofTrend(reading.values, name, percentile);
    default:
      return reading satisfies never;
  }
}

function ofTrend(values: Histogram, name: AggregationName, percentile: number): number | null {
  if (name === "avg") return values.mean;
  if (name === "min") return values.min;
  if (name === "max") return values.max;
  return values.percentile(name === "med" ? 50 : percentile);
}
