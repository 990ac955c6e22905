import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { DeploymentType } from "../plan/plan.ts";
import { platformCheck, platformFailure } from "./platform-check.ts";

/**
 * Why `up` cannot bring up a type other than the runner: what the machine lacks for it (exit 6, 7 or 8), or else that this
 * version of hlsctl does not deploy it (exit 8). Either way with the nearest that does work.
 */
export async function refuseType(host: Host, type: DeploymentType, profile: string): Promise<Failure> {
  const check = await platformCheck(host, type);
  const { verdict } = check;
  const command = `hlsctl up ${profile} runner`;
  const nearest = { type: "runner", command, because: "" } as const;
  const lacking = platformFailure({ ...check, nearest }, verdict);
  if (lacking) return lacking;
  return new Failure(
    "type-unsupported",
    `This version of hlsctl brings up runners; it does not deploy the type ${type} yet.`,
    {
      hint: `This machine could carry it: ${verdict.because}\nOr use what works here: ${command}`,
      details: verdict,
    },
  );
}
