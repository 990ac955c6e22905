import { LagSamples } from "./lag-samples.ts";
import type { Timer } from "./reactor.ts";
import { TimerQueue } from "./timer-queue.ts";

/** So often a timer of the loop's own runs, so that its lag is known when nothing else is due. */
const HEARTBEAT_MS = 20;
/** Timers run in a row before connections get their turn. */
const TIMERS_A_TURN = 256;

/** Time, timers and their lag: what both reactors have in common. */
export class LoopClock {
  readonly epochMs = Date.now() - performance.now();
  readonly #timers = new TimerQueue();
  readonly #lags = new LagSamples();
  readonly #beat = () => void this.#timers.add(this.nowMs() + HEARTBEAT_MS, this.#beat);
  #isBeating = false;

  nowMs(): number {
    return performance.now();
  }

  get nextDueMs(): number {
    return this.#timers.nextDueMs;
  }

  at(dueMs: number, run: () => void): Timer {
    return this.#timers.add(dueMs, run);
  }

  takeLags(): readonly number[] {
    return this.#lags.take();
  }

  /** From now on there is always a timer within the next 20 ms. */
  startHeartbeat(): void {
    if (this.#isBeating) return;
    this.#isBeating = true;
    this.#beat();
  }

  /** Runs what is due, at most one turn of it. */
  runDue(): void {
    for (let i = 0; i < TIMERS_A_TURN; i += 1) {
      const now = this.nowMs();
      const timer = this.#timers.takeDue(now);
      if (!timer) return;
      this.#lags.add(now - timer.dueMs);
      timer.run();
    }
  }
}
