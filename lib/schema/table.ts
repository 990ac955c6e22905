/** JSON- and TOML-shaped data before anyone has checked it. */
export type Value = string | number | boolean | null | readonly Value[] | Table;
export interface Table {
  readonly [key: string]: Value;
}

export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value under a dotted path, own properties only. */
export function lookupPath(table: Table, path: string): Value | undefined {
  let current: Value = table;
  for (const key of path.split(".")) {
    if (!isTable(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key] as Value;
  }
  return current;
}

/** A table from keys and values that cannot reach a prototype, whatever the keys are called. */
export function tableOf(entries: Iterable<readonly [string, Value]>): Table {
  const table: Record<string, Value> = {};
  for (const [key, value] of entries) {
    Object.defineProperty(table, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return table;
}
