import type { Cancellable } from "./desk.ts";
import type { Clock } from "./viewer-shape.ts";

/** Something that brings its accounts up to date. */
export interface Settling {
  settle(nowMs: number): void;
}

const SLOTS = 20;
const PERIOD_MS = 1000;

/**
 * Has everybody settle once a second: one timer for all, and a twentieth of them at a time, so that ten thousand cost neither a
 * timer each nor a hitch of the loop.
 */
export class Ticker {
  private readonly slots = Array.from({ length: SLOTS }, () => new Set<Settling>());
  private size = 0;
  private entered = 0;
  private current = 0;
  private timer: Cancellable | null = null;

  constructor(private readonly clock: Clock) {}

  /** Returns what takes it out again. */
  add(member: Settling): Cancellable {
    const slot = this.slots[this.entered++ % SLOTS]!;
    slot.add(member);
    this.size++;
    this.timer ??= this.plan(this.clock.nowMs() + PERIOD_MS / SLOTS);
    return { cancel: () => this.remove(slot, member) };
  }

  private remove(slot: Set<Settling>, member: Settling): void {
    if (!slot.delete(member)) return;
    this.size--;
    if (this.size > 0) return;
    this.timer?.cancel();
    this.timer = null;
  }

  private plan(dueMs: number): Cancellable {
    return this.clock.at(dueMs, () => {
      const nowMs = this.clock.nowMs();
      this.timer = this.plan(Math.max(dueMs, nowMs - PERIOD_MS) + PERIOD_MS / SLOTS);
      this.current = (this.current + 1) % SLOTS;
      for (const member of this.slots[this.current]!) member.settle(nowMs);
    });
  }
}
