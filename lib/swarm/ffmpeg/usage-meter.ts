import type { Host } from "../../host/host.ts";
import type { Clock } from "../../viewer/viewer-shape.ts";
import { type ProcessUsage, probeUsage } from "./process-usage.ts";

const PERIOD_MS = 1000;

/** Looks once a second at what child processes take. */
export class UsageMeter {
  readonly #seen = new Map<number, ProcessUsage | null>();
  #cpuMs = 0;
  #timer: { cancel(): void } | null = null;

  constructor(
    private readonly host: Host,
    private readonly clock: Clock,
  ) {}

  add(pid: number): void {
    this.#seen.set(pid, null);
    this.#timer ??= this.#plan();
  }

  /** It has ended; `cpuMs` is of its whole life. */
  remove(pid: number, cpuMs: number): void {
    this.#cpuMs += Math.max(0, cpuMs - (this.#seen.get(pid)?.cpuMs ?? 0));
    this.#seen.delete(pid);
  }

  /** Processor time since the last call, and memory now: everyone's own and what they share once. */
  take(): { cpuMs: number; rssBytes: number } {
    const cpuMs = this.#cpuMs;
    this.#cpuMs = 0;
    let own = 0;
    let shared = 0;
    for (const usage of this.#seen.values()) {
      own += usage?.privateBytes ?? 0;
      shared = Math.max(shared, usage?.sharedBytes ?? 0);
    }
    return { cpuMs, rssBytes: own + shared };
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #plan(): { cancel(): void } {
    return this.clock.at(this.clock.nowMs() + PERIOD_MS, () => void this.#look());
  }

  async #look(): Promise<void> {
    const usages = await probeUsage(this.host, [...this.#seen.keys()]);
    for (const [pid, usage] of usages) {
      const before = this.#seen.get(pid);
      if (before === undefined) continue;
      this.#cpuMs += Math.max(0, usage.cpuMs - (before?.cpuMs ?? 0));
      this.#seen.set(pid, usage);
    }
    if (this.#timer) this.#timer = this.#plan();
  }
}
