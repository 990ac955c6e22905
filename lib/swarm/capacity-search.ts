/** Between which numbers of viewers the limit is looked for, and how exactly. */
export interface CapacitySearch {
  start: number;
  max: number;
  /** Relative width at which the search ends. */
  precision: number;
}

/** What a step showed. `generator`: this machine could not make the load, so that the origin's answer says nothing. */
export interface StepResult {
  clients: number;
  outcome: "held" | "broken" | "generator";
}

export type NextStep =
  | { kind: "try"; clients: number }
  | { kind: "found"; knee: number | null; limitedBy: "slo" | "generator" | "maximum" };

/**
 * Doubles until the SLO breaks, then halves the gap. A function of what was tried, so that a search can be told again from
 * its report. A step that held above one that broke counts as chance: the lowest break is the limit.
 */
export function nextStep(search: CapacitySearch, tried: readonly StepResult[]): NextStep {
  const limit = lowest(tried.filter((step) => step.outcome !== "held"));
  const below = tried.filter(
    (step) => step.outcome === "held" && step.clients < (limit?.clients ?? Infinity),
  );
  const held = Math.max(0, ...below.map((step) => step.clients));
  if (limit === undefined) return widen(search, held);
  const gap = limit.clients - held;
  if (gap <= Math.max(1, Math.floor(held * search.precision))) {
    return { kind: "found", knee: held === 0 ? null : held, limitedBy: reasonOf(limit) };
  }
  return { kind: "try", clients: held + Math.floor(gap / 2) };
}

function widen({ start, max }: CapacitySearch, held: number): NextStep {
  if (held >= max) return { kind: "found", knee: held, limitedBy: "maximum" };
  return { kind: "try", clients: Math.min(max, held === 0 ? start : held * 2) };
}

function lowest(steps: readonly StepResult[]): StepResult | undefined {
  return steps.toSorted((one, other) => one.clients - other.clients)[0];
}

function reasonOf({ outcome }: StepResult): "slo" | "generator" {
  return outcome === "generator" ? "generator" : "slo";
}
