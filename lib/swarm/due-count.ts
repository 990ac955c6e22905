import { planViewers } from "../load/plan-viewers.ts";
import type { LoadShape } from "../load/shape.ts";

/** Viewers the schedule has had due by a moment. */
export class DueCount {
  readonly #plans: Iterator<{ startMs: number }>;
  #nextMs: number;
  #count = 0;

  constructor(load: LoadShape) {
    this.#plans = planViewers(load);
    this.#nextMs = this.#take();
  }

  until(ms: number): number {
    while (this.#nextMs <= ms) {
      this.#count += 1;
      this.#nextMs = this.#take();
    }
    return this.#count;
  }

  /** None is to come. */
  get isAll(): boolean {
    return this.#nextMs === Number.POSITIVE_INFINITY;
  }

  #take(): number {
    const { value, done } = this.#plans.next();
    return done ? Number.POSITIVE_INFINITY : value.startMs;
  }
}
