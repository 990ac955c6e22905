import { drainMicrotasks } from "bun:jsc";
import { AddressBook } from "./address-book.ts";
import { loopDescriptors } from "./bun-loop.ts";
import { BunWire, type WireOwner } from "./bun-wire.ts";
import { EpollWire } from "./epoll-wire.ts";
import type { Libc } from "./libc.ts";
import { EPOLLIN } from "./linux.ts";
import { LoopClock } from "./loop-clock.ts";
import type { Endpoint, Reactor, Timer, Wire, WireHandler } from "./reactor.ts";
import { Sockets } from "./sockets.ts";

/** So often Bun's own loop gets its turn anyway, because its timers are not seen from outside. */
const YIELD_EVERY_MS = 20;
/** Where its loop cannot be watched: so often while something of ours waits there (names being looked up, TLS). */
const YIELD_SOON_MS = 1;

/**
 * A reactor on epoll: plain TCP past Bun, so that bodies which nobody looks at are dropped in the kernel. TLS is done by Bun's
 * sockets here too.
 */
export class EpollReactor implements Reactor, WireOwner {
  readonly name = "epoll";
  readonly #clock = new LoopClock();
  readonly #addresses = new AddressBook(() => this.#clock.nowMs());
  readonly #sockets: Sockets;
  readonly #secure = new Set<BunWire>();
  #soon: (() => void)[] = [];
  #running: Promise<void> | null = null;
  #isOver = false;
  #failure: { error: unknown } | null = null;
  readonly #isBunWatched: boolean;
  #isBunReady = false;

  constructor(libc: Libc) {
    this.#sockets = new Sockets(libc, (run) => void this.#soon.push(run));
    const ready = () => this.#bunIsReady();
    const watched = loopDescriptors().filter((fd) => this.#sockets.epoll.add({ fd, ready }, EPOLLIN) === 0);
    this.#isBunWatched = watched.length > 0;
  }

  get epochMs(): number {
    return this.#clock.epochMs;
  }

  nowMs(): number {
    return this.#clock.nowMs();
  }

  at(dueMs: number, run: () => void): Timer {
    return this.#clock.at(dueMs, run);
  }

  connect(endpoint: Endpoint, handler: WireHandler): Wire {
    const wire = endpoint.tls ? this.#secureWire(endpoint, handler) : this.#plainWire(endpoint, handler);
    this.#addresses.find(endpoint.address ?? endpoint.hostname, (found) => wire.resolved(found));
    return wire;
  }

  /** Rejects with the first error that a timer or a handler threw. */
  run(): Promise<void> {
    this.#running ??= this.#drive();
    return this.#running;
  }

  stop(): void {
    this.#isOver = true;
  }

  takeLags(): readonly number[] {
    return this.#clock.takeLags();
  }

  fail(error: unknown): void {
    this.#failure ??= { error };
    this.stop();
  }

  forget(wire: BunWire): void {
    this.#secure.delete(wire);
  }

  #plainWire(endpoint: Endpoint, handler: WireHandler): EpollWire {
    return new EpollWire(this.#sockets, endpoint, handler);
  }

  #secureWire(endpoint: Endpoint, handler: WireHandler): BunWire {
    const wire = new BunWire(this, endpoint, handler);
    this.#secure.add(wire);
    return wire;
  }

  async #drive(): Promise<void> {
    this.#clock.startHeartbeat();
    try {
      while (!this.#isOver) {
        await turnOfBun();
        this.#turns();
      }
    } finally {
      this.#close();
    }
    if (this.#failure) throw this.#failure.error;
  }

  /** Waits in epoll, which blocks this thread, until it is Bun's turn. */
  #turns(): void {
    let nowMs = this.nowMs();
    const untilMs = nowMs + this.#patienceMs();
    this.#isBunReady = false;
    while (nowMs < untilMs && !this.#isBunReady && !this.#isOver) {
      this.#runSoon();
      const idleMs = this.#soon.length > 0 ? 0 : Math.min(this.#clock.nextDueMs, untilMs) - nowMs;
      // A signal interrupts the wait; its handler is in Bun's loop.
      if (!this.#sockets.epoll.wait(Math.max(0, Math.ceil(idleMs)))) return;
      this.#clock.runDue();
      // Otherwise promises that were settled here would wait for Bun's turn.
      drainMicrotasks();
      nowMs = this.nowMs();
    }
  }

  #bunIsReady(): void {
    this.#isBunReady = true;
  }

  #patienceMs(): number {
    const isBunWaiting = this.#addresses.pending > 0 || this.#secure.size > 0;
    return isBunWaiting && !this.#isBunWatched ? YIELD_SOON_MS : YIELD_EVERY_MS;
  }

  #runSoon(): void {
    const now = this.#soon;
    if (now.length === 0) return;
    this.#soon = [];
    for (const run of now) run();
  }

  #close(): void {
    this.#isOver = true;
    for (const wire of this.#secure) wire.close();
    this.#sockets.closeAll();
  }
}

function turnOfBun(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
