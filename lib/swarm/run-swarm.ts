import { MUST_CODES } from "../report/levels.ts";
import type { CanaryReport, CapacityReport, EndedBy, Series } from "../report/report-shape.ts";
import { maskPasswords } from "../stats/mask-passwords.ts";
import type { Peaks } from "../stats/metric.ts";
import type { OriginView, RunIdentity, RunView, ThresholdVerdict } from "../stats/run-view.ts";
import type { Threshold } from "../stats/threshold.ts";
import { ThresholdWatch } from "../stats/threshold-watch.ts";
import type { Measurements } from "../stats/totals.ts";
import { CapacityRun } from "./capacity-run.ts";
import { compareCanaries } from "./compare-canaries.ts";
import { type CommonSpec, Coordinator, type SwarmWorld } from "./coordinator.ts";

export type SwarmView = RunView<Measurements>;

/** Everything a run is, decided before it begins. */
export interface SwarmPlan {
  identity: Omit<RunIdentity, "startedAtMs">;
  spec: CommonSpec;
  /** Processes that share the viewers. */
  generators: number;
  thresholds: readonly Threshold[];
  /** A search for the capacity instead of a schedule. */
  capacity: {
    slo: readonly Threshold[];
    start: number;
    max: number;
    holdMs: number;
    rampRate: number;
  } | null;
  /** FFmpeg clients beside a native swarm. */
  canaries: { clients: number; spec: CommonSpec } | null;
  /** What is known before it begins and should be read at its end. */
  notes: readonly string[];
}

export interface SwarmEvents {
  /** Once a second, and once more at the end. */
  onView(view: SwarmView): void;
  onNote(text: string): void;
  /** What the origin's exporters said last; null when none are asked. */
  originView(): OriginView | null;
}

export interface SwarmOutcome {
  identity: RunIdentity;
  endedBy: EndedBy;
  durationMs: number;
  totals: Measurements;
  series: Series;
  peaks: Peaks;
  openFilesLimit: number;
  verdicts: ThresholdVerdict[];
  invalidReasons: string[];
  capacity: CapacityReport | null;
  canaries: CanaryReport | null;
  notes: string[];
}

/** How wide the last gap between a number that held and one that did not may be. */
export const CAPACITY_PRECISION = 0.05;

/** One run: generators, what they add up to second by second, and what is said of it. */
export class SwarmRun {
  readonly #coordinator: Coordinator;
  readonly #watch: ThresholdWatch;
  readonly #capacity: CapacityRun | null;
  readonly #canaries: Coordinator | null;
  readonly #notes: string[];
  #openFilesLimit = 0;
  #closedMs = 0;
  /** The first thing a canary complained of. */
  #complaint: string | null = null;

  constructor(
    private readonly plan: SwarmPlan,
    world: SwarmWorld,
    private readonly events: SwarmEvents,
  ) {
    this.#notes = plan.notes.map(maskPasswords);
    this.#watch = new ThresholdWatch(plan.thresholds, MUST_CODES);
    this.#coordinator = new Coordinator(world, plan, {
      onBegin: () => this.#capacity?.begin(0),
      onSecond: (second) => this.#second(second),
      onNote: (text) => this.#note(text),
    });
    this.#capacity = plan.capacity && this.#search(plan.capacity);
    this.#canaries = plan.canaries && this.#release(plan.canaries.spec, world);
  }

  /** Resolves when no process is left. */
  async run(): Promise<SwarmOutcome> {
    const flight = this.#canaries?.run();
    const endedBy = await this.#coordinator.run();
    this.#canaries?.end(endedBy);
    await flight;
    const { ledger } = this.#coordinator;
    return {
      identity: this.#identity,
      endedBy,
      durationMs: ledger.closedMs,
      totals: ledger.totals,
      series: ledger.series.toSeries(),
      peaks: ledger.maxima,
      openFilesLimit: this.#openFilesLimit,
      verdicts: this.#watch.verdicts(this.#figures, true),
      invalidReasons: this.#invalidReasons,
      capacity: this.#capacity?.report ?? null,
      canaries: this.#canaryReport,
      notes: this.#notes,
    };
  }

  end(reason: EndedBy): void {
    this.#coordinator.end(reason);
  }

  kill(): void {
    this.#coordinator.kill();
    this.#canaries?.kill();
  }

  /** As it stands now. */
  get view(): SwarmView {
    const { ledger, gauges, elapsedMs } = this.#coordinator;
    return {
      identity: this.#identity,
      elapsedMs,
      gauges,
      totals: ledger.totals,
      points: ledger.points,
      thresholds: this.#watch.verdicts(this.#figures),
      invalidReasons: this.#invalidReasons,
      origin: this.events.originView(),
      notes: this.#notes,
    };
  }

  get #identity(): RunIdentity {
    return { ...this.plan.identity, startedAtMs: this.#coordinator.beginsAtMs };
  }

  get #figures() {
    const { totals, maxima, closedMs } = this.#coordinator.ledger;
    return { measurements: totals, peaks: maxima, elapsedMs: closedMs };
  }

  /** A search goes beyond what the generator can do on purpose, and judges each of its steps. */
  get #invalidReasons(): string[] {
    return this.#capacity ? this.#coordinator.deaths : this.#coordinator.invalidReasons;
  }

  #search(options: NonNullable<SwarmPlan["capacity"]>): CapacityRun {
    const { generators } = this.plan;
    const search = { ...options, precision: CAPACITY_PRECISION, generators, mustCodes: MUST_CODES };
    return new CapacityRun(search, {
      order: (clients, ratePerSec) => this.#coordinator.order({ order: "target", clients, ratePerSec }),
      onStep: (text) => this.#note(text),
      onFound: () => this.end("capacity"),
    });
  }

  /** What they measure stays apart from the swarm's. */
  #release(spec: CommonSpec, world: SwarmWorld): Coordinator {
    const onNote = (text: string) => {
      this.#complaint ??= text;
      this.#note(`Canaries: ${text}`);
    };
    return new Coordinator(world, { spec, generators: 1 }, { onBegin() {}, onSecond() {}, onNote });
  }

  get #canaryReport(): CanaryReport | null {
    const { canaries } = this.plan;
    if (!this.#canaries || !canaries) return null;
    const [death] = this.#canaries.deaths;
    const { clients } = canaries;
    const example = death ?? this.#complaint;
    return compareCanaries(this.#coordinator.ledger.totals, this.#canaries.ledger.totals, {
      clients,
      example,
    });
  }

  #second(second: Measurements): void {
    const { ledger, gauges } = this.#coordinator;
    const begunMs = this.#closedMs;
    const overMs = ledger.closedMs;
    const { rssBytes, openFiles } = gauges;
    const peaks = { clients: ledger.points.at(-1)?.clients ?? 0, rssBytes, openFiles };
    this.#closedMs = overMs;
    this.#openFilesLimit = Math.max(this.#openFilesLimit, gauges.openFilesLimit);
    this.#watch.add(second, peaks, ledger.closedMs);
    const { clients } = gauges;
    this.#capacity?.second({ measured: second, clients, peaks, begunMs, overMs });
    if (this.#watch.aborting(this.#figures)) this.end("threshold");
    this.events.onView(this.view);
  }

  #note(said: string): void {
    const text = maskPasswords(said);
    if (this.#notes.includes(text)) return;
    this.#notes.push(text);
    this.events.onNote(text);
  }
}
