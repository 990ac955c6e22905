import { dlopen, FFIType, type Pointer, read } from "bun:ffi";
import { closeSync, fstatSync, openSync, statSync, unlinkSync } from "node:fs";
import type { HostNative } from "./host.ts";

const LOCK_EXCLUSIVE_NOW = 2 | 4;
/** WNOHANG, on Linux and macOS. */
const DO_NOT_WAIT = 1;

const CALLS = {
  ioctl: { args: [FFIType.i32, FFIType.u64, FFIType.u64], returns: FFIType.i32 },
  flock: { args: [FFIType.i32, FFIType.i32], returns: FFIType.i32 },
  waitpid: { args: [FFIType.i32, FFIType.ptr, FFIType.i32], returns: FFIType.i32 },
  getrlimit: { args: [FFIType.i32, FFIType.ptr], returns: FFIType.i32 },
} as const;

const ERRNO_ADDRESS = { args: [], returns: FFIType.ptr } as const;

interface Libc {
  ioctl(fd: number, request: number, argument: number): number;
  flock(fd: number, operation: number): number;
  waitpid(pid: number, status: null, options: number): number;
  getrlimit(resource: number, limits: BigUint64Array): number;
  errnoAddress(): Pointer | bigint | null;
}

let loaded: Libc | undefined;

/** glibc, musl and macOS each name their C library differently, and macOS the place of errno too. */
function libc(): Libc {
  loaded ??= process.platform === "darwin" ? openDarwin() : openLinux();
  return loaded;
}

function openDarwin(): Libc {
  const { __error, ...calls } = dlopen("libSystem.B.dylib", { ...CALLS, __error: ERRNO_ADDRESS }).symbols;
  return { ...calls, errnoAddress: __error };
}

function openLinux(): Libc {
  const names = ["libc.so.6", "libc.musl-x86_64.so.1", "libc.musl-aarch64.so.1"];
  for (const name of names) {
    try {
      const { __errno_location, ...calls } = dlopen(name, {
        ...CALLS,
        __errno_location: ERRNO_ADDRESS,
      }).symbols;
      return { ...calls, errnoAddress: __errno_location };
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
  errno() {
    const address = libc().errnoAddress();
    return address === null ? 0 : read.i32(address, 0);
  },
  openFilesLimit,
  reapGroup(pid) {
    while (libc().waitpid(-pid, null, DO_NOT_WAIT) > 0);
  },
  lockFile(path) {
    for (;;) {
      const fd = openSync(path, "a", 0o600);
      if (libc().flock(fd, LOCK_EXCLUSIVE_NOW) !== 0) {
        closeSync(fd);
        return undefined;
      }
      if (isFileAt(fd, path)) return { release: () => releaseLock(fd, path) };
      closeSync(fd);
    }
  },
};

const RLIMIT_NOFILE = process.platform === "darwin" ? 8 : 7;

const MOST_DESCRIPTORS = 2 ** 31 - 1;

/** Bun raises the soft limit to the hard one when it starts. */
function openFilesLimit(): number {
  const limits = new BigUint64Array(2);
  if (libc().getrlimit(RLIMIT_NOFILE, limits) !== 0) throw new Error("getrlimit(RLIMIT_NOFILE) failed");
  const [soft = 0n] = limits;
  return soft > BigInt(MOST_DESCRIPTORS) ? MOST_DESCRIPTORS : Number(soft);
}

/** A holder removes its file when it lets go, so a lock won on a file that is no longer there is worth nothing. */
function isFileAt(fd: number, path: string): boolean {
  try {
    return fstatSync(fd).ino === statSync(path).ino;
  } catch {
    return false;
  }
}

function releaseLock(fd: number, path: string): void {
  try {
    unlinkSync(path);
  } finally {
    closeSync(fd);
  }
}

/** The system's name for an error, e.g. `EACCES`; `EUNKNOWN` when it has none. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "EUNKNOWN";
}
