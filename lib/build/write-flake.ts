import { dirname, join } from "node:path";
import type { Host } from "../host/host.ts";
import { errorCode } from "../host/native.ts";
import { pathsOf } from "../host/paths.ts";
import { type FlakeContent, type FlakeFile, flakeFiles } from "../nix/flake-files.ts";
import { nameAside } from "./aside.ts";
import { MOVE_HOME, writeFailure } from "./write-failure.ts";

/** SHA-256 in hexadecimal. */
export function hashText(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("hex");
}

/** 24 hexadecimal digits that stand for the paths and texts of these files. */
export function flakeDigest(files: readonly FlakeFile[]): string {
  return hashText(JSON.stringify(files.map(({ path, text }) => [path, hashText(text)]))).slice(0, 24);
}

/** Where hlsctl keeps the flakes it writes for itself. */
function flakesFolder(host: Host): string {
  return join(pathsOf(host).cache, "flakes");
}

/** The folder of a flake in the cache, there or not. */
export function cachedFlakeFolder(host: Host, content: FlakeContent): string {
  return join(flakesFolder(host), flakeDigest(flakeFiles(content)));
}

/**
 * The flake in a folder of the cache named after its content. One that is there and whole is used as it is, a damaged one is
 * replaced. Throws `Failure("directory-unwritable")` or `Failure("disk-full")`.
 */
export async function writeCachedFlake(host: Host, content: FlakeContent): Promise<string> {
  const files = flakeFiles(content);
  const folder = join(flakesFolder(host), flakeDigest(files));
  try {
    if (!(await isWhole(host, folder, files))) await makeAnew(host, folder, files);
  } catch (error) {
    throw writeFailure(error, flakesFolder(host), MOVE_HOME);
  }
  return folder;
}

async function makeAnew(host: Host, folder: string, files: readonly FlakeFile[]): Promise<void> {
  const made = await nameAside(host, flakesFolder(host));
  try {
    await writeFiles(host, made, files);
    await putInPlace(host, made, folder, files);
    await removeOld(host);
  } finally {
    await host.fs.remove(made).catch(() => {});
  }
}

/** Whether the folder holds these files, each as it should be, and no other: Nix reads all that is there. */
async function isWhole(host: Host, folder: string, files: readonly FlakeFile[]): Promise<boolean> {
  const texts = await Promise.all(files.map(({ path }) => readOrNothing(host, join(folder, path))));
  if (!files.every(({ text }, index) => texts[index] === text)) return false;
  return (await countEntries(host, folder, new Set(files.flatMap(({ path }) => withFolders(path))))) === 0;
}

/** Entries that are not among the known ones, or are links. */
async function countEntries(
  host: Host,
  folder: string,
  known: ReadonlySet<string>,
  above = "",
): Promise<number> {
  const names = await host.fs.list(join(folder, above));
  const counts = await Promise.all(
    names.map(async (name) => {
      const path = join(above, name);
      const link = await host.fs.readLink(join(folder, path)).catch(() => undefined);
      if (!known.has(path) || link !== undefined) return 1;
      const info = await host.fs.info(join(folder, path));
      return info?.kind === "directory" ? countEntries(host, folder, known, path) : 0;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** `a/b/c` → `a`, `a/b`, `a/b/c`. */
function withFolders(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

function readOrNothing(host: Host, path: string): Promise<string | undefined> {
  return host.fs.readText(path).catch(() => undefined);
}

async function writeFiles(host: Host, folder: string, files: readonly FlakeFile[]): Promise<void> {
  const folders = new Set(files.map(({ path }) => dirname(join(folder, path))));
  for (const one of folders) await host.fs.makeDirectory(one, 0o755);
  await Promise.all(files.map(({ path, text }) => host.fs.writeText(join(folder, path), text, 0o644)));
}

/** Every version and every setting makes another flake; one that is asked for again is written again. */
const KEPT_MS = 30 * 24 * 3_600_000;

async function removeOld(host: Host): Promise<void> {
  const names = (await host.fs.list(flakesFolder(host))).filter((name) => /^[0-9a-f]{24}$/.test(name));
  for (const path of names.map((name) => join(flakesFolder(host), name))) {
    const info = await host.fs.info(path);
    if (info && host.clock.nowMs() - info.modifiedMs > KEPT_MS) await host.fs.remove(path);
  }
}

/** How often another hlsctl may come in between. */
const ATTEMPTS = 5;

/** A rename does not replace a folder with something in it: what is there is whole by now, or goes aside. */
async function putInPlace(
  host: Host,
  made: string,
  folder: string,
  files: readonly FlakeFile[],
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await host.fs.rename(made, folder);
    } catch (error) {
      if (attempt === ATTEMPTS || !isOccupied(error)) throw error;
    }
    if (await isWhole(host, folder, files)) return;
    const aside = await nameAside(host, flakesFolder(host));
    await host.fs.rename(folder, aside).catch(() => {});
    await host.fs.remove(aside);
  }
}

function isOccupied(error: unknown): boolean {
  return ["ENOTEMPTY", "EEXIST", "ENOTDIR"].includes(errorCode(error));
}
