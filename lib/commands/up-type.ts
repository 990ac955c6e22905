import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { DeploymentType } from "../plan/plan.ts";
import { platformCheck } from "./platform-check.ts";

/**
 * Why `up` cannot bring up a type other than the runner: what the machine lacks for it (exit 6, 7 or 8), or else that this
 * version of hlsctl does not deploy it (exit 8). Either way with the nearest that does work.
 */
export async function refuseType(host: Host, type: DeploymentType, profile: string): Promise<Failure> {
  const { verdict, findings } = await platformCheck(host, type);
  const instead = `What works here now: hlsctl up ${profile} runner`;
  if (verdict.verdict === "no") {
    const fixes = findings.flatMap(({ fix }) => fix ?? []);
    return new Failure(
      `type-${verdict.lack ?? "unsupported"}`,
      `The type ${type} cannot work here: ${verdict.because}`,
      {
        hint: [...fixes, instead].join("\n"),
        details: verdict,
      },
    );
  }
  return new Failure(
    "type-unsupported",
    `This version of hlsctl brings up runners; it does not deploy the type ${type} yet.`,
    {
      hint: `This machine could carry it: ${verdict.because}\n${instead}`,
      details: verdict,
    },
  );
}
