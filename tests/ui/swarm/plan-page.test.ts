import { expect, test } from "bun:test";
import { nativeNeeds } from "../../../lib/load/needs.ts";
import { summariseSchedule } from "../../../lib/load/schedule-summary.ts";
import type { LoadShape } from "../../../lib/load/shape.ts";
import { painterFor } from "../../../lib/ui/paint.ts";
import { type PlanPage, renderPlanPage } from "../../../lib/ui/swarm/plan-page.ts";
import { expectGolden } from "./golden.ts";

const PLAIN = painterFor({}, {}, true);
const RAMP: LoadShape = {
  clients: 200,
  rampRate: 20,
  rampJitterMs: 50,
  stages: [],
  arrival: "uniform",
  churn: null,
  durationMs: 300_000,
  seed: 7,
};
const DEMAND = {
  steady: { requestsPerSec: 1, bitsPerSec: 2_132_000 },
  start: { requests: 5, bits: 12_800_000 },
};

function planOf(load: LoadShape, changes: Partial<PlanPage> = {}): PlanPage {
  const schedule = summariseSchedule(load, DEMAND);
  return {
    url: "http://127.0.0.1:17080/stream.m3u8",
    profile: "stress",
    engine: "native",
    variant: "all",
    load,
    schedule,
    search: null,
    demand: DEMAND,
    needs: nativeNeeds(schedule.peak, 1, 1),
    limits: { openFiles: 20_000, ports: 28_232, memoryBytes: 8e9 },
    thresholds: ["segment_ttfb: p(95)<200", "rebuffer_ratio<0.01"],
    notes: [],
    ...changes,
  };
}

test("the plan of a ramp is that of tests/golden/swarm/plan-ramp.txt", () => {
  expectGolden("plan-ramp.txt", renderPlanPage(planOf(RAMP), PLAIN, 100));
});

test("the plan of stages with churn is that of tests/golden/swarm/plan-stages.txt", () => {
  const stages = [
    { durationMs: 30_000, clients: 100 },
    { durationMs: 60_000, clients: 500 },
  ];
  const load: LoadShape = {
    ...RAMP,
    stages,
    arrival: "poisson",
    durationMs: null,
    churn: { kind: "lognormal", medianMs: 90_000, sigma: 0.7 },
  };
  expectGolden("plan-stages.txt", renderPlanPage(planOf(load), PLAIN, 100));
});

test("what this machine lacks is red", () => {
  const painted = painterFor({ isTTY: true }, {}, false);
  const limits = { openFiles: 100, ports: null, memoryBytes: null };
  expect(renderPlanPage(planOf(RAMP, { limits }), painted, 100)).toContain(
    "\u001b[31m264 open files of 100\u001b[39m · 200 local ports · 94.0 MB memory",
  );
});

test("a stream that was not read has no figures", () => {
  const text = renderPlanPage(planOf(RAMP, { demand: null }), PLAIN, 100);
  expect(text).toContain("not known: the stream was not read");
  expect(text).not.toContain("traffic");
});

test("the plan of a search shows its steps, not a ramp: tests/golden/swarm/plan-search.txt", () => {
  const steps = [10, 20, 40, 50].map((viewers) => ({
    viewers,
    requestsPerSec: viewers,
    bitsPerSec: viewers * 2_132_000,
  }));
  const search = { start: 10, max: 50, holdMs: 20_000, rampRate: 20, steps };
  const plan = planOf({ ...RAMP, clients: 50 }, { load: null, schedule: null, search });
  expectGolden("plan-search.txt", renderPlanPage(plan, PLAIN, 100));
});
