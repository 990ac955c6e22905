import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { Layer } from "../merge/merge.ts";
import { type FlakeComponent, OUTPUT_TYPES } from "../nix/output-types.ts";
import { listOutputs, type Output, outputName } from "../nix/outputs.ts";
import { linuxOf, type System } from "../nix/systems.ts";
import { suggest } from "../registry/suggest.ts";
import { resolve } from "../resolve.ts";
import type { Component } from "../schema/component.ts";
import { leavesOf } from "../schema/table.ts";
import { findingInOneLine } from "../ui/finding.ts";
import { loadFlakeProfiles } from "./flake-profiles.ts";
import { readFlakeSettings } from "./flake-settings.ts";
import { type ConfigArgs, type LoadedProfiles, pickProfile, tellLeftOut } from "./load-profiles.ts";

export interface TargetArgs extends ConfigArgs {
  /** A type of the origin, or the name of an output. */
  type: string;
  profile: string | undefined;
}

export interface Target {
  output: Output;
  /** Whose configuration it has; undefined for programs. */
  component: Component | undefined;
}

const ORIGIN_TYPES = OUTPUT_TYPES.filter(({ component }) => component === "test-origin").map(
  ({ type }) => type,
);

/** What the flake gives as `default`, too. */
const DEFAULT_OUTPUT = "hlsctl";

/**
 * What is to be built, with its configuration checked. Throws `Failure`s of usage, of profiles and of settings, each with
 * the nearest that there is.
 */
export async function chooseTarget(
  host: Host,
  args: TargetArgs,
  warn: (text: string) => void,
): Promise<Target> {
  const own: Component = args.type.startsWith("swarm-client") ? "swarm" : "origin";
  const other: Component = own === "origin" ? "swarm" : "origin";
  const [loaded, others] = await Promise.all([
    loadFlakeProfiles(host, own, args),
    loadFlakeProfiles(host, other, { "profile-file": [] }),
  ]);
  for (const text of tellLeftOut(loaded)) warn(text);
  const outputs = listOutputs([...loaded.registry.profiles, ...others.registry.profiles]);
  const output = pickOutput(outputs, loaded, args);
  if (output.profile === null) {
    refuseSettings(output, args);
    return { output, component: undefined };
  }
  const settings = await readFlakeSettings(host, args, own);
  refuseForeign(output, own, settings[other]);
  const resolved = resolve(loaded.registry, pickProfile(loaded, output.profile), settings[own]);
  for (const finding of resolved.warnings) warn(findingInOneLine(finding));
  return { output, component: own };
}

function pickOutput(outputs: readonly Output[], loaded: LoadedProfiles, args: TargetArgs): Output {
  const { profile } = args;
  const type = args.type === "default" ? DEFAULT_OUTPUT : args.type;
  if (ORIGIN_TYPES.includes(type))
    return byType(outputs, loaded, { component: "test-origin", type, profile });
  const named = outputs.find(({ name }) => name === type);
  if (!named) throw unknownType(outputs, type);
  const { component } = named;
  if (profile === undefined && (loaded.files.length === 0 || !isDefault(named))) return named;
  if (!isFlakeComponent(component)) {
    throw new Failure(
      "usage-bad-value",
      `${type} is the same for every profile; --profile has no say in it.`,
      {
        hint: "Leave --profile out.",
      },
    );
  }
  if (!isDefault(named)) {
    const asked = pickProfile(loaded, profile).name;
    if (asked === named.profile) return named;
    throw namesProfile(named, profile ?? asked);
  }
  return byType(outputs, loaded, { component, type: named.type, profile });
}

/** The output has no profile in its name, so that one can be given beside it. */
function isDefault({ component, type, profile, name }: Output): boolean {
  return profile === "default" && isFlakeComponent(component) && name === outputName(component, type);
}

function isFlakeComponent(component: Output["component"]): component is FlakeComponent {
  return OUTPUT_TYPES.some((one) => one.component === component);
}

function byType(
  outputs: readonly Output[],
  loaded: LoadedProfiles,
  { component, type, profile }: { component: FlakeComponent; type: string; profile: string | undefined },
): Output {
  const { name } = pickProfile(loaded, profile);
  const found = outputs.find(
    (one) => one.component === component && one.type === type && one.profile === name,
  );
  if (!found) throw new Error(`no output of ${component} ${type} ${name}`);
  return found;
}

function namesProfile({ name, component, type, profile }: Output, asked: string): Failure {
  const word =
    isFlakeComponent(component) && component !== "test-origin" ? outputName(component, type) : type;
  return new Failure(
    "usage-bad-value",
    `${name} is the output of the profile ${profile}; --profile ${asked} says another thing.`,
    { hint: `Leave --profile out, or say: hlsctl build ${word} --profile ${asked}` },
  );
}

function unknownType(outputs: readonly Output[], word: string): Failure {
  const near = suggest(word, [...ORIGIN_TYPES, ...outputs.map(({ name }) => name)]);
  const choices = `The types of an origin are ${ORIGIN_TYPES.join(", ")}; \`hlsctl nix show\` lists every output.`;
  return new Failure("usage-unknown-type", `There is no type and no output "${word}" to build.`, {
    hint: near ? `Did you mean ${near}? ${choices}` : choices,
  });
}

function refuseSettings({ name }: Output, args: ConfigArgs): void {
  const [flag] = (["set", "set-file", "profile-file"] as const).filter((one) => args[one].length > 0);
  if (flag === undefined) return;
  throw new Failure("usage-bad-value", `${name} has no configuration; --${flag} has no say in it.`, {
    hint: `Leave --${flag} out.`,
  });
}

/** A flake has both components, an output only one: settings of the other would do nothing. */
function refuseForeign({ name }: Output, own: Component, foreign: readonly Layer[]): void {
  const [first] = foreign.flatMap(({ label, table }) => leavesOf(table).map(({ keys }) => ({ label, keys })));
  if (first === undefined) return;
  const key = first.keys.join(".");
  const [theirs, ours] = own === "origin" ? ["a swarm", "an origin"] : ["an origin", "a swarm"];
  throw new Failure(
    "usage-bad-value",
    `${key} (${first.label}) is a key of ${theirs}, and ${name} is ${ours}.`,
    {
      hint: "Leave it out; `hlsctl nix write` takes settings of both.",
    },
  );
}

/** The system to build for: the one asked for, this machine's, or on a Mac the Linux of its kind. */
export function chooseSystem(output: Output, asked: System | undefined, own: System): System {
  const chosen = asked ?? (output.systems.includes(own) ? own : linuxOf(own));
  if (output.systems.includes(chosen)) return chosen;
  throw new Failure("output-not-found", `There is no ${output.name} for ${chosen}.`, {
    hint: `It is made for ${output.systems.join(", ")}.`,
  });
}
