import { loadOf, type ViewerDemand } from "../load/predict.ts";
import { planSteps } from "../swarm/capacity-plan.ts";
import type { SwarmPlan } from "../swarm/run-swarm.ts";
import { CAPACITY_PRECISION } from "../swarm/run-swarm.ts";
import type { SearchPlan } from "../ui/swarm/plan-page.ts";

/** The steps of a search, and what to expect of each. */
export function searchPlanOf(
  { start, max, holdMs, rampRate }: NonNullable<SwarmPlan["capacity"]>,
  demand: ViewerDemand,
): SearchPlan {
  const steps = planSteps({ start, max, precision: CAPACITY_PRECISION });
  return {
    start,
    max,
    holdMs,
    rampRate,
    steps: steps.map((viewers) => ({ viewers, ...loadOf(demand, viewers, 0) })),
  };
}
