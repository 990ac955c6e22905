import { join } from "node:path";
import { buildsFolder, checkOutLink, inspectResult } from "../build/out-link.ts";
import { buildCommand } from "../nix/build-argv.ts";
import { nextCommands } from "../nix/result.ts";
import { SYSTEMS } from "../nix/systems.ts";
import { interruptible, untilStopped } from "../run/signals.ts";
import { type BuildPlan, renderBuildPlan, renderBuilt } from "../ui/build.ts";
import { chooseTarget, type Target } from "./build-target.ts";
import { type CommandContext, defineCommand, type ParsedArgs } from "./command.ts";
import { ACTION_ARGS, CONFIG_ARGS, OUTPUT_ARGS } from "./common-args.ts";
import { NIX_ARGS } from "./nix-args.ts";
import {
  type BuildContext,
  carryOutBuild,
  type NixFlags,
  type PreparedBuild,
  prepareBuild,
} from "./nix-build.ts";

const BUILD_ARGS = {
  type: {
    kind: "word",
    hint: "TYPE",
    description:
      "runner, container, container-enhanced, vm or iso of an origin, or an output's name as `nix show` lists it",
    required: true,
    completes: "outputs",
  },
  profile: {
    kind: "value",
    hint: "PROFILE",
    description: "The profile (default)",
    completes: "profiles",
  },
  system: {
    kind: "value",
    hint: "SYSTEM",
    description:
      "Build for this system (this machine's; on a Mac the Linux of its kind where only that will do)",
    options: SYSTEMS,
  },
  out: {
    kind: "value",
    hint: "FILE",
    description: "Where the link to the result goes (a folder of hlsctl's own)",
    completes: "files",
  },
  ...CONFIG_ARGS,
  ...NIX_ARGS,
  ...ACTION_ARGS,
  ...OUTPUT_ARGS,
} as const;

export const buildOutputCommand = defineCommand({
  name: "build",
  description: "Build a container image, a virtual machine, an ISO or any other output of the flake with Nix",
  args: BUILD_ARGS,
  examples: [
    "hlsctl build container --profile low-latency --out image",
    "hlsctl build vm --dry-run",
    "hlsctl build iso --system aarch64-linux",
    "hlsctl build swarm-client-container --set clients=500",
    "hlsctl build runner --offline --override-input nixpkgs=path:/srv/nixpkgs",
  ],
  async run(args, context) {
    await untilStopped((stopping) =>
      prepareAndBuild(args, { ...context, host: interruptible(context.host, stopping), stopping }),
    );
  },
});

async function prepareAndBuild(args: ParsedArgs<typeof BUILD_ARGS>, context: BuildContext): Promise<void> {
  const { host, out, stopping } = context;
  const target = await chooseTarget(host, args, (text) => out.warn(text));
  const given = args.out === undefined ? undefined : await checkOutLink(host, args.out);
  const system = SYSTEMS.find((one) => one === args.system);
  const prepared = await prepareBuild(target, { flags: args, system }, context);
  const plan = planBuild(target, prepared, given ?? ownLink(target, prepared, context));
  stopping.throwIfStopped();
  if (args["dry-run"]) {
    out.data("build", plan);
    return out.answer(renderBuildPlan(plan, out.paint));
  }
  out.note(renderBuildPlan(plan, out.paintNotes));
  if (given === undefined) await host.fs.makeDirectory(buildsFolder(host), 0o700);
  await build(plan, prepared, args, context);
}

/** Without `--out` the link is one of hlsctl's own, so that the result outlives the next garbage collection all the same. */
function ownLink({ output }: Target, { system, nix }: PreparedBuild, { host }: CommandContext): string {
  return join(buildsFolder(host), system === nix.ownSystem ? output.name : `${output.name}-${system}`);
}

function planBuild(
  { output }: Target,
  { call, system, estimated, free }: PreparedBuild,
  link: string,
): BuildPlan {
  return {
    schema: "hlsctl/build-plan/v1",
    output: output.name,
    type: output.type,
    profile: output.profile,
    system,
    flakeDir: call.flakeDir,
    attribute: call.attribute,
    command: buildCommand(call, link),
    link,
    ...estimated,
    free,
  };
}

async function build(
  plan: BuildPlan,
  prepared: PreparedBuild,
  flags: NixFlags,
  context: BuildContext,
): Promise<void> {
  const { host, out, stopping } = context;
  const startedMs = host.clock.nowMs();
  const request = { flags, outLink: plan.link, wanted: plan.output };
  const { drvPath, outputs } = await carryOutBuild(prepared, request, context);
  const result = await inspectResult(host, outputs.out ?? plan.outPath);
  stopping.throwIfStopped();
  out.data("build", {
    output: plan.output,
    type: plan.type,
    profile: plan.profile,
    system: plan.system,
    drvPath,
    outPath: outputs.out ?? plan.outPath,
    outputs,
    link: plan.link,
    result,
    next: nextCommands(result, plan.link),
    tookMs: host.clock.nowMs() - startedMs,
  });
  out.answer(renderBuilt(plan, result, out.paint));
}
