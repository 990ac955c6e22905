import { checkNix } from "../doctor/check/nix.ts";
import { placeOf } from "../doctor/checks.ts";
import type { Host } from "../host/host.ts";
import { guarded } from "../host/probe/all.ts";
import { probeNix } from "../host/probe/nix.ts";
import { probeSystem } from "../host/probe/system.ts";
import { type Builder, judgeOutputs } from "../nix/buildable.ts";
import { OUTPUT_TYPES } from "../nix/output-types.ts";
import { listOutputs } from "../nix/outputs.ts";
import { SYSTEMS, systemOf } from "../nix/systems.ts";
import { renderOutputs } from "../ui/nix-outputs.ts";
import { defineCommand } from "./command.ts";
import { CONFIG_ARGS, OUTPUT_ARGS } from "./common-args.ts";
import { COMPONENT_ARG, componentOf } from "./component-arg.ts";
import { surveyFlakeProfiles } from "./flake-profiles.ts";
import { tellLeftOut } from "./load-profiles.ts";

const TYPE_NAMES = [...new Set(OUTPUT_TYPES.map(({ type }) => type))];

export const nixShow = defineCommand({
  name: "nix show",
  description: "List what the flake builds, and what of it this machine can build",
  args: {
    type: {
      kind: "value",
      hint: "TYPE",
      description: "Only outputs of this type, one by one",
      options: TYPE_NAMES,
    },
    system: {
      kind: "value",
      hint: "SYSTEM",
      description: "Only outputs of this system; this machine's when not said",
      options: SYSTEMS,
    },
    component: { ...COMPONENT_ARG.component, description: "Whose --profile-file is (origin)" },
    "profile-file": CONFIG_ARGS["profile-file"],
    ...OUTPUT_ARGS,
  },
  examples: ["hlsctl nix show", "hlsctl nix show --type vm", "hlsctl nix show --system aarch64-linux --json"],
  async run(args, { host, out }) {
    const [builder, { origin, swarm }] = await Promise.all([
      learnBuilder(host),
      surveyFlakeProfiles(host, componentOf(args.component) ?? "origin", args),
    ]);
    for (const text of [origin, swarm].flatMap(tellLeftOut)) out.warn(text);
    const profiles = [...origin.registry.profiles, ...swarm.registry.profiles];
    const system = SYSTEMS.find((one) => one === args.system);
    const outputs = judgeOutputs(listOutputs(profiles, system), builder, system).filter(
      ({ type }) => args.type === undefined || type === args.type,
    );
    out.data("nix show", { machine: systemOf(builder.os, builder.arch), system: system ?? null, outputs });
    out.answer(
      renderOutputs(outputs, { paint: out.paint, width: out.width, isFlat: args.type !== undefined }),
    );
  },
});

/** What the outputs' verdicts stand on: doctor's findings about Nix that stop every build, and whom Nix can build for. */
async function learnBuilder(host: Host): Promise<Builder> {
  const [nix, system] = await Promise.all([guarded(host, probeNix), guarded(host, probeSystem)]);
  const { platform: os, arch } = host;
  if (!nix.known) {
    const because = `Nothing could be learnt about Nix: ${nix.because}.`;
    return { os, arch, nix: null, obstacle: { because, do: "hlsctl doctor --verbose" } };
  }
  const stopping = checkNix(nix, placeOf({ system })).find(
    ({ id, severity }) => severity === "error" && id !== "nix-no-linux-builder",
  );
  const obstacle = stopping ? { because: stopping.message, do: stopping.fix?.split("\n")[0] ?? null } : null;
  return { os, arch, nix, obstacle };
}
