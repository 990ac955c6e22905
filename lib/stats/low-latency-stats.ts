import { Histogram } from "./histogram.ts";
import type { MeasurementsData } from "./measurements.ts";

type LowLatencyData = MeasurementsData["lowLatency"];

/** What Low-Latency HLS adds. */
export class LowLatencyStats {
  /** Blocking reloads that were answered before there was anything new. */
  early = 0;
  /** How long blocking reloads were held. */
  readonly held = new Histogram();
  /** How much later than the promptest of their playlist parts were complete, by the media's clock. */
  readonly partLateness = new Histogram();

  get isEmpty(): boolean {
    return this.early === 0 && this.held.count === 0 && this.partLateness.count === 0;
  }

  reload(heldMs: number, isEarly: boolean): void {
    this.held.record(heldMs);
    if (isEarly) this.early += 1;
  }

  add(other: LowLatencyStats, sign: 1 | -1 = 1): void {
    this.early += sign * other.early;
    this.held.add(other.held, sign);
    this.partLateness.add(other.partLateness, sign);
  }

  addData(data: LowLatencyData): void {
    this.early += data.early;
    this.held.addEncoded(data.held);
    this.partLateness.addEncoded(data.partLateness);
  }

  toData(): LowLatencyData {
    return { early: this.early, held: this.held.encode(), partLateness: this.partLateness.encode() };
  }

  clear(): void {
    this.early = 0;
    this.held.clear();
    this.partLateness.clear();
  }
}
