import type { CapacityReport } from "../report/report-shape.ts";
import type { Threshold } from "../stats/threshold.ts";
import { type CapacitySearch, nextStep, type StepResult } from "./capacity-search.ts";
import { type CapacitySecond, CapacityStep, isAboutNewcomers } from "./capacity-step.ts";

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

/**
 * Steps the load up and down until the limit is found. A step is judged by what was measured while it held, newcomers by its
 * ramp too. Where the SLO is about newcomers, a step with fewer viewers than the one before comes from below all the same:
 * otherwise it would have none.
 */
export class CapacityRun {
  readonly #tried: StepResult[] = [];
  readonly #steps: CapacityReport["steps"] = [];
  #limitedBy: CapacityReport["limitedBy"] = "maximum";
  #knee: number | null = null;
  #step: CapacityStep | null = null;
  /** As it was ordered last. */
  #clients = 0;
  /** The number that comes next, and when those that are too many have left. */
  #descent: { to: number; untilMs: number } | null = null;

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
    if (next.clients >= this.#clients || !this.options.slo.some(isAboutNewcomers)) {
      return this.#climb(next.clients, nowMs);
    }
    this.#step = null;
    this.#descent = { to: next.clients, untilMs: this.#order(this.#heldBelow(next.clients), nowMs) };
  }

  second(second: CapacitySecond): void {
    const { overMs } = second;
    if (this.#descent && overMs >= this.#descent.untilMs) return this.#climb(this.#descent.to, overMs);
    const step = this.#step;
    if (!step) return;
    step.add(second, this.options.generators);
    if (overMs < step.toMs) return;
    this.#judge(step, second);
    this.begin(overMs);
  }

  #climb(clients: number, nowMs: number): void {
    this.#descent = null;
    const { holdMs } = this.options;
    const settleMs = Math.min(LONGEST_SETTLE_MS, holdMs * SETTLE_SHARE);
    const fromMs = this.#order(clients, nowMs) + settleMs;
    this.#step = new CapacityStep(clients, { begunMs: nowMs, fromMs, toMs: fromMs + holdMs });
  }

  /** Answers when that many are there. */
  #order(clients: number, nowMs: number): number {
    const change = Math.abs(clients - this.#clients);
    const { rampRate, holdMs } = this.options;
    const ratePerSec = Math.max(rampRate, (change * 1000) / (holdMs * LONGEST_RAMP_SHARE));
    this.#clients = clients;
    this.events.order(clients, ratePerSec);
    return nowMs + (change / ratePerSec) * 1000;
  }

  #heldBelow(clients: number): number {
    const held = this.#tried.filter((step) => step.outcome === "held" && step.clients < clients);
    return Math.max(0, ...held.map((step) => step.clients));
  }

  #judge(step: CapacityStep, { clients, overMs }: CapacitySecond): void {
    const { slo, mustCodes } = this.options;
    const verdicts = step.judge(slo, { clients, overMs, mustCodes });
    const [weakness] = step.weakness;
    const broken = verdicts.find((verdict) => !verdict.ok);
    const outcome = weakness !== undefined ? "generator" : broken ? "broken" : "held";
    this.#tried.push({ clients: step.clients, outcome });
    this.#steps.push({
      clients: step.clients,
      fromMs: step.fromMs,
      toMs: overMs,
      ok: outcome === "held",
      verdicts,
    });
    const result = {
      generator: `not judged, ${weakness}`,
      broken: `${broken?.expr} broke`,
      held: "all held",
    };
    this.events.onStep(`${step.clients} viewers: ${result[outcome]}`);
  }
}
