import { Failure } from "../errors.ts";
import { type KeyInfo, lookupKey } from "../schema/key.ts";
import { isDeeperThan, type Table, tableOf, type Value } from "../schema/table.ts";
import type { Layer } from "./merge.ts";

/** No key lies deeper, nor does a value nest further; a recursion over more would fail. */
const DEEPEST = 16;

/**
 * One `--set key.path=value`. The schema's type of the key decides how the value is read, so that
 * `encoder.level=4.0` stays text; what does not fit is kept as text, for the checks to name.
 */
export function parseOverride(assignment: string, keys: readonly KeyInfo[]): Layer {
  const equals = assignment.indexOf("=");
  const path = assignment.slice(0, Math.max(0, equals)).trim();
  const parts = path.split(".");
  if (equals < 1 || parts.length > DEEPEST || parts.includes("")) {
    throw new Failure("usage-bad-value", `--set takes KEY=VALUE, not "${assignment}".`, {
      hint: "For example: --set hls.segmentDuration=4",
    });
  }
  const value = readValue(assignment.slice(equals + 1), lookupKey(keys, path)?.type);
  return { label: "--set", table: nest(parts, value) };
}

function nest(parts: readonly string[], value: Value): Table {
  const [head = "", ...rest] = parts;
  return tableOf([[head, rest.length === 0 ? value : nest(rest, value)]]);
}

function readValue(text: string, type: KeyInfo["type"] | undefined): Value {
  if (type === "string") return text;
  if (type === "list" && !text.trimStart().startsWith("[")) {
    return text === "" ? [] : text.split(",").map((item) => item.trim());
  }
  return readJson(text) ?? text;
}

function readJson(text: string): Value | undefined {
  try {
    const value: Value = JSON.parse(text);
    return isDeeperThan(value, DEEPEST) ? undefined : value;
  } catch {
    return undefined;
  }
}
