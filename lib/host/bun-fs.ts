import { accessSync, constants, type Stats } from "node:fs";
import {
  appendFile,
  chmod,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  statfs,
  unlink,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import type { FileInfo, HostFs } from "./host.ts";
import { errorCode } from "./native.ts";

export const bunFs: HostFs = {
  readText: (path) => absentIsUndefined(readFile(path, "utf8")),
  readBytes: (path) => absentIsUndefined(readFile(path)),
  mapBytes: (path) => Bun.mmap(path),
  writeText: (path, text, mode = 0o644) => replaceFile(path, text, mode),
  writeBytes: (path, bytes, mode = 0o644) => replaceFile(path, bytes, mode),
  appendText: (path, text, mode = 0o600) => appendFile(path, text, { mode }),
  async readFrom(path, offset, limit) {
    const file = await absentIsUndefined(open(path, "r"));
    if (!file) return undefined;
    try {
      const { buffer, bytesRead } = await file.read(new Uint8Array(limit), 0, limit, offset);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  },
  async info(path) {
    const found = await absentIsUndefined(stat(path));
    return found && describe(found);
  },
  async list(path) {
    return (await absentIsUndefined(readdir(path))) ?? [];
  },
  makeDirectory: (path, mode = 0o755) => mkdir(path, { recursive: true, mode }),
  async removeEmpty(path) {
    try {
      await rmdir(path);
    } catch (error) {
      if (!["ENOTEMPTY", "EEXIST", "ENOENT", "EBUSY"].includes(errorCode(error))) throw error;
    }
  },
  remove: (path) => rm(path, { recursive: true, force: true }),
  rename,
  async freeBytes(path) {
    const { bavail, bsize } = await statfs(await nearestExisting(path));
    return bavail * bsize;
  },
  probeWritable,
  readLink: (path) => absentIsUndefined(readlink(path)),
  realPath: (path) => realpath(path).catch(() => undefined),
};

let temporaryNumber = 0;

/** A name no other call, and no other process, uses at the same time. */
function temporaryPath(directory: string): string {
  temporaryNumber += 1;
  return join(directory, `.hlsctl-${process.pid}-${temporaryNumber}.tmp`);
}

async function replaceFile(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  const temporary = temporaryPath(dirname(path));
  try {
    const file = await open(temporary, "wx", mode);
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    await chmod(temporary, mode);
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
}

async function probeWritable(directory: string): Promise<string | undefined> {
  const trial = temporaryPath(directory);
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
    const file = await open(trial, "wx", 0o600);
    await file.close();
    await unlink(trial);
    return undefined;
  } catch (error) {
    return errorCode(error);
  }
}

async function nearestExisting(path: string): Promise<string> {
  let current = path;
  while (!(await bunFs.info(current)) && dirname(current) !== current) current = dirname(current);
  return current;
}

async function absentIsUndefined<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error))) return undefined;
    throw error;
  }
}

function describe(stats: Stats): FileInfo {
  const kind = stats.isFile()
    ? "file"
    : stats.isDirectory()
      ? "directory"
      : stats.isSocket()
        ? "socket"
        : "other";
  const { size, mtimeMs, uid, gid, mode } = stats;
  return { kind, sizeBytes: size, modifiedMs: mtimeMs, uid, gid, mode: mode & 0o777 };
}
