import { requireNix } from "../build/preflight.ts";
import { writeCachedFlake } from "../build/write-flake.ts";
import { listChecks } from "../check/catalogue.ts";
import type { Check } from "../check/check.ts";
import type { CheckContext, ProfileSet } from "../check/context.ts";
import { type NixGround, surveyGround } from "../check/ground.ts";
import type { Leavings } from "../check/leavings.ts";
import { type Conditions, lackingFor } from "../check/needs.ts";
import { makeScratch } from "../check/scratch.ts";
import { ownerOf, sweepContainers } from "../check/sweep.ts";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { listOutputs } from "../nix/outputs.ts";
import { parseOverrideInput } from "../nix/override-input.ts";
import { type System, systemOf } from "../nix/systems.ts";
import { quoteShell } from "../render/quote/shell.ts";
import { waitUntilReady } from "../run/ready.ts";
import type { Component } from "../schema/component.ts";
import { loadFlakeContent } from "./flake-content.ts";
import { surveyFlakeProfiles } from "./flake-profiles.ts";
import type { LoadedProfiles } from "./load-profiles.ts";

export interface CheckCatalogue {
  system: System;
  profiles: Record<Component, ProfileSet>;
  checks: Check[];
}

/** The profiles, the user's too, and every check there is for them on this machine. */
export async function readCatalogue(host: Host): Promise<CheckCatalogue> {
  const loaded = await surveyFlakeProfiles(host, "origin", NO_SETTINGS);
  const [origin, swarm] = [profilesOf(loaded.origin), profilesOf(loaded.swarm)];
  const system = systemOf(host.platform, host.arch);
  const outputs = listOutputs([...origin.registry.profiles, ...swarm.registry.profiles], system);
  return { system, profiles: { origin, swarm }, checks: listChecks(outputs) };
}

function profilesOf({ registry, broken }: LoadedProfiles): ProfileSet {
  return {
    registry,
    broken: broken.map(({ name, path, failure }) => ({ name, path, message: failure.message })),
    overrides: {},
  };
}

export interface CheckRequest {
  args: { "override-input": readonly string[]; offline: boolean };
  catalogue: CheckCatalogue;
  checks: readonly Check[];
  signal: AbortSignal;
  onBuild: CheckContext["onBuild"];
  leavings: Leavings;
  tell: CheckContext["tell"];
  /** What is left out of the flake. */
  note(text: string): void;
}

export interface PreparedChecks {
  context: CheckContext;
  conditions: Conditions;
  /** Why there is no flake, or no Nix, for checks that are asked for and need it. */
  failure: Failure | undefined;
  dispose(): Promise<void>;
}

/** Looks at what the chosen checks need, writes the flake if they need one, and makes a folder for what they leave. */
export async function prepareChecks(host: Host, request: CheckRequest): Promise<PreparedChecks> {
  const { args, catalogue, checks, signal } = request;
  const overrideInputs = args["override-input"].map((text) => parseOverrideInput(text, host.cwd));
  const wantsNix = checks.some(({ needs }) => needs.some((need) => NIX_NEEDS.includes(need)));
  const nix = wantsNix
    ? await groundOf(
        host,
        overrideInputs.some(({ name }) => name === "nixpkgs"),
      )
    : NO_NIX;
  const ground = await surveyGround(host, checks, nix);
  const written = nix.path === undefined ? NOT_WRITTEN : await writeFlake(host, request.note);
  const owner = await ownerOf(host);
  if (ground.engine !== undefined) await sweepContainers(host, ground.engine, owner);
  const home = await makeScratch(host);
  const release = request.leavings.add({ what: `the folder ${home}`, remove: `rm -r ${quoteShell(home)}` });
  const context: CheckContext = {
    host,
    system: catalogue.system,
    flake: written.flake,
    flakeFailure: written.failure,
    nix: { path: nix.path ?? "nix", overrideInputs, offline: args.offline },
    engine: ground.engine,
    profiles: catalogue.profiles,
    home,
    owner,
    leavings: request.leavings,
    tell: request.tell,
    signal,
    control: { kill() {} },
    onBuild: request.onBuild,
    waitUntilReady: (urls, limits) => waitUntilReady(host, urls, limits),
  };
  const flake = lackingFlake(written.failure);
  const { nix: noNix, nixpkgs } = ground.conditions;
  const lacks = (conditions: Conditions) => checks.some(({ needs }) => lackingFor(needs, conditions));
  return {
    context,
    conditions: { ...ground.conditions, ...flake },
    failure: lacks(flake) ? written.failure : lacks({ nix: noNix, nixpkgs }) ? nix.failure : undefined,
    dispose: () => host.fs.remove(home).then(release),
  };
}

const NO_SETTINGS = { set: [], "set-file": [], "profile-file": [] };
const NIX_NEEDS: readonly string[] = ["nix", "flake", "nixpkgs"];
const NO_NIX: NixGround = { path: undefined, failure: undefined };
const NOT_WRITTEN: { flake: string; failure: Failure | undefined } = { flake: "", failure: undefined };

/** A Nix that is there but cannot build still evaluates what needs no nixpkgs. */
async function groundOf(host: Host, isNixpkgsOverridden: boolean): Promise<NixGround> {
  try {
    const { path } = await requireNix(host, isNixpkgsOverridden);
    return { path, failure: undefined };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const canEvaluate = error.id === "nix-too-old";
    return { path: canEvaluate ? await host.which("nix") : undefined, failure: error };
  }
}

/** With the user's profiles in it; without those that cannot be read, which have a check of their own. */
async function writeFlake(host: Host, warn: (text: string) => void): Promise<typeof NOT_WRITTEN> {
  try {
    const content = await loadFlakeContent(host, NO_SETTINGS, { warn });
    return { flake: await writeCachedFlake(host, content), failure: undefined };
  } catch (error) {
    if (error instanceof Failure) return { flake: "", failure: error };
    throw error;
  }
}

function lackingFlake(failure: Failure | undefined): Conditions {
  if (failure === undefined) return {};
  const { message, hint } = failure;
  return {
    flake: { reason: `the flake could not be written: ${message.replace(/\.$/, "")}`, enable: hint ?? "" },
  };
}
