import { ClientStats } from "./client-stats.ts";
import { GeneratorStats } from "./generator-stats.ts";
import { IntegrityStats } from "./integrity-stats.ts";
import { LowLatencyStats } from "./low-latency-stats.ts";
import type { MeasurementsData, RequestsData, VariantData } from "./measurements.ts";
import { RequestStats } from "./request-stats.ts";
import type { ClientState, Recorder, RequestKind, RequestSample, UnfinishedSample } from "./sample.ts";
import { StatsByName } from "./stats-by-name.ts";
import { VariantStats } from "./variant-stats.ts";
import { ViolationStats } from "./violation-stats.ts";

/**
 * All that is counted, of a second, of a node or of a whole run. Viewers record into it; the generator into `generator`.
 * Sums are the same in any order, but for the examples, of which the first is kept.
 */
export class Measurements implements Recorder {
  readonly requests = new StatsByName<RequestKind, RequestsData, RequestStats>(() => new RequestStats());
  readonly variants = new StatsByName<string, VariantData, VariantStats>(() => new VariantStats());
  readonly clients = new ClientStats();
  readonly integrity = new IntegrityStats();
  readonly violations = new ViolationStats();
  readonly lowLatency = new LowLatencyStats();
  readonly generator = new GeneratorStats();

  /** Throws when a histogram is damaged (`parseMeasurements` says so before). */
  static from(data: MeasurementsData): Measurements {
    const measurements = new Measurements();
    measurements.add(data);
    return measurements;
  }

  request(sample: RequestSample): void {
    this.requests.at(sample.kind).record(sample);
    if (sample.variant !== null) this.variants.at(sample.variant).bytes += sample.bytes;
  }

  unfinished(sample: UnfinishedSample): void {
    this.requests.at(sample.kind).recordUnfinished(sample);
  }

  client(from: ClientState | null, to: ClientState | null): void {
    this.clients.change(from, to);
  }

  startup(variant: string, ms: number): void {
    this.variants.at(variant).startup.record(ms);
  }

  neverPlayed(): void {
    this.clients.neverPlayed += 1;
  }

  played(variant: string, ms: number): void {
    this.variants.at(variant).played(ms);
  }

  stallBegan(variant: string): void {
    this.variants.at(variant).stalls += 1;
  }

  stalled(variant: string, ms: number): void {
    this.variants.at(variant).stalled(ms);
  }

  stallEnded(variant: string, ms: number): void {
    this.variants.at(variant).stall.record(ms);
  }

  liveLatency(variant: string, ms: number): void {
    this.variants.at(variant).liveLatency.record(ms);
  }

  switched(direction: "up" | "down"): void {
    if (direction === "up") this.clients.switchedUp += 1;
    else this.clients.switchedDown += 1;
  }

  segmentDownloaded(variant: string): void {
    this.variants.at(variant).downloaded += 1;
  }

  segmentFailed(variant: string): void {
    this.variants.at(variant).failed += 1;
  }

  segmentsMissed(variant: string, count: number): void {
    this.variants.at(variant).missed += count;
  }

  verified(isRight: boolean, example: string): void {
    this.integrity.record(isRight, example);
  }

  violation(code: string, example: string): void {
    this.violations.count(code, example);
  }

  blockingReload(heldMs: number, isEarly: boolean): void {
    this.lowLatency.reload(heldMs, isEarly);
  }

  partLateness(ms: number): void {
    this.lowLatency.partLateness.record(ms);
  }

  /** What came since the last time, which is then gone from here; the states of clients stay. */
  drain(): MeasurementsData {
    const data = this.toData();
    this.#clear();
    return data;
  }

  /** Of another generator or another second. Throws as `from` does. */
  add(data: MeasurementsData): void {
    this.requests.addData(data.requests);
    this.variants.addData(data.variants);
    this.clients.addData(data);
    this.integrity.add(data.verified);
    this.violations.addData(data.violations);
    this.lowLatency.addData(data.lowLatency);
    this.generator.addData(data.generator);
  }

  /** As `add`, of a live sum; `sign` -1 takes away what was added before. */
  merge(other: Measurements, sign: 1 | -1 = 1): void {
    this.requests.add(other.requests, sign);
    this.variants.add(other.variants, sign);
    this.clients.add(other.clients, sign);
    this.integrity.add(other.integrity, sign);
    this.violations.add(other.violations, sign);
    this.lowLatency.add(other.lowLatency, sign);
    this.generator.add(other.generator, sign);
  }

  toData(): MeasurementsData {
    return {
      ...this.clients.toData(),
      requests: this.requests.toData(),
      variants: this.variants.toData(),
      verified: this.integrity.toData(),
      violations: this.violations.toData(),
      lowLatency: this.lowLatency.toData(),
      generator: this.generator.toData(),
    };
  }

  #clear(): void {
    this.requests.clear();
    this.variants.clear();
    this.clients.clear();
    this.integrity.clear();
    this.violations.clear();
    this.lowLatency.clear();
    this.generator.clear();
  }
}
