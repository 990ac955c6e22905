import { bad, good, type Parsed } from "../hls/parsed.ts";
import { LABEL_VALUES, type LabelName, type Labels, type Metric } from "./metric.ts";
import { METRICS } from "./metrics.ts";
import type { Suggest } from "./parse-threshold.ts";
import type { TextCursor } from "./text-cursor.ts";

/** `{variant:720p,…}`, or nothing at all; the cursor is left where a problem is. */
export function readLabels(cursor: TextCursor, metric: Metric, suggest: Suggest): Parsed<Labels> {
  const labels: { [Name in LabelName]?: string } = {};
  if (!cursor.take(/\{/y)) return good(labels);
  do {
    const name = readName(cursor, metric, suggest);
    if (!name.ok) return name;
    if (name.value in labels) return bad(`${name.value} is there twice`);
    if (!cursor.take(/:/y)) return bad(`":" and the value of ${name.value} are needed, not ${cursor.word}`);
    const value = readValue(cursor, name.value, suggest);
    if (!value.ok) return value;
    labels[name.value] = value.value;
  } while (cursor.take(/,/y));
  return cursor.take(/\}/y) ? good(labels) : bad(`"}" or "," is needed, not ${cursor.word}`);
}

function readName(cursor: TextCursor, metric: Metric, suggest: Suggest): Parsed<LabelName> {
  const word = cursor.peek(/\w+/y) ?? "";
  const name = metric.labels.find((label) => label === word);
  if (name) {
    cursor.take(/\w+/y);
    return good(name);
  }
  if (word === "") return bad(`a label is needed, not ${cursor.word}`);
  return bad(`"${word}" is no label of ${metric.name}; ${offer(word, metric, suggest)}`);
}

function offer(word: string, { labels }: Metric, suggest: Suggest): string {
  if (labels.length > 0) return `it has ${labels.join(", ")}${meant(word, labels, suggest)}`;
  const others = METRICS.filter((other) => other.labels.some((label) => label === word));
  if (others.length === 0) return "it has none";
  return `it has none, but these have: ${others.map(({ name }) => name).join(", ")}`;
}

function readValue(cursor: TextCursor, name: LabelName, suggest: Suggest): Parsed<string> {
  const pattern = /"[^"]*"|[^\s,{}"]+/y;
  const written = cursor.peek(pattern);
  if (written === undefined) return bad(`a value of ${name} is needed, not ${cursor.word}`);
  const value = written.replaceAll('"', "");
  const allowed = LABEL_VALUES[name];
  if (allowed instanceof RegExp && !allowed.test(value)) {
    return bad(`"${value}" is no ${name}${name === "status" ? "; write it like 404 or 5xx" : ""}`);
  }
  if (isList(allowed) && !allowed.includes(value)) {
    return bad(`"${value}" is no ${name}; there are ${allowed.join(", ")}${meant(value, allowed, suggest)}`);
  }
  cursor.take(pattern);
  return good(value);
}

function isList(allowed: readonly string[] | RegExp | null): allowed is readonly string[] {
  return Array.isArray(allowed);
}

function meant(word: string, candidates: readonly string[], suggest: Suggest): string {
  const nearest = suggest(word, candidates);
  return nearest === undefined ? "" : `. Did you mean ${nearest}?`;
}
