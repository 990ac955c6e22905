import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { DeploymentType } from "../plan/plan.ts";
import { quoteLine } from "../render/quote/shell.ts";
import type { ConfigArgs } from "./load-profiles.ts";
import { platformCheck, platformFailure } from "./platform-check.ts";

/** What `up` was asked to bring up. */
interface WantedOrigin {
  profile: string;
  settings: ConfigArgs;
}

/**
 * Why `up` cannot bring up a type other than the runner: what the machine lacks for it (exit 6, 7 or 8), or else that this
 * version of hlsctl builds it and does not start it (exit 8). Either way with the nearest that does work.
 */
export async function refuseType(host: Host, type: DeploymentType, wanted: WantedOrigin): Promise<Failure> {
  const check = await platformCheck(host, type);
  const { verdict } = check;
  const command = quoteLine(["hlsctl", "up", wanted.profile, "runner", ...settingWords(wanted.settings)]);
  const nearest = { type: "runner", command, because: "" } as const;
  const lacking = platformFailure({ ...check, nearest }, verdict);
  if (lacking) return lacking;
  return new Failure(
    "type-unsupported",
    `This version of hlsctl brings up runners; it builds the type ${type}, and leaves it to you to start it.`,
    {
      hint: [
        `This machine can carry it: ${verdict.because}`,
        ...buildSteps(type, wanted),
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
function buildSteps(type: DeploymentType, { profile, settings }: WantedOrigin): string[] {
  const words = settingWords(settings);
  const build = quoteLine(["hlsctl", "build", type, "--profile", profile, ...words, "--out", "result"]);
  // An image with settings has a tag of its own.
  const named = (image: string) =>
    words.length === 0 ? `${image}:${profile}` : `IMAGE   # as docker load calls it`;
  switch (type) {
    case "runner":
      return [build, "result/bin/test-origin"];
    case "container":
      return [
        build,
        `docker load < result && docker run --rm -p 127.0.0.1:17080:17080 ${named("hls-test-origin")}`,
      ];
    case "container-enhanced":
      return [build, `docker load < result && ${RUN_SYSTEMD} ${named("hls-test-origin-enhanced")}`];
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

function settingWords(settings: ConfigArgs): string[] {
  const flags = ["profile-file", "set-file", "set"] as const;
  return flags.flatMap((flag) => settings[flag].flatMap((value) => [`--${flag}`, value]));
}
