import * as v from "valibot";
import { suggest } from "../registry/suggest.ts";
import { type Component, keysOf, schemaOf } from "../schema/component.ts";
import type { Finding } from "../schema/finding.ts";
import { listUnknown } from "../schema/key.ts";
import type { Table } from "../schema/table.ts";

/** Findings about keys and types, before any rule looks: unknown, missing and mistyped keys, all of them. */
export function checkShape(component: Component, table: Table): Finding[] {
  const schema = schemaOf(component);
  const strangers = listUnknown(schema, table);
  const keys = strangers.length === 0 ? [] : keyNames(component);
  const unknown = strangers.map(({ path, value }) => unknownKey(path, value, keys));
  const issues = v.safeParse(schema, table).issues ?? [];
  const endless = endlessIn(table).filter(({ path }) => !strangers.some((one) => one.path === path));
  const misfits = issues.filter((issue) => !isAboutUnknown(issue)).map(describe);
  return [...unknown, ...misfits.filter(({ path }) => !endless.some((one) => one.path === path)), ...endless];
}

/** Numbers that no key takes: TOML has `inf` and `nan`, and 1e400 in JSON is too large for any. */
function endlessIn(value: unknown, path = ""): Finding[] {
  if (typeof value === "number" && !Number.isFinite(value)) {
    return [{ code: "type-mismatch", severity: "error", path, value, expected: "a finite number" }];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => endlessIn(child, path ? `${path}.${key}` : key));
}

function isAboutUnknown(issue: v.BaseIssue<unknown>): boolean {
  return issue.type === "strict_object" && issue.expected === "never";
}

function describe(issue: v.BaseIssue<unknown>): Finding {
  const path = v.getDotPath(issue) ?? "";
  const isMissing = issue.type === "strict_object" && issue.received === "undefined";
  return {
    code: isMissing ? "key-missing" : "type-mismatch",
    severity: "error",
    path,
    value: issue.input ?? null,
    expected: isMissing ? "a value" : readable(issue.expected ?? ""),
    hint: nearestWord(issue) ?? listHint(issue, path),
  };
}

function unknownKey(path: string, value: unknown, keys: readonly string[]): Finding {
  const near = suggestKey(path, keys);
  return {
    code: "key-unknown",
    severity: "error",
    path,
    value: value ?? null,
    expected: "a key of the configuration",
    hint: nestHint(path, keys) ?? (near ? `Did you mean ${near}?` : "`hlsctl explain` lists the keys."),
  };
}

/** In a file, `"hls.listSize" = 5` is one key whose name has a dot in it. */
function nestHint(path: string, keys: readonly string[]): string | undefined {
  if (!keys.includes(path)) return undefined;
  const [table, ...rest] = path.split(".");
  return `In a file a dot in quotes is part of the name: write ${rest.join(".")} below [${table}].`;
}

/** The key a misspelt path most likely meant: the nearest path, or the path whose last word is nearest. */
export function suggestKey(path: string, keys: readonly string[]): string | undefined {
  const position = /^variants\.(\d+)\./.exec(path)?.[1] ?? "0";
  const placed = keys.map((key) => key.replace(/^variants\.0\./, `variants.${position}.`));
  const near = suggest(path, placed);
  if (near) return near;
  const leaves = new Map(placed.map((key) => [lastWord(key), key]));
  const leaf = suggest(lastWord(path), [...leaves.keys()]);
  return leaf && leaves.get(leaf);
}

function lastWord(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

/** Keys, the tables that hold them, and the keys of a ladder's first variant. */
export function keyNames(component: Component): string[] {
  const keys = keysOf(component);
  const tables = keys.flatMap(({ path }) => pathsAbove(path));
  const items = keys.flatMap(({ path, items }) => items.map((item) => `${path}.0.${item.path}`));
  return [...new Set([...keys.map((key) => key.path), ...tables, ...items])];
}

/** `a.b.c` lies below `a` and `a.b`. */
function pathsAbove(path: string): string[] {
  const parts = path.split(".").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("."));
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

function listHint(issue: v.BaseIssue<unknown>, path: string): string | undefined {
  if (issue.type !== "array" || typeof issue.input !== "object") return undefined;
  return `A list is replaced as a whole: --set '${path}=[…]', or [[${path}]] in a file.`;
}
