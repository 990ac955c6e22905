import { extname } from "node:path";
import type { Component } from "../schema/component.ts";
import type { Table } from "../schema/table.ts";

/** A profile of the user's that travels with the flake. */
export interface FlakeProfile {
  component: Component;
  /** The profile's name with `.toml` or `.json`. */
  fileName: string;
  text: string;
}

/** Settings over every profile of a component; a component without any is absent. */
export type FlakeOverrides = Readonly<Partial<Record<Component, Table>>>;

/** All that a written flake is made of. */
export interface FlakeContent {
  name: string;
  version: string;
  /** The files that hlsctl brings: `flake.nix`, `flake.lock`, `nix/…`, `profiles/…`. */
  files: Readonly<Record<string, string>>;
  /** hlsctl as one file of JavaScript. */
  bundle: string;
  profiles: readonly FlakeProfile[];
  overrides: FlakeOverrides;
}

export interface FlakeFile {
  /** Relative to the flake, with `/`. */
  path: string;
  text: string;
}

const BUNDLE_PATH = "nix/bundle/hlsctl.js";
const OVERRIDES_PATH = "overrides.json";

/** The files of a flake, sorted by path. A profile of the user's replaces hlsctl's of that name, whatever the ending. */
export function flakeFiles(content: FlakeContent): FlakeFile[] {
  const { name, version, bundle, profiles, overrides } = content;
  const files = new Map(Object.entries(content.files));
  files.set("package.json", json({ name, version }));
  files.set(BUNDLE_PATH, bundle);
  for (const { component, fileName, text } of profiles) {
    const folder = `profiles/${component}/`;
    const stem = fileName.slice(0, -extname(fileName).length);
    for (const ending of [".toml", ".json"]) files.delete(folder + stem + ending);
    files.set(folder + fileName, text);
  }
  if (Object.keys(overrides).length > 0) files.set(OVERRIDES_PATH, json(overrides));
  const sorted = [...files].map(([path, text]) => ({ path, text })).sort((a, b) => compare(a.path, b.path));
  for (const { path } of sorted) refuseOutside(path);
  return sorted;
}

/** By code units: the same order whatever the user's language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

const PART = /^(?!\.\.?$)[\w.+-]+$/;

function refuseOutside(path: string): void {
  if (!path.split("/").every((part) => PART.test(part))) throw new Error(`no file of a flake: ${path}`);
}
