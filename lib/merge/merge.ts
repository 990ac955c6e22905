import { isTable, leavesOf, lookupKeys, type Table, tableOf, type Value } from "../schema/table.ts";

/** One source of configuration, in the order of precedence: later layers win. */
export interface Layer {
  /** What `explain` calls it: `base`, `profile stress-test`, `--set`. */
  label: string;
  table: Table;
}

export interface Merged {
  table: Table;
  /** Dotted path of every leaf → label of the layer that gave its value. */
  sources: ReadonlyMap<string, string>;
}

/**
 * Merges layers by the one rule: tables merge key by key, everything else (lists too) is replaced.
 * The result shares no table with the layers.
 */
export function mergeLayers(layers: readonly Layer[]): Merged {
  const table = layers.reduce<Table>((below, layer) => mergeTables(below, layer.table), {});
  const latestFirst = layers.toReversed();
  const sources = leavesOf(table).flatMap(({ keys }) => {
    const giver = latestFirst.find((layer) => lookupKeys(layer.table, keys) !== undefined);
    return giver ? [[keys.join("."), giver.label] as const] : [];
  });
  return { table, sources: new Map(sources) };
}

/** `right` over `left`; both stay as they are. */
export function mergeTables(left: Table, right: Table): Table {
  const merged = new Map<string, Value>(Object.entries(left).map(([key, value]) => [key, copy(value)]));
  for (const [key, value] of Object.entries(right)) {
    const below = Object.hasOwn(left, key) ? left[key] : undefined;
    merged.set(key, isTable(below) && isTable(value) ? mergeTables(below, value) : copy(value));
  }
  return tableOf(merged);
}

function copy(value: Value): Value {
  if (Array.isArray(value)) return value.map(copy);
  return isTable(value) ? tableOf(Object.entries(value).map(([key, child]) => [key, copy(child)])) : value;
}

/** The layer a path's value came from: its own, its nearest table's, or for a table its latest leaf's. */
export function sourceOf(sources: ReadonlyMap<string, string>, path: string): string | undefined {
  for (let at = path; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) {
    const label = sources.get(at);
    if (label) return label;
  }
  return [...sources].filter(([known]) => known.startsWith(`${path}.`)).at(-1)?.[1];
}
