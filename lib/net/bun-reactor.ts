import { AddressBook } from "./address-book.ts";
import { BunWire, type WireOwner } from "./bun-wire.ts";
import { LoopClock } from "./loop-clock.ts";
import type { Endpoint, Reactor, Timer, Wire, WireHandler } from "./reactor.ts";

/** A reactor on Bun's own sockets: every platform, plain and TLS. */
export class BunReactor implements Reactor, WireOwner {
  readonly name = "bun";
  readonly #clock = new LoopClock();
  readonly #addresses = new AddressBook(() => this.#clock.nowMs());
  readonly #wires = new Set<BunWire>();
  readonly #end = Promise.withResolvers<void>();
  #alarm: ReturnType<typeof setTimeout> | null = null;
  #alarmMs = Number.POSITIVE_INFINITY;
  #isRunning = false;
  #isOver = false;

  get epochMs(): number {
    return this.#clock.epochMs;
  }

  nowMs(): number {
    return this.#clock.nowMs();
  }

  at(dueMs: number, run: () => void): Timer {
    const timer = this.#clock.at(dueMs, run);
    if (this.#isRunning && dueMs < this.#alarmMs) this.#setAlarm();
    return timer;
  }

  connect(endpoint: Endpoint, handler: WireHandler): Wire {
    const wire = new BunWire(this, endpoint, handler);
    this.#wires.add(wire);
    this.#addresses.find(endpoint.address ?? endpoint.hostname, (found) => wire.resolved(found));
    return wire;
  }

  /** Rejects with the first error that a timer or a handler threw. */
  run(): Promise<void> {
    if (this.#isRunning || this.#isOver) return this.#end.promise;
    this.#isRunning = true;
    this.#clock.startHeartbeat();
    this.#setAlarm();
    return this.#end.promise;
  }

  stop(): void {
    this.#close();
    this.#end.resolve();
  }

  takeLags(): readonly number[] {
    return this.#clock.takeLags();
  }

  fail(error: unknown): void {
    this.#close();
    this.#end.reject(error);
  }

  forget(wire: BunWire): void {
    this.#wires.delete(wire);
  }

  #close(): void {
    this.#isRunning = false;
    this.#isOver = true;
    if (this.#alarm) clearTimeout(this.#alarm);
    for (const wire of this.#wires) wire.close();
  }

  #setAlarm(): void {
    if (this.#alarm) clearTimeout(this.#alarm);
    this.#alarmMs = this.#clock.nextDueMs;
    // Rounded up, because a timeout cuts fractions off and would come too early.
    const delayMs = Math.max(0, Math.ceil(this.#alarmMs - this.#clock.nowMs()));
    this.#alarm = setTimeout(() => this.#ring(), delayMs);
  }

  #ring(): void {
    try {
      this.#clock.runDue();
      if (this.#isRunning) this.#setAlarm();
    } catch (error) {
      this.fail(error);
    }
  }
}
