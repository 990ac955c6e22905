import type { Facts } from "../host/probe/facts.ts";
import { type DeploymentType, TYPES } from "../plan/plan.ts";
import type { Ability, DoctorFinding, Lack } from "./finding.ts";
import { type Offer, offersOf } from "./offer.ts";
import { RULES, type TypeRule } from "./rules.ts";

/** Whether one deployment type works on this machine, and what to do about it. JSON-safe. */
export interface TypeVerdict {
  type: DeploymentType;
  verdict: "yes" | "slow" | "no";
  because: string;
  /** The command that brings it up, or the first thing to mend. */
  do: string;
  /** The findings that decided, `ok` ones included where there is nothing else. */
  findingIds: string[];
  /** Why not: decides the exit status. Null unless the verdict is "no". */
  lack: Lack | null;
  /** The runner's sources and servers; empty for other types, which bring theirs along. */
  offers: Offer[];
}

/** All types, judged by the findings on the facts. */
export function judgeTypes(facts: Facts, findings: readonly DoctorFinding[]): TypeVerdict[] {
  return TYPES.map((type) => judgeType(RULES[type], facts, findings));
}

function judgeType(rule: TypeRule, facts: Facts, findings: readonly DoctorFinding[]): TypeVerdict {
  const { type } = rule;
  const stopping = findings.filter((finding) => takesAway(finding, rule.needs)).sort(byLack);
  const slowing = findings.filter((finding) => takesAway(finding, rule.wants));
  const offers = type === "runner" ? offersOf(findings) : [];
  const [blocker] = stopping;
  if (blocker) {
    const because = stopping.map(({ message }) => message).join(" ");
    const todo = blocker.fix ?? "Nothing mends that here";
    const findingIds = stopping.map(({ id }) => id);
    return { type, verdict: "no", because, do: todo, findingIds, lack: blocker.lack, offers };
  }
  if (slowing.length > 0) {
    const because = slowing.map(({ message }) => message).join(" ");
    const findingIds = slowing.map(({ id }) => id);
    return { type, verdict: "slow", because, do: rule.slowCommand, findingIds, lack: null, offers };
  }
  const findingIds = findings.flatMap(({ id }) => (rule.grounds.includes(id) ? [id] : []));
  return {
    type,
    verdict: "yes",
    because: rule.because(facts, offers),
    do: rule.command,
    findingIds,
    lack: null,
    offers,
  };
}

function takesAway({ stops }: DoctorFinding, abilities: readonly Ability[]): boolean {
  return stops.some((ability) => abilities.includes(ability));
}

/** What cannot be mended comes first, then what somebody has to allow, then what can be installed. */
const ORDER: readonly (Lack | null)[] = ["unsupported", "permission", "prerequisite", null];

function byLack(a: DoctorFinding, b: DoctorFinding): number {
  return ORDER.indexOf(a.lack) - ORDER.indexOf(b.lack);
}
