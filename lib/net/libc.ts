import { dlopen, type Pointer, read } from "bun:ffi";

/**
 * `u64` is an address as a number or a `size_t`, `buffer` a typed array. What `recv` and `send` return fits 32 bits, as nothing here is
 * longer.
 */
const CALLS = {
  socket: { args: ["i32", "i32", "i32"], returns: "i32" },
  connect: { args: ["i32", "buffer", "u32"], returns: "i32" },
  close: { args: ["i32"], returns: "i32" },
  getsockopt: { args: ["i32", "i32", "i32", "buffer", "buffer"], returns: "i32" },
  setsockopt: { args: ["i32", "i32", "i32", "buffer", "u32"], returns: "i32" },
  recv: { args: ["i32", "u64", "u64", "i32"], returns: "i32" },
  send: { args: ["i32", "buffer", "u64", "i32"], returns: "i32" },
  epoll_create1: { args: ["i32"], returns: "i32" },
  epoll_ctl: { args: ["i32", "i32", "i32", "buffer"], returns: "i32" },
  epoll_wait: { args: ["i32", "u64", "i32", "i32"], returns: "i32" },
  inet_pton: { args: ["i32", "buffer", "buffer"], returns: "i32" },
  __errno_location: { args: [], returns: "ptr" },
} as const;

/** Calls of the C library of which a reactor is made. */
export type Libc = ReturnType<typeof load>;

/** glibc and musl name their C library differently. */
const NAMES = ["libc.so.6", "libc.musl-x86_64.so.1", "libc.musl-aarch64.so.1"];

/** Null: this is no Linux on a processor we know. */
export function openLibc(): Libc | null {
  const isKnown = process.arch === "x64" || process.arch === "arm64";
  if (process.platform !== "linux" || !isKnown) return null;
  for (const name of NAMES) {
    try {
      return load(name);
    } catch {}
  }
  return null;
}

function load(name: string) {
  const { __errno_location, ...calls } = dlopen(name, CALLS).symbols;
  const place = __errno_location();
  if (place === null) throw new Error(`${name} has no errno`);
  return { ...calls, errno: () => read.i32(place as Pointer, 0) };
}
