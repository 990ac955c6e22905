import { dlopen, FFIType } from "bun:ffi";
import { closeSync, openSync } from "node:fs";
import type { HostNative } from "./host.ts";

const LOCK_EXCLUSIVE_NOW = 2 | 4;

const SYMBOLS = {
  ioctl: { args: [FFIType.i32, FFIType.u64, FFIType.u64], returns: FFIType.i32 },
  flock: { args: [FFIType.i32, FFIType.i32], returns: FFIType.i32 },
} as const;

interface Libc {
  ioctl(fd: number, request: number, argument: number): number;
  flock(fd: number, operation: number): number;
}

let loaded: Libc | undefined;

/** glibc, musl and macOS each name their C library differently. */
function libc(): Libc {
  if (loaded) return loaded;
  const names =
    process.platform === "darwin"
      ? ["libSystem.B.dylib"]
      : ["libc.so.6", "libc.musl-x86_64.so.1", "libc.musl-aarch64.so.1"];
  for (const name of names) {
    try {
      loaded = dlopen(name, SYMBOLS).symbols;
      return loaded;
    } catch {}
  }
  throw new Error(`no C library found under the names ${names.join(", ")}`);
}

export const bunNative: HostNative = {
  openReadWrite(path) {
    try {
      return { fd: openSync(path, "r+") };
    } catch (error) {
      return { error: errorCode(error) };
    }
  },
  close: (fd) => closeSync(fd),
  ioctl: (fd, request, argument) => libc().ioctl(fd, request, argument),
  lockFile(path) {
    const fd = openSync(path, "a", 0o600);
    if (libc().flock(fd, LOCK_EXCLUSIVE_NOW) === 0) return { release: () => closeSync(fd) };
    closeSync(fd);
    return undefined;
  },
};

/** The system's name for an error, e.g. `EACCES`; `EUNKNOWN` when it has none. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "EUNKNOWN";
}
