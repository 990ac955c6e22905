import { isTable, type Value } from "../schema/table.ts";

/** One value with its dotted path. */
export interface FlatEntry {
  path: string;
  value: Value;
}

/** A value as its leaves: tables by key, lists of tables by position, lists of anything else as they are. */
export function flatten(value: Value, path = ""): FlatEntry[] {
  if (!isBranch(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([key, child]) =>
    flatten(child, path === "" ? key : `${path}.${key}`),
  );
}

function isBranch(value: Value): value is Exclude<Value, string | number | boolean | null> {
  if (Array.isArray(value)) return value.length > 0 && value.every(isTable);
  return isTable(value);
}
