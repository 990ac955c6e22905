import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { type FlakeContent, flakeFiles } from "../nix/flake-files.ts";
import {
  type FolderPlan,
  MANIFEST_PATH,
  type Manifest,
  parseManifest,
  planFolder,
  renderManifest,
  type Standing,
  type WantedFile,
} from "../nix/manifest.ts";
import { README_PATH, renderReadme } from "../nix/readme.ts";
import { checkFolder } from "./eject-folder.ts";
import { unwritable, writeFailure } from "./write-failure.ts";
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
 * for a folder that cannot be one, `Failure("directory-unwritable")`, `Failure("disk-full")`.
 */
export async function ejectFlake(
  host: Host,
  content: FlakeContent,
  name: string,
  options: EjectOptions,
): Promise<Ejected> {
  const folder = await checkFolder(host, name);
  const texts = new Map(flakeFiles(content).map(({ path, text }) => [path, text]));
  texts.set(README_PATH, renderReadme(content));
  const wanted = [...texts].map(([path, text]) => wantedFile(path, text));
  const before = await readManifest(host, folder, options);
  const standing = await lookAt(host, folder, [...wanted.map(({ path }) => path), ...before.keys()]);
  const plan = planFolder(wanted, before, standing);
  refuse(folder, plan, options);
  await checkWritable(host, folder, plan);
  if (!options.dryRun) {
    const hashes = new Map(wanted.map(({ path, hash }) => [path, hash]));
    await apply(host, folder, { plan, texts, hashes, before, version: content.version });
  }
  return { folder, plan };
}

function wantedFile(path: string, text: string): WantedFile {
  return { path, hash: hashText(text), isOptional: path === README_PATH };
}

async function readManifest(host: Host, folder: string, { force }: EjectOptions): Promise<Manifest["files"]> {
  const path = join(folder, MANIFEST_PATH);
  const text = await host.fs.readText(path).catch(() => "");
  if (text === undefined) return new Map();
  try {
    return parseManifest(text, path).files;
  } catch (error) {
    if (force && error instanceof Failure) return new Map();
    throw error;
  }
}

async function lookAt(
  host: Host,
  folder: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path, await standingAt(host, folder, path.split("/"))] as const),
    ),
  );
}

/** Links are not followed: behind them lies somebody else's folder. */
async function standingAt(
  host: Host,
  folder: string,
  parts: readonly string[],
  depth = 1,
): Promise<Standing> {
  const path = join(folder, ...parts.slice(0, depth));
  const isLeaf = depth === parts.length;
  const link = await host.fs.readLink(path).catch(() => undefined);
  if (link !== undefined) return isLeaf ? { kind: "file", hash: "link" } : obstacle(parts, depth, "a link");
  const info = await host.fs.info(path);
  if (!info) return { kind: "nothing" };
  if (isLeaf && info.kind === "file")
    return { kind: "file", hash: hashText((await host.fs.readText(path)) ?? "") };
  if (isLeaf) return obstacle(parts, depth, info.kind === "directory" ? "a folder" : "no file");
  if (info.kind !== "directory") return obstacle(parts, depth, "no folder");
  return standingAt(host, folder, parts, depth + 1);
}

function obstacle(parts: readonly string[], depth: number, is: string): Standing {
  return { kind: "obstacle", what: `${parts.slice(0, depth).join("/")} is ${is}` };
}

/** Throws when something is in the way. Obstacles are not moved, whatever is asked. */
function refuse(folder: string, plan: FolderPlan, { force }: EjectOptions): void {
  const { edited, foreign } = plan;
  const obstacles = [...new Set(plan.obstacles.map(({ what }) => what))];
  const isBlocked = obstacles.length > 0 || (!force && edited.length + foreign.length > 0);
  if (!isBlocked) return;
  const parts = [
    ...(edited.length > 0 ? [`edited since hlsctl wrote it: ${edited.join(", ")}`] : []),
    ...(foreign.length > 0 ? [`not written by hlsctl: ${foreign.join(", ")}`] : []),
    ...(obstacles.length > 0 ? [`in the way: ${obstacles.join(", ")}`] : []),
  ];
  const hint =
    obstacles.length > 0 ? "Move that away, or" : "Overwrite with --force what you can do without, or";
  throw new Failure("folder-edited", `${folder} has files that would be overwritten; ${parts.join("; ")}.`, {
    hint: `${hint} name another folder.`,
    details: { folder, edited, foreign, obstacles },
  });
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

interface Work {
  plan: FolderPlan;
  texts: ReadonlyMap<string, string>;
  hashes: ReadonlyMap<string, string>;
  before: Manifest["files"];
  version: string;
}

/**
 * All files are written aside first, which is where a disk fills; then each takes its place by a rename. The manifest tells
 * what was reached, even when something broke in between.
 */
async function apply(host: Host, folder: string, work: Work): Promise<void> {
  const { plan, texts, hashes, before, version } = work;
  const paths = [...plan.create, ...plan.update, ...plan.edited, ...plan.foreign];
  const written = new Map([...before].filter(([path]) => !plan.kept.includes(path)));
  for (const path of plan.same) written.set(path, hashes.get(path) ?? "");
  const aside = join(folder, `.hlsctl-new-${randomUUID()}`);
  try {
    await host.fs.makeDirectory(aside, 0o755);
    for (const [index, path] of paths.entries()) {
      await host.fs.writeText(join(aside, String(index)), texts.get(path) ?? "", 0o644);
    }
    try {
      for (const [index, path] of paths.entries()) {
        await host.fs.makeDirectory(dirname(join(folder, path)), 0o755);
        await host.fs.rename(join(aside, String(index)), join(folder, path));
        written.set(path, hashes.get(path) ?? "");
      }
      for (const path of plan.remove) {
        await removeFile(host, folder, path);
        written.delete(path);
      }
    } finally {
      await writeManifest(host, folder, { version, files: written });
    }
  } catch (error) {
    throw writeFailure(error, folder);
  } finally {
    await host.fs.remove(aside).catch(() => {});
  }
}

/** And the folders that it leaves empty. */
async function removeFile(host: Host, folder: string, path: string): Promise<void> {
  await host.fs.remove(join(folder, path));
  for (let above = dirname(path); above !== "."; above = dirname(above)) {
    await host.fs.removeEmpty(join(folder, above));
  }
}

/** Left alone when it says the same, so that a second write changes nothing. */
async function writeManifest(host: Host, folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, MANIFEST_PATH);
  const text = renderManifest(manifest);
  if ((await host.fs.readText(path).catch(() => undefined)) !== text)
    await host.fs.writeText(path, text, 0o644);
}
