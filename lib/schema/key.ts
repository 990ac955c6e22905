import * as v from "valibot";
import type { Value } from "./table.ts";

/** A leaf of the configuration with the words that `explain`, completions and the reference print. */
export function key<const Schema extends v.GenericSchema>(schema: Schema, description: string) {
  return v.pipe(schema, v.description(description));
}

export interface KeyInfo {
  path: string;
  description: string;
  type: "string" | "number" | "boolean" | "list";
  /** Allowed words, where the key (or each item of a list) takes one of a fixed set. */
  options: readonly string[];
  /** The keys of each item, where the key is a list of tables: `name` of `variants`. */
  items: readonly KeyInfo[];
}

interface Described {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Described>>;
  readonly item?: Described;
  readonly options?: readonly unknown[];
  readonly pipe?: readonly { readonly type: string; readonly description?: string }[];
}

/** Every key of a schema in the order it is written; a table comes as its keys, a list as one key. */
export function listKeys(schema: v.GenericSchema): KeyInfo[] {
  return walk(schema as unknown as Described, "");
}

/** The key at a path, or below a list of tables: `variants.0.bitrate` is the `bitrate` of `variants`. */
export function lookupKey(keys: readonly KeyInfo[], path: string): KeyInfo | undefined {
  const known = keys.find((info) => info.path === path);
  if (known) return known;
  const list = keys.find((info) => path.startsWith(`${info.path}.`));
  const [, index, below = ""] = /^(\d+)\.(.+)$/.exec(path.slice((list?.path.length ?? 0) + 1)) ?? [];
  const item = index === undefined ? undefined : list?.items.find((info) => info.path === below);
  return item && { ...item, path };
}

/**
 * Every key of a value that the schema does not have, those with the name of something inherited too (`toString`).
 * valibot tells only the first of each table.
 */
export function listUnknown(schema: v.GenericSchema, value: Value): { path: string; value: Value }[] {
  return unknownIn(schema as unknown as Described, value, "");
}

function unknownIn(
  { entries, item }: Described,
  value: Value,
  prefix: string,
): { path: string; value: Value }[] {
  const children = typeof value === "object" && value !== null ? Object.entries<Value>(value) : [];
  if (Array.isArray(value)) {
    return item ? children.flatMap(([index, child]) => unknownIn(item, child, `${prefix}${index}.`)) : [];
  }
  if (!entries) return [];
  return children.flatMap(([key, child]) => {
    const known = Object.hasOwn(entries, key) ? entries[key] : undefined;
    return known ? unknownIn(known, child, `${prefix}${key}.`) : [{ path: prefix + key, value: child }];
  });
}

function walk(schema: Described, path: string): KeyInfo[] {
  if (schema.entries) {
    const prefix = path === "" ? "" : `${path}.`;
    return Object.entries(schema.entries).flatMap(([name, child]) => walk(child, prefix + name));
  }
  const description = schema.pipe?.find((step) => step.type === "description")?.description ?? "";
  const options = schema.options ?? schema.item?.options ?? [];
  return [
    {
      path,
      description,
      type: leafType(schema),
      options: options.filter((option) => typeof option === "string"),
      items: schema.item?.entries ? walk(schema.item, "") : [],
    },
  ];
}

function leafType(schema: Described): KeyInfo["type"] {
  if (schema.type === "array") return "list";
  if (schema.type === "number" || schema.type === "boolean") return schema.type;
  return "string";
}
