import type { Clock } from "../../../lib/viewer/viewer-shape.ts";

interface Entry {
  dueMs: number;
  order: number;
  run(): void;
}

/** Virtual time: what is due runs in its order, and nothing waits. */
export class StageClock implements Clock {
  readonly epochMs = 1_800_000_000_000;
  private now = 0;
  private count = 0;
  private entries: Entry[] = [];

  nowMs(): number {
    return this.now;
  }

  at(dueMs: number, run: () => void): { cancel(): void } {
    const entry = { dueMs: Math.max(dueMs, this.now), order: this.count++, run };
    this.entries.push(entry);
    return {
      cancel: () => {
        this.entries = this.entries.filter((other) => other !== entry);
      },
    };
  }

  /** Timers that wait. */
  get waiting(): number {
    return this.entries.length;
  }

  runUntil(endMs: number): void {
    for (;;) {
      const next = this.entries
        .filter(({ dueMs }) => dueMs <= endMs)
        .sort((a, b) => a.dueMs - b.dueMs || a.order - b.order)[0];
      if (!next) break;
      this.entries = this.entries.filter((entry) => entry !== next);
      this.now = Math.max(this.now, next.dueMs);
      next.run();
    }
    this.now = Math.max(this.now, endMs);
  }
}
