import { Failure } from "../errors.ts";
import { isTable } from "../schema/table.ts";

/** Lies in a written folder and tells what in it is hlsctl's. */
export const MANIFEST_PATH = ".hlsctl-manifest.json";
const SCHEMA = "hlsctl/flake/v1";

export interface Manifest {
  /** The hlsctl that wrote it last. */
  version: string;
  /** Path → SHA-256 of the file as it was written, in hexadecimal. */
  files: ReadonlyMap<string, string>;
}

export function renderManifest({ version, files }: Manifest): string {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ schema: SCHEMA, version, files: Object.fromEntries(sorted) }, undefined, 2)}\n`;
}

const HASH = /^[0-9a-f]{64}$/;

/** Throws `Failure("folder-edited")` for a manifest that is none: what is hlsctl's cannot be told then. */
export function parseManifest(text: string, shown: string): Manifest {
  const value = readJson(text);
  if (
    isTable(value) &&
    value.schema === SCHEMA &&
    typeof value.version === "string" &&
    isTable(value.files)
  ) {
    const files = Object.entries(value.files);
    const isWhole = files.every(([path, hash]) => isInside(path) && HASH.test(String(hash)));
    if (isWhole)
      return { version: value.version, files: new Map(files.map(([path, hash]) => [path, String(hash)])) };
  }
  throw new Failure(
    "folder-edited",
    `${shown} is no manifest of this hlsctl, so what it wrote cannot be told.`,
    {
      hint: "Name another folder, or remove that file: what is the same in both will be taken over.",
    },
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A manifest names what may be removed, and anybody can write one. */
function isInside(path: string): boolean {
  return path !== "" && path.split("/").every((part) => !["", ".", "..", MANIFEST_PATH].includes(part));
}

/** What stands at a path: the hash of a file, or what else is there. */
export type Standing =
  | { kind: "nothing" }
  | { kind: "file"; hash: string }
  | { kind: "obstacle"; what: string };

/** A file to be written. */
export interface WantedFile {
  path: string;
  hash: string;
  /** Gives way to whatever the user has there, e.g. their own README. */
  isOptional: boolean;
}

/** What writing a folder comes to; every path is in one list at most. */
export interface FolderPlan {
  create: string[];
  update: string[];
  remove: string[];
  same: string[];
  /** Written by hlsctl and changed since: in the way. */
  edited: string[];
  /** Never written by hlsctl: in the way. */
  foreign: string[];
  /** Optional files that gave way, and edited ones that hlsctl no longer writes: they stay. */
  kept: string[];
  /** Folders, links and the like where a file belongs: not even force moves them. */
  obstacles: { path: string; what: string }[];
}

/** Compares what is wanted with what stands there and what was written last. */
export function planFolder(
  wanted: readonly WantedFile[],
  before: ReadonlyMap<string, string>,
  standing: ReadonlyMap<string, Standing>,
): FolderPlan {
  const plan: FolderPlan = {
    create: [],
    update: [],
    remove: [],
    same: [],
    edited: [],
    foreign: [],
    kept: [],
    obstacles: [],
  };
  for (const file of wanted) placeWanted(plan, file, before.get(file.path), standingAt(standing, file.path));
  const names = new Set(wanted.map(({ path }) => path));
  for (const [path, hash] of before) {
    if (!names.has(path)) placeLeft(plan, path, hash, standingAt(standing, path));
  }
  return plan;
}

function standingAt(standing: ReadonlyMap<string, Standing>, path: string): Standing {
  return standing.get(path) ?? { kind: "nothing" };
}

function placeWanted(plan: FolderPlan, file: WantedFile, written: string | undefined, there: Standing): void {
  const { path, hash, isOptional } = file;
  if (there.kind === "nothing") plan.create.push(path);
  else if (there.kind === "file" && there.hash === hash) plan.same.push(path);
  else if (there.kind === "file" && there.hash === written) plan.update.push(path);
  else if (isOptional) plan.kept.push(path);
  else if (there.kind === "obstacle") plan.obstacles.push({ path, what: there.what });
  else (written === undefined ? plan.foreign : plan.edited).push(path);
}

/** Of what was written before and is no longer wanted, only what nobody touched is removed. */
function placeLeft(plan: FolderPlan, path: string, written: string, there: Standing): void {
  if (there.kind === "nothing") return;
  (there.kind === "file" && there.hash === written ? plan.remove : plan.kept).push(path);
}
