import { dirname, join } from "node:path";
import type { Host } from "../host/host.ts";
import { type FolderPlan, MANIFEST_PATH, type Manifest, renderManifest } from "../nix/manifest.ts";
import { nameAside } from "./aside.ts";
import { writeFailure } from "./write-failure.ts";
import { hashText } from "./write-flake.ts";

export interface PutWork {
  plan: FolderPlan;
  /** By path, of every file that is wanted. */
  texts: ReadonlyMap<string, string>;
  before: Manifest["files"];
  /** Of the hlsctl that writes. */
  version: string;
}

/**
 * Carries a plan out, what is in the way included. All files are written aside first, which is where a disk fills; then each
 * takes its place by a rename. The manifest tells how far that came, even when something broke in between.
 */
export async function putFiles(host: Host, folder: string, work: PutWork): Promise<void> {
  const { create, update, edited, foreign } = work.plan;
  const paths = [...create, ...update, ...edited, ...foreign];
  try {
    await host.fs.makeDirectory(folder, 0o755);
    const aside = await nameAside(host, folder);
    try {
      await writeAside(host, aside, paths, work);
      await replace(host, folder, aside, paths, work);
    } finally {
      await host.fs.remove(aside).catch(() => {});
    }
  } catch (error) {
    throw writeFailure(error, folder);
  }
}

/** Each under its number. */
async function writeAside(
  host: Host,
  aside: string,
  paths: readonly string[],
  { texts }: PutWork,
): Promise<void> {
  await host.fs.makeDirectory(aside, 0o755);
  for (const [index, path] of paths.entries()) {
    await host.fs.writeText(join(aside, String(index)), texts.get(path) ?? "", 0o644);
  }
}

async function replace(
  host: Host,
  folder: string,
  aside: string,
  paths: readonly string[],
  work: PutWork,
): Promise<void> {
  const { plan, texts, before, version } = work;
  const files = new Map([...before].filter(([path]) => !plan.kept.includes(path)));
  const note = (path: string) => files.set(path, hashText(texts.get(path) ?? ""));
  for (const path of plan.same) note(path);
  try {
    for (const [index, path] of paths.entries()) {
      await host.fs.makeDirectory(dirname(join(folder, path)), 0o755);
      await host.fs.rename(join(aside, String(index)), join(folder, path));
      note(path);
    }
    for (const path of plan.remove) {
      await removeFile(host, folder, path);
      files.delete(path);
    }
  } finally {
    await writeManifest(host, folder, { version, files });
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
