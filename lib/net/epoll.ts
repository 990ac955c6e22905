import { ptr } from "bun:ffi";
import { Failure } from "../errors.ts";
import type { Libc } from "./libc.ts";
import * as linux from "./linux.ts";

const MOST_EVENTS = 512;
/** `struct epoll_event` is packed on x64 only (sys/epoll.h); in 32-bit words. */
const EVENT_WORDS = process.arch === "x64" ? 3 : 4;
const DATA_WORD = EVENT_WORDS - 2;

const open = new Set<number>();

/** Whether a descriptor is one of these instances. */
export function isOurs(fd: number): boolean {
  return open.has(fd);
}

/** Hears of its descriptor. */
export interface EpollMember {
  readonly fd: number;
  ready(events: number): void;
}

/** An epoll instance and the objects behind its descriptors. */
export class Epoll {
  readonly #libc: Libc;
  readonly #fd: number;
  readonly #events = new Int32Array(MOST_EVENTS * EVENT_WORDS);
  readonly #eventsAt = ptr(this.#events);
  readonly #event = new Int32Array(EVENT_WORDS);
  /** By descriptor. A number goes with each, because a descriptor that is closed may be given to another at once. */
  readonly #members: (EpollMember | undefined)[] = [];
  readonly #numbers: number[] = [];
  #number = 0;

  constructor(libc: Libc) {
    this.#libc = libc;
    this.#fd = libc.epoll_create1(linux.EPOLL_CLOEXEC);
    if (this.#fd < 0) {
      throw new Failure("host-unsupported", `epoll is not to be had: ${linux.errnoName(libc.errno())}`);
    }
    open.add(this.#fd);
  }

  /** Returns an errno; 0: it is in. */
  add(member: EpollMember, events: number): number {
    this.#number = (this.#number + 1) | 0;
    this.#numbers[member.fd] = this.#number;
    const errno = this.#control(linux.EPOLL_CTL_ADD, member.fd, events);
    if (errno === 0) this.#members[member.fd] = member;
    return errno;
  }

  change(member: EpollMember, events: number): void {
    const errno = this.#control(linux.EPOLL_CTL_MOD, member.fd, events);
    if (errno !== 0) throw new Error(`epoll_ctl: ${linux.errnoName(errno)}`);
  }

  /** Before the descriptor is closed, which takes it out of the kernel's set. */
  remove(member: EpollMember): void {
    if (this.#members[member.fd] === member) this.#members[member.fd] = undefined;
  }

  /** Waits and tells members what is ready. False: a signal came. */
  wait(timeoutMs: number): boolean {
    const count = this.#libc.epoll_wait(this.#fd, this.#eventsAt, MOST_EVENTS, timeoutMs);
    if (count < 0) {
      const errno = this.#libc.errno();
      if (errno === linux.EINTR) return false;
      throw new Error(`epoll_wait: ${linux.errnoName(errno)}`);
    }
    for (let at = 0; at < count * EVENT_WORDS; at += EVENT_WORDS) {
      const fd = this.#events[at + DATA_WORD] ?? -1;
      if (this.#numbers[fd] === this.#events[at + DATA_WORD + 1]) {
        this.#members[fd]?.ready(this.#events[at] ?? 0);
      }
    }
    return true;
  }

  close(): void {
    open.delete(this.#fd);
    this.#libc.close(this.#fd);
  }

  #control(operation: number, fd: number, events: number): number {
    this.#event[0] = events;
    this.#event[DATA_WORD] = fd;
    this.#event[DATA_WORD + 1] = this.#numbers[fd] ?? 0;
    return this.#libc.epoll_ctl(this.#fd, operation, fd, this.#event) === 0 ? 0 : this.#libc.errno();
  }
}
