import * as v from "valibot";

/** A leaf of the configuration with the words that `explain`, completions and the reference print. */
export function key<const Schema extends v.GenericSchema>(schema: Schema, description: string) {
  return v.pipe(schema, v.description(description));
}

export interface KeyInfo {
  path: string;
  description: string;
  type: "string" | "number" | "boolean" | "list" | "table";
  /** Allowed words, where the key takes one of a fixed set. */
  options: readonly string[];
}

interface Described {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Described>>;
  readonly options?: readonly unknown[];
  readonly pipe?: readonly { readonly type: string; readonly description?: string }[];
}

/** Every key of a schema in the order it is written; a table comes as its keys, a list as one key. */
export function listKeys(schema: v.GenericSchema): KeyInfo[] {
  return walk(schema as unknown as Described, "");
}

function walk(schema: Described, path: string): KeyInfo[] {
  if (schema.entries) {
    const prefix = path === "" ? "" : `${path}.`;
    return Object.entries(schema.entries).flatMap(([name, child]) => walk(child, prefix + name));
  }
  const description = schema.pipe?.find((step) => step.type === "description")?.description ?? "";
  const options = (schema.options ?? []).filter((option) => typeof option === "string");
  return [{ path, description, type: leafType(schema), options }];
}

function leafType(schema: Described): KeyInfo["type"] {
  if (schema.type === "array") return "list";
  if (schema.type === "number" || schema.type === "boolean") return schema.type;
  return "string";
}
