import type { Resolved } from "../resolve.ts";
import type { Table, Value } from "../schema/table.ts";
import { flatten } from "./flatten.ts";

/** A key whose values differ; null where one side has no such key. */
export interface Difference {
  path: string;
  left: Value;
  right: Value;
}

/** Every key, set or derived, in which two configurations differ, in the order of the left one. */
export function differencesOf(left: Resolved, right: Resolved): Difference[] {
  const [lefts, rights] = [left, right].map((side) => new Map(entriesOf(side)));
  const paths = new Set([...(lefts?.keys() ?? []), ...(rights?.keys() ?? [])]);
  return [...paths]
    .map((path) => ({ path, left: lefts?.get(path) ?? null, right: rights?.get(path) ?? null }))
    .filter((pair) => JSON.stringify(pair.left) !== JSON.stringify(pair.right));
}

function entriesOf(resolved: Resolved): (readonly [string, Value])[] {
  return flatten(valuesOf(resolved)).map(({ path, value }) => [path, value] as const);
}

/** A configuration with what is derived from it beside its keys. */
export function valuesOf(resolved: Resolved): Table {
  const cache = resolved.component === "origin" ? { cache: resolved.cache } : {};
  return { ...resolved.config, derived: resolved.derived, ...cache } as unknown as Table;
}
