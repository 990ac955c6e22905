import { type CapacitySearch, nextStep, type StepResult } from "./capacity-search.ts";

/** The numbers of viewers that a search tries for as long as everything holds. */
export function planSteps(search: CapacitySearch): number[] {
  const held: StepResult[] = [];
  for (;;) {
    const next = nextStep(search, held);
    if (next.kind === "found") return held.map(({ clients }) => clients);
    held.push({ clients: next.clients, outcome: "held" });
  }
}
