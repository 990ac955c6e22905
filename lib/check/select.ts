import { Failure } from "../errors.ts";
import { suggest } from "../registry/suggest.ts";
import { type Check, GROUPS, groupOf, TIERS, type Tier } from "./check.ts";

export interface Selection {
  /** `quick` when undefined, or every tier when `only` names checks. */
  tier: Tier | undefined;
  /** Ids, or groups. */
  only: readonly string[];
}

/**
 * The checks asked for, in their order. Throws `Failure("usage-bad-value")` for an id that does not exist, or does not belong
 * to the tier.
 */
export function selectChecks(checks: readonly Check[], { tier, only }: Selection): Check[] {
  for (const word of only) refuseUnknown(checks, word);
  const highest = TIERS.indexOf(tier ?? (only.length > 0 ? "full" : "quick"));
  const isNamed = (check: Check) => only.includes(check.id) || only.includes(groupOf(check));
  const named = only.length > 0 ? checks.filter(isNamed) : checks;
  const chosen = named.filter((check) => TIERS.indexOf(check.tier) <= highest);
  const left = only.find((word) => !chosen.some((check) => check.id === word || groupOf(check) === word));
  if (left === undefined) return chosen;
  const lowest = TIERS.find((one) => named.some((check) => isAbout(check, left) && check.tier === one));
  throw new Failure("usage-bad-value", `The tier ${tier} has nothing of "${left}".`, {
    hint: `It belongs to the tier ${lowest}: leave --tier out, or say --tier ${lowest}`,
  });
}

function isAbout(check: Check, word: string): boolean {
  return check.id === word || groupOf(check) === word;
}

function refuseUnknown(checks: readonly Check[], word: string): void {
  if (checks.some((check) => isAbout(check, word))) return;
  const near = suggest(word, [...GROUPS, ...checks.map((check) => check.id)]);
  const list = "`hlsctl check --list --tier full` lists them all.";
  throw new Failure("usage-bad-value", `There is no check "${word}".`, {
    hint: near ? `Did you mean "${near}"? ${list}` : list,
  });
}
