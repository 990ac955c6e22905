import { dirname, join } from "node:path";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { errorCode } from "../host/native.ts";
import { type FlakeContent, flakeFiles } from "../nix/flake-files.ts";
import {
  type FolderPlan,
  MANIFEST_PATH,
  type Manifest,
  parseManifest,
  planFolder,
  type WantedFile,
} from "../nix/manifest.ts";
import { README_PATH, renderReadme } from "../nix/readme.ts";
import { checkFolder } from "./eject-folder.ts";
import { withFolderLocked } from "./folder-lock.ts";
import { putFiles } from "./put-files.ts";
import { lookAt } from "./standing.ts";
import { unwritable, whyNot } from "./write-failure.ts";
import { hashText } from "./write-flake.ts";

export interface EjectOptions {
  /** Overwrite what was edited and what is not hlsctl's. */
  force: boolean;
  /** Look, refuse what would be refused, and write nothing. */
  dryRun: boolean;
}

export interface Ejected {
  /** Without links. */
  folder: string;
  plan: FolderPlan;
}

/**
 * The flake in a folder of the user's, with a manifest of what is hlsctl's in it. Files that nobody touched since are brought
 * up to date; others are left alone. Throws `Failure("folder-edited")` when they are in the way, `Failure("usage-bad-value")`
 * for a folder that cannot be one, `Failure("folder-in-use")`, `Failure("directory-unwritable")`, `Failure("disk-full")`.
 */
export async function ejectFlake(
  host: Host,
  content: FlakeContent,
  name: string,
  options: EjectOptions,
): Promise<Ejected> {
  const folder = await checkFolder(host, name);
  const run = () => bringUpToDate(host, content, folder, options);
  return options.dryRun ? run() : withFolderLocked(host, folder, run);
}

async function bringUpToDate(
  host: Host,
  content: FlakeContent,
  folder: string,
  options: EjectOptions,
): Promise<Ejected> {
  const texts = new Map(flakeFiles(content).map(({ path, text }) => [path, text]));
  texts.set(README_PATH, renderReadme(content));
  const wanted = [...texts].map(([path, text]) => wantedFile(path, text));
  const before = await readManifest(host, folder, options);
  const standing = await lookAt(host, folder, [...wanted.map(({ path }) => path), ...before.keys()]);
  const plan = planFolder(wanted, before, standing);
  refuse(folder, plan, options);
  await checkWritable(host, folder, plan);
  if (!options.dryRun) await putFiles(host, folder, { plan, texts, before, version: content.version });
  return { folder, plan };
}

function wantedFile(path: string, text: string): WantedFile {
  return { path, hash: hashText(text), isOptional: path === README_PATH };
}

async function readManifest(host: Host, folder: string, { force }: EjectOptions): Promise<Manifest["files"]> {
  const path = join(folder, MANIFEST_PATH);
  const text = await host.fs.readText(path).catch((error) => {
    if (force || errorCode(error) === "EISDIR") return "";
    throw unreadable(path, error);
  });
  if (text === undefined) return new Map();
  try {
    return parseManifest(text, path).files;
  } catch (error) {
    if (force && error instanceof Failure) return new Map();
    throw error;
  }
}

function unreadable(path: string, error: unknown): Failure {
  return new Failure("permission-denied", `${path} cannot be read: ${whyNot(errorCode(error))}.`, {
    hint: "It tells which files are hlsctl's: make it readable, or name another folder.",
    cause: error,
  });
}

/** Throws when something is in the way. Obstacles are not moved, whatever is asked. */
function refuse(folder: string, plan: FolderPlan, { force }: EjectOptions): void {
  const { edited, foreign } = plan;
  const obstacles = [...new Set(plan.obstacles.map(({ what }) => what))];
  const isBlocked = obstacles.length > 0 || (!force && edited.length + foreign.length > 0);
  if (!isBlocked) return;
  const parts = [
    ...(edited.length > 0 ? [`edited since hlsctl wrote it: ${edited.join(", ")}`] : []),
    ...(foreign.length > 0 ? [`not written by hlsctl: ${someOf(foreign)}`] : []),
    ...(obstacles.length > 0 ? [`in the way: ${obstacles.join(", ")}`] : []),
  ];
  const hint =
    obstacles.length > 0 ? "Move that away, or" : "Overwrite with --force what you can do without, or";
  throw new Failure("folder-edited", `${folder} has files that would be overwritten; ${parts.join("; ")}.`, {
    hint: `${hint} name another folder.`,
    details: { folder, edited, foreign, obstacles },
  });
}

/** A folder that is another project's has dozens; all are in the details. */
const TOLD = 12;

function someOf(paths: readonly string[]): string {
  const more = paths.length - TOLD;
  return paths.slice(0, TOLD).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** Before anything is written: a folder in it may be closed where the others are open. */
async function checkWritable(host: Host, folder: string, plan: FolderPlan): Promise<void> {
  const { create, update, remove, edited, foreign } = plan;
  const changed = [...create, ...update, ...remove, ...edited, ...foreign];
  for (const path of new Set(changed.map((one) => dirname(join(folder, one))))) {
    if ((await host.fs.info(path)) === undefined) continue;
    const code = await host.fs.probeWritable(path);
    if (code !== undefined) throw unwritable(path, code);
  }
}
