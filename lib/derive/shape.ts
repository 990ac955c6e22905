import * as v from "valibot";
import { suggest } from "../registry/suggest.ts";
import { type Component, keysOf, schemaOf } from "../schema/component.ts";
import type { Finding } from "../schema/finding.ts";
import type { Table } from "../schema/table.ts";

/** Findings about keys and types, before any rule looks: unknown, missing and mistyped keys, all of them. */
export function checkShape(component: Component, table: Table): Finding[] {
  const result = v.safeParse(schemaOf(component), table);
  const hostile = hostileKeys(table, "");
  const seen = new Set(hostile.map((finding) => finding.path));
  const others = (result.issues ?? []).map((issue) => describe(component, issue));
  return [...hostile, ...others.filter((finding) => !seen.has(finding.path))];
}

/** Names an object inherits would pass a check by `in`, so they are refused by name. */
function hostileKeys(value: unknown, prefix: string): Finding[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const path = prefix + key;
    return key in Object.prototype ? [unknownKey(path, child, [])] : hostileKeys(child, `${path}.`);
  });
}

function describe(component: Component, issue: v.BaseIssue<unknown>): Finding {
  const path = v.getDotPath(issue) ?? "";
  const isUnknown = issue.type === "strict_object" && issue.expected === "never";
  if (isUnknown) return unknownKey(path, issue.path?.at(-1)?.value, keyNames(component));
  const isMissing = issue.type === "strict_object" && issue.received === "undefined";
  return {
    code: isMissing ? "key-missing" : "type-mismatch",
    severity: "error",
    path,
    value: issue.input ?? null,
    expected: isMissing ? "a value" : readable(issue.expected ?? ""),
    hint: nearestWord(issue),
  };
}

function unknownKey(path: string, value: unknown, keys: readonly string[]): Finding {
  const near = suggest(path, keys) ?? suggestLeaf(path, keys);
  return {
    code: "key-unknown",
    severity: "error",
    path,
    value: value ?? null,
    expected: "a key of the configuration",
    hint: near ? `Did you mean ${near}?` : "`hlsctl explain` lists the keys.",
  };
}

/** `segmentDuration` alone means `hls.segmentDuration`. */
function suggestLeaf(path: string, keys: readonly string[]): string | undefined {
  const leaves = new Map(keys.map((key) => [key.split(".").at(-1) ?? key, key]));
  const near = suggest(path.split(".").at(-1) ?? path, [...leaves.keys()]);
  return near && leaves.get(near);
}

/** Keys and the tables that hold them, and the keys of a ladder's variants. */
function keyNames(component: Component): string[] {
  const leaves = keysOf(component).map((key) => key.path);
  const tables = leaves.flatMap((leaf) =>
    leaf
      .split(".")
      .slice(0, -1)
      .map((_, i, parts) => parts.slice(0, i + 1).join(".")),
  );
  const variant = ["name", "width", "height", "bitrate", "maxrate", "bufsize", "audioBitrate"];
  return [...new Set([...leaves, ...tables, ...variant.map((name) => `variants.0.${name}`)])];
}

/** valibot writes a choice as `("a" | "b")`. */
function readable(expected: string): string {
  if (expected === "Object") return "a table";
  if (expected === "Array") return "a list";
  if (["number", "string"].includes(expected)) return `a ${expected}`;
  if (expected === "boolean") return "true or false";
  return expected
    .replace(/^\((.*)\)$/, "$1")
    .replaceAll(" | ", ", ")
    .replaceAll('"', "");
}

function nearestWord(issue: v.BaseIssue<unknown>): string | undefined {
  if (issue.type !== "picklist" || typeof issue.input !== "string") return undefined;
  const near = suggest(issue.input, readable(issue.expected ?? "").split(", "));
  return near && `Did you mean ${near}?`;
}
