import { checkMachine } from "../doctor/checks.ts";
import type { DoctorFinding, Lack } from "../doctor/finding.ts";
import { judgeTypes, type TypeVerdict } from "../doctor/matrix.ts";
import { type Alternative, nearestAlternative } from "../doctor/nearest.ts";
import { Failure, type FailureId } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { probeAll } from "../host/probe/all.ts";
import type { Facts } from "../host/probe/facts.ts";
import type { DeploymentType } from "../plan/plan.ts";

/** Everything doctor knows about a machine. */
export interface Diagnosis {
  types: TypeVerdict[];
  findings: DoctorFinding[];
  facts: Facts;
}

export interface PlatformCheck {
  verdict: TypeVerdict;
  /** The findings the verdict stands on. */
  findings: DoctorFinding[];
  /** The nearest type that works when this one does not, or only slowly. */
  nearest: Alternative | undefined;
}

export async function diagnose(host: Host): Promise<Diagnosis> {
  const facts = await probeAll(host);
  const findings = checkMachine(facts);
  return { types: judgeTypes(facts, findings), findings, facts };
}

/** Asks the machine whether a type works on it; takes as long as the slowest probe. */
export async function platformCheck(host: Host, type: DeploymentType): Promise<PlatformCheck> {
  return pickCheck(await diagnose(host), type);
}

export function pickCheck({ types, findings }: Diagnosis, type: DeploymentType): PlatformCheck {
  const verdict = types.find((one) => one.type === type);
  if (!verdict) throw new Error(`no verdict on the type ${type}`);
  return {
    verdict,
    findings: findings.filter(({ id }) => verdict.findingIds.includes(id)),
    nearest: nearestAlternative(type, types),
  };
}

const FAILURE_IDS = {
  prerequisite: "type-prerequisite",
  permission: "type-permission",
  unsupported: "type-unsupported",
} as const satisfies Record<Lack, FailureId>;

/** What to throw when a type cannot work here: exit 6, 7 or 8, the fix and what works instead. Undefined when it can. */
export function platformFailure(check: PlatformCheck, details: unknown = check): Failure | undefined {
  const { verdict, findings, nearest } = check;
  if (verdict.verdict !== "no") return undefined;
  const fixes = findings.flatMap(({ fix }) => fix ?? []);
  const instead = nearest ? `Or use what works here: ${nearest.command}` : "Nothing else works here either.";
  return new Failure(
    FAILURE_IDS[verdict.lack ?? "unsupported"],
    `The type ${verdict.type} cannot work here: ${verdict.because}`,
    { hint: [...fixes, instead].join("\n"), details },
  );
}

/** What to warn of when a type works, but slowly. */
export function platformWarning({ verdict, nearest }: PlatformCheck): string | undefined {
  if (verdict.verdict !== "slow") return undefined;
  const instead = nearest ? ` Faster: ${nearest.command}` : "";
  return `The type ${verdict.type} is slow here: ${verdict.because} Start it with ${verdict.do}.${instead}`;
}
