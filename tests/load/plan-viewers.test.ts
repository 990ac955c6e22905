import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { peakOf, rampEndsMs, viewersAt } from "../../lib/load/line.ts";
import { planViewers } from "../../lib/load/plan-viewers.ts";
import type { Churn, LoadShape, ViewerPlan } from "../../lib/load/shape.ts";

const RAMP: LoadShape = {
  clients: 20,
  rampRate: 5,
  rampJitterMs: 0,
  stages: [],
  arrival: "uniform",
  churn: null,
  durationMs: null,
  seed: 1,
};

const churn: fc.Arbitrary<Churn> = fc.oneof(
  fc.record({ kind: fc.constant("fixed" as const), ms: fc.integer({ min: 2000, max: 60_000 }) }),
  fc.record({ kind: fc.constant("exponential" as const), meanMs: fc.integer({ min: 5000, max: 60_000 }) }),
  fc.constant({ kind: "uniform" as const, fromMs: 2000, toMs: 20_000 }),
  fc.constant({ kind: "lognormal" as const, medianMs: 8000, sigma: 0.8 }),
);

const stage = fc.record({
  durationMs: fc.integer({ min: 0, max: 30_000 }),
  clients: fc.integer({ min: 0, max: 60 }),
});

const shape: fc.Arbitrary<LoadShape> = fc.record({
  clients: fc.integer({ min: 1, max: 80 }),
  rampRate: fc.double({ min: 0.5, max: 200, noNaN: true }),
  rampJitterMs: fc.constantFrom(0, 50, 2000),
  stages: fc.array(stage, { maxLength: 6 }),
  arrival: fc.constantFrom("uniform" as const, "poisson" as const),
  churn: fc.option(churn),
  durationMs: fc.integer({ min: 1, max: 90_000 }),
  seed: fc.nat(),
});

/** How many are there at a moment, as the plans say. */
function present(plans: readonly ViewerPlan[], atMs: number): number {
  return plans.filter(({ startMs, stopMs }) => startMs <= atMs && (stopMs ?? Infinity) > atMs).length;
}

describe("a schedule", () => {
  test("of a ramp starts one viewer after another at the rate", () => {
    const plans = [...planViewers(RAMP)];
    expect(plans).toHaveLength(20);
    expect(plans.map((plan) => plan.startMs)).toEqual(plans.map(({ id }) => id * 200));
    expect(plans.every((plan) => plan.stopMs === null)).toBe(true);
    expect(rampEndsMs(RAMP)).toBe(4000);
  });

  test("is in order, numbered from 0, and the same for the same seed", () => {
    fc.assert(
      fc.property(shape, (given) => {
        const plans = [...planViewers(given)];
        expect(plans.map((plan) => plan.id)).toEqual(plans.map((_, index) => index));
        const starts = plans.map((plan) => plan.startMs);
        expect(starts).toEqual(starts.toSorted((one, other) => one - other));
        expect(starts.every((start) => start >= 0 && start < given.durationMs!)).toBe(true);
        expect(plans.every((plan) => plan.stopMs === null || plan.stopMs > plan.startMs)).toBe(true);
        expect([...planViewers(given)]).toEqual(plans);
      }),
      { numRuns: 150 },
    );
  });

  test("without jitter and chance has as many viewers as the line says at every moment, whatever the churn", () => {
    const steady = shape.map((given): LoadShape => ({ ...given, rampJitterMs: 0, arrival: "uniform" }));
    fc.assert(
      fc.property(steady, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
        const atMs = share * given.durationMs! * 0.999;
        expect(present([...planViewers(given)], atMs)).toBe(viewersAt(given, atMs));
      }),
      { numRuns: 300 },
    );
  });

  test("never has more viewers at once than its peak", () => {
    fc.assert(
      fc.property(shape, (given) => {
        const plans = [...planViewers(given)];
        const most = Math.max(0, ...plans.map((plan) => present(plans, plan.startMs)));
        expect(most).toBeLessThanOrEqual(peakOf(given));
      }),
      { numRuns: 60 },
    );
  });

  test("with jitter keeps everybody, each late by no more than it", () => {
    const plans = [...planViewers({ ...RAMP, clients: 300, rampRate: 100, rampJitterMs: 500 })];
    expect(plans).toHaveLength(300);
    const late = plans.map(({ id, startMs }) => startMs - id * 10);
    expect(Math.max(...late)).toBeGreaterThan(50);
    expect(Math.max(...plans.map((plan) => plan.startMs))).toBeLessThan(2990 + 500);
  });

  test("goes down in straight lines too, last come first gone", () => {
    const stages = [
      { durationMs: 1000, clients: 10 },
      { durationMs: 1000, clients: 10 },
      { durationMs: 2000, clients: 2 },
    ];
    const plans = [...planViewers({ ...RAMP, stages })];
    expect(plans.map((plan) => plan.stopMs)).toEqual([
      null,
      null,
      ...[2, 3, 4, 5, 6, 7, 8, 9].map((slot) => 2000 + ((10 - slot) / 8) * 2000),
    ]);
  });

  test("of days of churn takes the time and memory of what is looked at", () => {
    const endless: LoadShape = {
      ...RAMP,
      clients: 1000,
      rampRate: 1000,
      churn: { kind: "exponential", meanMs: 30_000 },
    };
    let seen = 0;
    for (const plan of planViewers(endless)) {
      seen += 1;
      if (plan.startMs > 3_600_000) break;
    }
    expect(seen).toBeGreaterThan(115_000);
    expect(seen).toBeLessThan(125_000);
  });
});

describe("chance", () => {
  const POISSON: LoadShape = { ...RAMP, clients: 20_000, rampRate: 100, arrival: "poisson" };

  test("of a Poisson ramp ends where the even one ends, with gaps of an exponential distribution", () => {
    const starts = [...planViewers(POISSON)].map((plan) => plan.startMs);
    expect(starts.at(-1)).toBeLessThan(200_000);
    expect(starts.at(-1)).toBeGreaterThan(199_500);
    const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const longer = gaps.filter((gap) => gap > mean).length / gaps.length;
    expect(mean).toBeCloseTo(10, 0);
    expect(longer).toBeCloseTo(Math.exp(-1), 1);
  });

  test("of a Poisson ramp puts the integral of the rate into every stretch of time", () => {
    const starts = [...planViewers(POISSON)].map((plan) => plan.startMs);
    for (let from = 0; from < 200_000; from += 20_000) {
      const inside = starts.filter((start) => start >= from && start < from + 20_000).length;
      // 2000 expected, a standard deviation of 42.
      expect(Math.abs(inside - 2000)).toBeLessThan(5 * 42);
    }
  });

  test.each([
    ["fixed", { kind: "fixed", ms: 5000 }, 5000, 5000],
    ["uniform", { kind: "uniform", fromMs: 2000, toMs: 6000 }, 4000, 4000],
    ["exponential", { kind: "exponential", meanMs: 5000 }, 5000, 5000 * Math.LN2],
    ["lognormal", { kind: "lognormal", medianMs: 5000, sigma: 0.5 }, 5000 * Math.exp(0.125), 5000],
  ] as const)("of %s watch times has their mean and median", (_name, kind, mean, median) => {
    const given: LoadShape = { ...RAMP, clients: 200, rampRate: 1000, churn: kind };
    const times: number[] = [];
    for (const { startMs, stopMs } of planViewers(given)) {
      if (startMs > 1_000_000) break;
      times.push((stopMs ?? 0) - startMs);
    }
    times.sort((one, other) => one - other);
    const found = times.reduce((sum, time) => sum + time, 0) / times.length;
    expect(Math.abs(found / mean - 1)).toBeLessThan(0.03);
    expect(Math.abs((times[times.length >> 1] ?? 0) / median - 1)).toBeLessThan(0.03);
  });

  test("of one kind leaves the others alone: jitter does not change watch times", () => {
    const calm: LoadShape = { ...RAMP, churn: { kind: "uniform", fromMs: 100_000, toMs: 200_000 } };
    const watch = (given: LoadShape) => {
      const times: number[] = [];
      for (const { startMs, stopMs } of planViewers(given)) {
        if (times.push(Math.round((stopMs ?? 0) - startMs)) === given.clients) break;
      }
      return times;
    };
    expect(watch({ ...calm, rampJitterMs: 150 })).toEqual(watch(calm));
    expect(watch({ ...calm, seed: 2 })).not.toEqual(watch(calm));
  });
});
