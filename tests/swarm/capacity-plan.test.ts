import { expect, test } from "bun:test";
import { planSteps } from "../../lib/swarm/capacity-plan.ts";

const SEARCH = { precision: 0.05 };

test("a search that always holds doubles from its start to its end", () => {
  expect(planSteps({ ...SEARCH, start: 10, max: 100 })).toEqual([10, 20, 40, 80, 100]);
  expect(planSteps({ ...SEARCH, start: 5, max: 5 })).toEqual([5]);
});
