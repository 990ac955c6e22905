import { isTable, type Table, tableOf, type Value } from "../schema/table.ts";

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
 * Merges layers by the one rule of SPEC §2.4: tables merge key by key, everything else (lists too) is replaced.
 * The result shares no table with the layers.
 */
export function mergeLayers(layers: readonly Layer[]): Merged {
  const sources = new Map<string, string>();
  let table: Table = {};
  for (const layer of layers) {
    table = mergeTables(table, layer.table);
    for (const path of leafPaths(layer.table)) noteSource(sources, path, layer.label);
  }
  return { table, sources };
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

function leafPaths(table: Table, prefix = ""): string[] {
  return Object.entries(table).flatMap(([key, value]) => {
    const path = prefix + key;
    return isTable(value) && Object.keys(value).length > 0 ? leafPaths(value, `${path}.`) : [path];
  });
}

/** A leaf that replaces a table, or a table that replaces a leaf, takes the other's place in the record. */
function noteSource(sources: Map<string, string>, path: string, label: string): void {
  for (const known of sources.keys()) {
    if (known.startsWith(`${path}.`) || path.startsWith(`${known}.`)) sources.delete(known);
  }
  sources.set(path, label);
}

/** The layer a path's value came from: its own, its nearest table's, or for a table its latest leaf's. */
export function sourceOf(sources: ReadonlyMap<string, string>, path: string): string | undefined {
  for (let at = path; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) {
    const label = sources.get(at);
    if (label) return label;
  }
  return [...sources].filter(([known]) => known.startsWith(`${path}.`)).at(-1)?.[1];
}
