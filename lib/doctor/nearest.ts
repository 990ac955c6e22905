import { DEPLOYED_TYPES, type DeploymentType } from "../plan/plan.ts";
import type { TypeVerdict } from "./matrix.ts";

/** The nearest thing that does work. */
export interface Alternative {
  type: DeploymentType;
  command: string;
  because: string;
}

/** What comes closest to each type, nearest first: isolation and a whole system before a bare process. */
const NEIGHBOURS: Readonly<Record<DeploymentType, readonly DeploymentType[]>> = {
  runner: ["container", "vm"],
  container: ["runner", "vm"],
  "container-enhanced": ["vm", "container", "runner"],
  vm: ["container-enhanced", "container", "runner"],
  iso: ["vm", "container-enhanced", "container", "runner"],
};

/** Of what `up` deploys. Undefined when the type itself works at full speed, or when nothing else does either. */
export function nearestAlternative(
  type: DeploymentType,
  verdicts: readonly TypeVerdict[],
  deployed: readonly DeploymentType[] = DEPLOYED_TYPES,
): Alternative | undefined {
  const own = verdictOf(type, verdicts);
  if (!own || own.verdict === "yes") return undefined;
  const candidates = NEIGHBOURS[type].filter((one) => deployed.includes(one));
  const neighbours = candidates.flatMap((one) => verdictOf(one, verdicts) ?? []);
  const found =
    neighbours.find(({ verdict }) => verdict === "yes") ??
    neighbours.find(({ verdict }) => verdict === "slow");
  return found && { type: found.type, command: found.do, because: found.because };
}

function verdictOf(type: DeploymentType, verdicts: readonly TypeVerdict[]): TypeVerdict | undefined {
  return verdicts.find((one) => one.type === type);
}
