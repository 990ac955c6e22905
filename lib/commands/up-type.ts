import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { DeploymentType } from "../plan/plan.ts";
import { platformCheck, platformFailure } from "./platform-check.ts";

/**
 * Why `up` cannot bring up a type other than the runner: what the machine lacks for it (exit 6, 7 or 8), or else that this
 * version of hlsctl builds it and does not start it (exit 8). Either way with the nearest that does work.
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
    `This version of hlsctl brings up runners; it builds the type ${type}, and leaves it to you to start it.`,
    {
      hint: [
        `This machine can carry it: ${verdict.because}`,
        ...buildSteps(type, profile),
        `Or use what works here: ${command}`,
      ].join("\n"),
      details: verdict,
    },
  );
}

/** systemd needs more of its container than other programs do. */
const RUN_SYSTEMD =
  "docker run --cap-add SYS_ADMIN --cap-add SYS_PTRACE --cgroupns private --tmpfs /run --tmpfs /run/lock --tmpfs /tmp -p 127.0.0.1:17080:17080";

/** The command that builds a type, and what is done with the result. */
function buildSteps(type: DeploymentType, profile: string): string[] {
  const build = `hlsctl build ${type} --profile ${profile} --out result`;
  switch (type) {
    case "runner":
      return [build, "result/bin/test-origin"];
    case "container":
      return [
        build,
        `docker load < result && docker run --rm -p 127.0.0.1:17080:17080 hls-test-origin:${profile}`,
      ];
    case "container-enhanced":
      return [build, `docker load < result && ${RUN_SYSTEMD} hls-test-origin-enhanced:${profile}`];
    case "vm":
      return [build, "result/bin/test-origin-vm"];
    case "iso":
      return [
        build,
        "sudo dd if=$(echo result/iso/*.iso) of=/dev/sdX bs=4M   # or boot it in a virtual machine",
      ];
    default:
      return type satisfies never;
  }
}
