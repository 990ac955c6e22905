import type { HostClock } from "../../lib/host/host.ts";

export interface FakeClock extends HostClock {
  /** Sum of the sleeps that ran to their end. */
  readonly sleptMs: number;
  /** Moves the clock by hand; sleeps that are due end. */
  advance(ms: number): void;
}

interface Sleeper {
  dueMs: number;
  wake(): void;
}

/**
 * Virtual time. When nothing else is left to run, the clock jumps to the sleeper that is due first, so a test
 * with ten seconds of sleeps ends at once and in the order real time would give.
 */
export function fakeClock(startMs = 1_700_000_000_000): FakeClock {
  let nowMs = startMs;
  let sleptMs = 0;
  let jumpPlanned = false;
  const sleepers: Sleeper[] = [];

  function wakeDue(): void {
    sleepers.sort((a, b) => a.dueMs - b.dueMs);
    while (sleepers[0] && sleepers[0].dueMs <= nowMs) sleepers.shift()?.wake();
  }

  function planJump(): void {
    if (jumpPlanned || sleepers.length === 0) return;
    jumpPlanned = true;
    setTimeout(() => {
      jumpPlanned = false;
      const first = Math.min(...sleepers.map((sleeper) => sleeper.dueMs));
      if (Number.isFinite(first)) nowMs = Math.max(nowMs, first);
      wakeDue();
      planJump();
    }, 0);
  }

  return {
    nowMs: () => nowMs,
    get sleptMs() {
      return sleptMs;
    },
    advance(ms) {
      nowMs += ms;
      wakeDue();
    },
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const sleeper = {
          dueMs: nowMs + ms,
          wake() {
            sleptMs += ms;
            resolve();
          },
        };
        sleepers.push(sleeper);
        signal?.addEventListener(
          "abort",
          () => {
            const at = sleepers.indexOf(sleeper);
            if (at >= 0) sleepers.splice(at, 1);
            resolve();
          },
          { once: true },
        );
        planJump();
      });
    },
  };
}
