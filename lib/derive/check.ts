import type { Finding } from "../schema/finding.ts";
import type { Rule } from "./rules/rule.ts";

/**
 * Every finding of the rules whose inputs have the right types. `misfits` are the paths whose types are wrong;
 * a rule that reads one of them is not asked.
 */
export function checkRules<Config>(
  config: Config,
  rules: readonly Rule<Config>[],
  misfits: readonly string[],
): Finding[] {
  return rules
    .filter((rule) => !rule.reads.some((path) => misfits.some((misfit) => overlap(path, misfit))))
    .flatMap((rule) => rule.check(config));
}

function overlap(path: string, misfit: string): boolean {
  return path === misfit || misfit.startsWith(`${path}.`) || path.startsWith(`${misfit}.`);
}
