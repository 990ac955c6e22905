import { Failure } from "../errors.ts";
import { BunReactor } from "./bun-reactor.ts";
import { EpollReactor } from "./epoll-reactor.ts";
import { openLibc } from "./libc.ts";
import type { Reactor } from "./reactor.ts";

/** `auto` takes epoll where the system has it. Throws a `Failure` when epoll is asked for and cannot be had. */
export function openReactor(kind: "auto" | "bun" | "epoll"): Reactor {
  if (kind === "bun") return new BunReactor();
  const libc = openLibc();
  if (libc) return new EpollReactor(libc);
  if (kind === "auto") return new BunReactor();
  throw new Failure("host-unsupported", "epoll is a part of Linux, and used on x64 and arm64 only.", {
    hint: "Take Bun's own sockets: --set net=bun",
  });
}
