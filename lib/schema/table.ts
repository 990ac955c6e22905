/** JSON- and TOML-shaped data before anyone has checked it. */
export type Value = string | number | boolean | null | readonly Value[] | Table;
export interface Table {
  readonly [key: string]: Value;
}

export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value under a dotted path, own properties only; numbers in the path are positions in lists. */
export function lookupPath(table: Table, path: string): Value | undefined {
  return lookupKeys(table, path.split("."));
}

/** The same for keys that may have dots in them. */
export function lookupKeys(table: Table, keys: readonly string[]): Value | undefined {
  let current: Value | undefined = table;
  for (const key of keys) {
    if (isTable(current)) current = Object.hasOwn(current, key) ? current[key] : undefined;
    else current = Array.isArray(current) && /^\d+$/.test(key) ? current[Number(key)] : undefined;
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

export interface Leaf {
  keys: readonly string[];
  value: Value;
}

/** Everything in a table that is not itself a table with keys, in the order it is written. */
export function leavesOf(table: Table, above: readonly string[] = []): Leaf[] {
  return Object.entries(table).flatMap(([key, value]) => {
    const keys = [...above, key];
    return isTable(value) && Object.keys(value).length > 0 ? leavesOf(value, keys) : [{ keys, value }];
  });
}

/** Whether lists and tables nest further than that; no configuration does, and recursion over one would fail. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((child) => isDeeperThan(child, levels - 1));
}
