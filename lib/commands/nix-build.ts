import {
  type EstimatedBuild,
  estimateBuild,
  type FreeSpace,
  measureSpace,
  requireNetwork,
  requireSpace,
} from "../build/estimate-build.ts";
import { requireNix, requireSystem, type UsableNix } from "../build/preflight.ts";
import { type BuiltOutput, buildOutput, type NixConduct } from "../build/run-nix.ts";
import { writeCachedFlake } from "../build/write-flake.ts";
import { attributeOf, type InputOverride, type NixCall } from "../nix/build-argv.ts";
import { parseOverrideInput } from "../nix/override-input.ts";
import type { System } from "../nix/systems.ts";
import type { Stopping } from "../run/signals.ts";
import { openNixProgress } from "../ui/nix-progress.ts";
import { chooseSystem, type Target } from "./build-target.ts";
import type { CommandContext } from "./command.ts";
import { loadFlakeContent } from "./flake-content.ts";
import type { ConfigArgs } from "./load-profiles.ts";

/** What of a command line is about Nix. */
export interface NixFlags extends ConfigArgs {
  readonly "override-input": readonly string[];
  readonly offline: boolean;
  readonly quiet: boolean;
}

/** What a build works with: the command's own listening for signals, from its first call of Nix to its end. */
export interface BuildContext extends CommandContext {
  stopping: Stopping;
}

/** A build that is ready to start: all that could be looked at before has been. */
export interface PreparedBuild {
  nix: UsableNix;
  system: System;
  call: NixCall;
  estimated: EstimatedBuild;
  free: FreeSpace;
}

/**
 * Everything before the first build: Nix, system, flake, estimate, network and space. Throws what stands in the way; evaluating the flake
 * may fetch its inputs.
 */
export async function prepareBuild(
  { output, component }: Target,
  request: { flags: NixFlags; system: System | undefined },
  context: BuildContext,
): Promise<PreparedBuild> {
  const { host, out, stopping } = context;
  const { flags } = request;
  const overrideInputs = flags["override-input"].map((text) => parseOverrideInput(text, host.cwd));
  const nix = await requireNix(host, overridesNixpkgs(overrideInputs));
  stopping.throwIfStopped();
  for (const note of nix.notes) out.detail(note);
  const system = chooseSystem(output, request.system, nix.ownSystem);
  const slow = requireSystem(host, nix, system, output.name);
  if (slow) out.warn(slow);
  const content = await loadFlakeContent(host, flags, { component, warn: (text) => out.detail(text) });
  const call: NixCall = {
    nix: nix.path,
    flakeDir: await writeCachedFlake(host, content),
    attribute: attributeOf(system, output.name),
    overrideInputs,
    offline: flags.offline,
  };
  out.detail(`The flake is in ${call.flakeDir}.`);
  const [estimated, free] = await Promise.all([
    conducted(context, { flags, wanted: output.name }, (conduct) => estimateBuild(host, call, conduct)),
    measureSpace(host),
  ]);
  await requireNetwork(host, estimated.estimate, flags.offline);
  requireSpace(output.type, estimated.estimate, free);
  return { nix, system, call, estimated, free };
}

/** Builds what was prepared, with a link that keeps it. */
export async function carryOutBuild(
  prepared: PreparedBuild,
  request: { flags: NixFlags; outLink: string; wanted: string },
  context: BuildContext,
): Promise<BuiltOutput> {
  const call = { ...prepared.call, outLink: request.outLink };
  return conducted(context, request, (conduct) => buildOutput(context.host, call, conduct));
}

function overridesNixpkgs(inputs: readonly InputOverride[]): boolean {
  return inputs.some(({ name }) => name === "nixpkgs");
}

/** Runs a call of Nix with its progress shown; the first signal ends it in order, a second one at once. */
async function conducted<T>(
  { host, out, stopping }: BuildContext,
  { flags, wanted }: { flags: NixFlags; wanted: string },
  run: (conduct: NixConduct) => Promise<T>,
): Promise<T> {
  const { signal, control } = stopping;
  const progress = openNixProgress({
    out,
    isQuiet: flags.quiet,
    env: host.env,
    nowMs: () => host.clock.nowMs(),
  });
  try {
    return await run({ signal, control, wanted, onProgress: progress.show });
  } finally {
    progress.close();
  }
}
