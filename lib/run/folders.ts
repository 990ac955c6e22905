import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { errorCode } from "../host/native.ts";

const WHY: Record<string, string> = {
  EACCES: "you may not write there",
  EPERM: "you may not write there",
  EROFS: "the file system is read-only",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "a file has that name",
  ENOENT: "it is not there",
};

/** Makes a folder; returns the topmost one that had to be made, if any. */
export async function makeFolder(host: Host, path: string, mode: number): Promise<string | undefined> {
  try {
    return await host.fs.makeDirectory(path, mode);
  } catch (error) {
    throw unwritable(path, errorCode(error), error);
  }
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
