import type { CapacityReport } from "../report/report-shape.ts";
import type { Peaks } from "../stats/metric.ts";
import { judge, type Threshold } from "../stats/threshold.ts";
import { Measurements } from "../stats/totals.ts";
import { type CapacitySearch, nextStep, type StepResult } from "./capacity-search.ts";
import { invalidReasons, VALIDITY_LIMITS } from "./validity.ts";

/** A ramp takes no longer than this share of the time that its step holds. */
const LONGEST_RAMP_SHARE = 0.5;
/** Viewers that came last are still starting when the ramp is over: this share of the hold, and no longer than that. */
const SETTLE_SHARE = 0.25;
const LONGEST_SETTLE_MS = 2000;

export interface CapacityOptions extends CapacitySearch {
  slo: readonly Threshold[];
  /** How long a step holds what is judged. */
  holdMs: number;
  /** Viewers per second; steps that would take too long go faster. */
  rampRate: number;
  generators: number;
  mustCodes: ReadonlySet<string>;
}

export interface CapacityEvents {
  order(clients: number, ratePerSec: number): void;
  onStep(text: string): void;
  onFound(): void;
}

interface Step {
  clients: number;
  /** What is measured from here on is judged. */
  fromMs: number;
  toMs: number;
  window: Measurements;
  peaks: Peaks;
  seconds: number;
  busySeconds: number;
}

/** Steps the load up and down until the limit is found; every step is judged by what was measured while it held. */
export class CapacityRun {
  readonly #tried: StepResult[] = [];
  readonly #steps: CapacityReport["steps"] = [];
  #limitedBy: CapacityReport["limitedBy"] = "maximum";
  #knee: number | null = null;
  #step: Step | null = null;

  constructor(
    private readonly options: CapacityOptions,
    private readonly events: CapacityEvents,
  ) {}

  get report(): CapacityReport {
    const slo = this.options.slo.map(({ expr }) => expr);
    return { slo, knee: this.#knee, limitedBy: this.#limitedBy, steps: this.#steps };
  }

  begin(nowMs: number): void {
    const next = nextStep(this.options, this.#tried);
    if (next.kind === "found") {
      this.#knee = next.knee;
      this.#limitedBy = next.limitedBy;
      this.#step = null;
      return this.events.onFound();
    }
    const before = this.#tried.at(-1)?.clients ?? 0;
    const change = Math.abs(next.clients - before);
    const { rampRate, holdMs } = this.options;
    const ratePerSec = Math.max(rampRate, (change * 1000) / (holdMs * LONGEST_RAMP_SHARE));
    const settleMs = Math.min(LONGEST_SETTLE_MS, holdMs * SETTLE_SHARE);
    const fromMs = nowMs + (change / ratePerSec) * 1000 + settleMs;
    this.#step = {
      clients: next.clients,
      fromMs,
      toMs: fromMs + holdMs,
      window: new Measurements(),
      peaks: { clients: 0, rssBytes: 0, openFiles: 0 },
      seconds: 0,
      busySeconds: 0,
    };
    this.events.order(next.clients, ratePerSec);
  }

  /** What one second brought. `begunMs`, `overMs`: of the second. */
  second(second: Measurements, peaks: Peaks, { begunMs, overMs }: { begunMs: number; overMs: number }): void {
    const step = this.#step;
    if (!step || begunMs < step.fromMs) return;
    step.window.merge(second);
    step.peaks = highest(step.peaks, peaks);
    step.seconds += 1;
    const cpu = second.generator.cpuMs / (overMs - begunMs) / this.options.generators;
    if (cpu >= VALIDITY_LIMITS.busyCpu) step.busySeconds += 1;
    if (overMs < step.toMs) return;
    this.#judge(step, overMs);
    this.begin(overMs);
  }

  #judge(step: Step, nowMs: number): void {
    const { clients, window, peaks, fromMs } = step;
    const { slo, mustCodes } = this.options;
    const figures = { measurements: window, peaks, elapsedMs: nowMs - fromMs, mustCodes };
    const verdicts = judge(slo, figures);
    const weakness = weaknessOf(step);
    const ok = verdicts.every((verdict) => verdict.ok);
    this.#tried.push({ clients, outcome: weakness.length > 0 ? "generator" : ok ? "held" : "broken" });
    this.#steps.push({ clients, fromMs, toMs: nowMs, ok: ok && weakness.length === 0, verdicts });
    const result = weakness.length > 0 ? `not judged, ${weakness[0]}` : ok ? "the SLO held" : "the SLO broke";
    this.events.onStep(`${clients} viewers: ${result}`);
  }
}

/** Why this step says nothing about the origin. */
function weaknessOf({ window, seconds, busySeconds }: Step): string[] {
  const { byProblem } = window.requests.sum();
  return invalidReasons({
    loopLagP99Ms: window.generator.lag.percentile(99),
    scheduleDelayP99Ms: window.generator.scheduleDelay.percentile(99),
    seconds,
    busySeconds,
    noPort: byProblem.get("no-port"),
    noDescriptor: byProblem.get("no-descriptor"),
    due: null,
    started: 0,
    died: [],
  });
}

function highest(one: Peaks, other: Peaks): Peaks {
  return {
    clients: Math.max(one.clients, other.clients),
    rssBytes: Math.max(one.rssBytes, other.rssBytes),
    openFiles: Math.max(one.openFiles, other.openFiles),
  };
}
