import { join, relative, sep } from "node:path";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { errorCode } from "../host/native.ts";
import { listInstances } from "./instance-store.ts";

const WHY: Record<string, string> = {
  EACCES: "you may not write there",
  EPERM: "you may not write there",
  EROFS: "the file system is read-only",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "a file has that name",
  ENOENT: "it is not there",
};

/** Makes a folder; returns those that had to be made, the outermost first. */
export async function makeFolder(host: Host, path: string, mode: number): Promise<string[]> {
  try {
    const topmost = await host.fs.makeDirectory(path, mode);
    return topmost === undefined ? [] : pathsBetween(topmost, path);
  } catch (error) {
    throw unwritable(path, errorCode(error), error);
  }
}

function pathsBetween(topmost: string, path: string): string[] {
  const below = relative(topmost, path).split(sep).filter(Boolean);
  return [topmost, ...below.map((_, i) => join(topmost, ...below.slice(0, i + 1)))];
}

/** An origin shows and in the end removes what is in its media folder, so it takes none that others use. */
export async function requireEmpty(host: Host, path: string): Promise<void> {
  const user = (await listInstances(host)).find(
    ({ record, state }) => state === "running" && isNested(record.spec.hlsDir, path),
  );
  const found = (await host.fs.list(path)).filter((name) => !name.startsWith(".") && name !== "lost+found");
  if (!user && found.length === 0) return;
  const holds = user ? `your instance "${user.record.spec.name}" writes there` : `it holds ${some(found)}`;
  throw new Failure("folder-in-use", `The media cannot go to ${path}: ${holds}.`, {
    hint: "Choose a new or empty folder: --set server.hlsDir=DIR, or leave it out.",
  });
}

/** One is the other, or inside it. */
function isNested(folder: string | null, other: string): boolean {
  if (folder === null) return false;
  return folder === other || folder.startsWith(`${other}/`) || other.startsWith(`${folder}/`);
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

/** Makes sure that files can be made in a folder and that there is room for them. */
export async function checkFolder(host: Host, path: string, neededMB: number): Promise<void> {
  const problem = await host.fs.probeWritable(path);
  if (problem === "ENOSPC") throw full(path, 0, neededMB);
  if (problem !== undefined) throw unwritable(path, problem);
  const freeMB = Math.floor((await host.fs.freeBytes(path)) / (1024 * 1024));
  if (freeMB < neededMB) throw full(path, freeMB, neededMB);
}

function unwritable(path: string, code: string, cause?: unknown): Failure {
  return new Failure("directory-unwritable", `Nothing can be written to ${path}: ${WHY[code] ?? code}.`, {
    hint: "Choose a folder of your own: --set server.hlsDir=DIR, or leave it out.\nOr write none: --source embedded --server embedded",
    cause,
  });
}

function full(path: string, freeMB: number, neededMB: number): Failure {
  return new Failure("disk-full", `${path} has ${freeMB} MB of room; this stream needs ${neededMB} MB.`, {
    hint: "Free some space, choose another folder (--set server.hlsDir=DIR), or write none: --source embedded --server embedded",
  });
}
