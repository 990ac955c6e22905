import { bad, good, type Parsed } from "../hls/parsed.ts";
import { AGGREGATIONS, type Aggregation, type Metric, type MetricUnit } from "./metric.ts";
import { findMetric, METRICS } from "./metrics.ts";
import { readEnding } from "./parse-threshold-ending.ts";
import { readLabels } from "./parse-threshold-labels.ts";
import { TextCursor } from "./text-cursor.ts";
import { COMPARISONS, type Comparison, type Threshold } from "./threshold.ts";

/** The candidate a misspelt word most likely meant. */
export type Suggest = (word: string, candidates: readonly string[]) => string | undefined;

/** What other rooms know. */
export interface ThresholdWords {
  suggest: Suggest;
  /** `10s`, `1m30s` → ms. */
  parseDuration(text: string): Parsed<number>;
}

/** Units a bound may be written in, and what one is worth in the metric's. */
const UNITS: Record<MetricUnit, Record<string, number>> = {
  "": {},
  ms: { ms: 1, s: 1000 },
  s: { s: 1, ms: 0.001 },
  share: { "%": 0.01 },
  bytes: { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 },
  processors: {},
};

const SOME_METRICS = "segment_ttfb, startup, rebuffer_ratio and errors are some;";

const AGGREGATION = /[a-zA-Z]\w*(?:\([^)]*\)?)?/y;
const BOUND = /-?\.?\d[\w.%+-]*/y;
const NUMBER_AND_UNIT = /^(-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)(.*)$/i;

/**
 * `METRIC[{label:value,…}][:] [AGGREGATION] COMPARISON NUMBER [for DURATION] [abortOnFail] [delayAbortEval=DURATION]`.
 * A problem names the column and what could stand there.
 */
export function parseThreshold(expr: string, words: ThresholdWords): Parsed<Threshold> {
  const text = expr.trim();
  const cursor = new TextCursor(text);
  const parsed = readThreshold(text, cursor, words);
  return parsed.ok ? parsed : bad(`"${text}", column ${cursor.column}: ${parsed.problem}`);
}

function readThreshold(expr: string, cursor: TextCursor, words: ThresholdWords): Parsed<Threshold> {
  const metric = readMetric(cursor, words.suggest);
  if (!metric.ok) return metric;
  const labels = readLabels(cursor, metric.value, words.suggest);
  if (!labels.ok) return labels;
  const hasColon = cursor.take(/:/y) !== undefined;
  const aggregation = readAggregation(cursor, metric.value, hasColon);
  if (!aggregation.ok) return aggregation;
  const comparison = readComparison(cursor);
  if (!comparison.ok) return comparison;
  const bound = readBound(cursor, unitsOf(metric.value, aggregation.value));
  if (!bound.ok) return bound;
  const ending = readEnding(cursor, words);
  if (!ending.ok) return ending;
  return good({
    expr,
    metric: metric.value,
    labels: labels.value,
    aggregation: aggregation.value,
    comparison: comparison.value,
    bound: bound.value,
    ...ending.value,
  });
}

function readMetric(cursor: TextCursor, suggest: Suggest): Parsed<Metric> {
  const name = cursor.peek(/\w+/y) ?? "";
  const metric = findMetric(name);
  if (metric) {
    cursor.take(/\w+/y);
    return good(metric);
  }
  if (name === "")
    return bad(`a metric is needed, not ${cursor.word}; write it like segment_ttfb: p(95)<200`);
  const names = METRICS.map((known) => known.name);
  const nearest = suggest(name, names);
  return bad(
    `"${name}" is no metric; ${nearest ? `did you mean ${nearest}?` : SOME_METRICS} docs/reference/thresholds.md lists them all`,
  );
}

function readAggregation(cursor: TextCursor, metric: Metric, hasColon: boolean): Parsed<Aggregation> {
  const word = cursor.peek(AGGREGATION);
  if (word !== undefined && !hasColon) return bad(`":" is needed between ${metric.name} and ${word}`);
  const aggregation = word === undefined ? defaultOf(metric) : aggregationOf(word, metric);
  if (aggregation) {
    cursor.take(AGGREGATION);
    return good(aggregation);
  }
  const taken = AGGREGATIONS[metric.type].join(", ");
  if (word === undefined) return bad(`${metric.name} needs one of ${taken}, e.g. ${metric.name}: p(95)<200`);
  const isPercentile = word.startsWith("p(") && metric.type === "trend";
  return bad(
    isPercentile
      ? `${word}: N is a number from 0 to 100`
      : `"${word}" is none of ${taken}, which ${metric.name} takes`,
  );
}

/** A trend has none: a mean nobody asked for hides the slow ones. */
function defaultOf({ type }: Metric): Aggregation | undefined {
  return type === "trend" ? undefined : { name: AGGREGATIONS[type][0], percentile: 0 };
}

function aggregationOf(word: string, { type }: Metric): Aggregation | undefined {
  const [, written] = /^p\(\s*(\d+(?:\.\d+)?)\s*\)$/.exec(word) ?? [];
  if (written !== undefined && type === "trend" && Number(written) <= 100) {
    return { name: "p(N)", percentile: Number(written) };
  }
  const name = AGGREGATIONS[type].find((known) => known === word && known !== "p(N)");
  return name && { name, percentile: 0 };
}

function readComparison(cursor: TextCursor): Parsed<Comparison> {
  const written = cursor.peek(/[<>=!]+/y);
  const comparison = COMPARISONS.find((known) => known === written);
  if (!comparison) return bad(`one of ${COMPARISONS.join(" ")} is needed, not ${cursor.word}`);
  cursor.take(/[<>=!]+/y);
  return good(comparison);
}

function readBound(cursor: TextCursor, units: Record<string, number>): Parsed<number> {
  const written = cursor.peek(BOUND);
  if (written === undefined) return bad(`a number is needed, not ${cursor.word}`);
  const [, number = "", unit = ""] = NUMBER_AND_UNIT.exec(written) ?? [];
  const factor = unit === "" ? 1 : units[unit];
  if (factor === undefined) {
    const known = Object.keys(units).join(", ");
    return bad(`"${unit}" is no unit here; ${known === "" ? "there is none" : `there are ${known}`}`);
  }
  cursor.take(BOUND);
  return good(Number(number) * factor);
}

/** A count of events has none, whatever the metric's unit is. */
function unitsOf({ type, unit }: Metric, { name }: Aggregation): Record<string, number> {
  return type === "rate" && name === "count" ? {} : UNITS[unit];
}
