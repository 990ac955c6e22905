import { Histogram } from "./histogram.ts";
import type { MeasurementsData } from "./measurements.ts";

type GeneratorData = MeasurementsData["generator"];

const US_PER_MS = 1000;

/** How the generator itself fared. */
export class GeneratorStats {
  /** How late timers ran. */
  readonly lag = new Histogram();
  /** How late viewers were started. */
  readonly scheduleDelay = new Histogram();
  #cpuUs = 0;

  /** Processor time. */
  get cpuMs(): number {
    return this.#cpuUs / US_PER_MS;
  }

  cpu(ms: number): void {
    this.#cpuUs += Math.round(ms * US_PER_MS);
  }

  add(other: GeneratorStats, sign: 1 | -1 = 1): void {
    this.lag.add(other.lag, sign);
    this.scheduleDelay.add(other.scheduleDelay, sign);
    this.#cpuUs += sign * other.#cpuUs;
  }

  addData(data: GeneratorData): void {
    this.lag.addEncoded(data.lag);
    this.scheduleDelay.addEncoded(data.scheduleDelay);
    this.cpu(data.cpuMs);
  }

  toData(): GeneratorData {
    return { lag: this.lag.encode(), scheduleDelay: this.scheduleDelay.encode(), cpuMs: this.cpuMs };
  }

  clear(): void {
    this.lag.clear();
    this.scheduleDelay.clear();
    this.#cpuUs = 0;
  }
}
