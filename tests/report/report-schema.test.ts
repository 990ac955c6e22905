import { describe, expect, test } from "bun:test";
import { join, resolve } from "node:path";
import { reportOf } from "./runs.ts";

const schema = await Bun.file(
  join(resolve(import.meta.dir, "../.."), "docs/reference/report.schema.json"),
).json();

interface Schema {
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  required?: readonly string[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  propertyNames?: Schema;
  items?: Schema;
  minimum?: number;
}

/** Paths at which a value is not what the schema asks for; the keywords that the file uses. */
function wrongPaths(value: unknown, of: Schema, path = "$"): string[] {
  if (of.$ref) return wrongPaths(value, schema.$defs[of.$ref.replace("#/$defs/", "")], path);
  if (of.anyOf) return of.anyOf.some((one) => wrongPaths(value, one).length === 0) ? [] : [path];
  if ("const" in of) return value === of.const ? [] : [path];
  if (of.type === "null") return value === null ? [] : [path];
  if (of.enum) return of.enum.includes(value) ? [] : [path];
  if (of.type === "array") {
    return Array.isArray(value)
      ? value.flatMap((each, i) => wrongPaths(each, of.items ?? {}, `${path}.${i}`))
      : [path];
  }
  if (of.type === "object") return isObject(value) ? wrongEntries(value, of, path) : [path];
  const isRight =
    of.type === "integer"
      ? Number.isInteger(value) && Number(value) >= (of.minimum ?? 0)
      : typeof value === of.type;
  return isRight ? [] : [path];
}

function wrongEntries(value: Record<string, unknown>, of: Schema, path: string): string[] {
  const missing = (of.required ?? []).filter((key) => !(key in value)).map((key) => `${path}.${key}`);
  const entries = Object.entries(value).flatMap(([key, each]) => {
    if (of.propertyNames && wrongPaths(key, of.propertyNames).length > 0) return [`${path}.${key}`];
    const inner = of.properties?.[key] ?? of.additionalProperties ?? true;
    if (typeof inner === "boolean") return inner ? [] : [`${path}.${key}`];
    return wrongPaths(each, inner, `${path}.${key}`);
  });
  return [...missing, ...entries];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

describe("the JSON Schema of reports", () => {
  test("fits a real report", () => {
    expect(wrongPaths(JSON.parse(JSON.stringify(reportOf())), schema)).toEqual([]);
  });

  test("tells what is missing, unknown or of another type", () => {
    const report = JSON.parse(JSON.stringify(reportOf()));
    delete report.run.url;
    report.schema = "hlsctl/report/v2";
    report.requests.segment.ttfbMs.p99 = "12";
    report.measurements.films = 1;
    report.measurements.requests.film = {};
    expect(wrongPaths(report, schema).sort()).toEqual([
      "$.measurements.films",
      "$.measurements.requests.film",
      "$.requests.segment.ttfbMs.p99",
      "$.run.url",
      "$.schema",
    ]);
  });
});
