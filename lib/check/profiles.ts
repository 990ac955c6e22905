import { Failure } from "../errors.ts";
import type { Layer } from "../merge/merge.ts";
import type { Profile } from "../registry/profile.ts";
import { resolve } from "../resolve.ts";
import type { Component } from "../schema/component.ts";
import type { Finding } from "../schema/finding.ts";
import type { Table } from "../schema/table.ts";
import { type Check, failed, passed, type Verdict } from "./check.ts";
import type { CheckContext, ProfileSet } from "./context.ts";
import { firstDifference, restrict } from "./difference.ts";
import { evalExpression } from "./nix-command.ts";

/** Folder of each component's configuration below `nix/` of the flake. */
const FOLDERS: Record<Component, string> = { origin: "test-origin", swarm: "swarm-client" };

/** Every profile, the user's too, resolves in hlsctl and in Nix, and to the same. */
export const PROFILE_CHECKS: readonly Check[] = (["origin", "swarm"] as const).flatMap(
  (component): Check[] => [
    {
      id: `profiles/${component}`,
      tier: "quick",
      title: `every ${component} profile resolves`,
      needs: [],
      run: async ({ profiles }) => checkResolved(component, profiles[component]),
    },
    {
      id: `profiles/nix-${component}`,
      tier: "quick",
      title: `Nix resolves every ${component} profile to the same`,
      needs: ["flake"],
      run: (context) => checkSame(component, context),
    },
    {
      id: `profiles/nix-${component}-unknown`,
      tier: "quick",
      title: `Nix refuses ${component} profiles that do not exist and names those that do`,
      needs: ["flake"],
      run: (context) => checkRefused(component, context),
    },
  ],
);

function checkResolved(component: Component, set: ProfileSet): Verdict {
  const { registry, broken } = set;
  const problems = [
    ...broken.map(({ name, message }) => `${name}: ${message}`),
    ...registry.profiles.flatMap((profile) => problemOf(set, profile) ?? []),
  ];
  const count = `${registry.profiles.length + broken.length} ${component} profiles`;
  if (problems.length === 0) return passed(count);
  return failed(`${problems.length} of ${count} cannot be used`, problems.join("\n"));
}

function problemOf(set: ProfileSet, profile: Profile): string | undefined {
  try {
    resolveIn(set, profile);
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [`${profile.name}: ${error.message}`, ...findingsOf(error)].join("\n  ");
  }
}

function findingsOf({ details }: Failure): string[] {
  const findings = Array.isArray(details) ? (details as readonly Finding[]) : [];
  return findings
    .filter(({ severity }) => severity === "error")
    .map(({ path, value, expected }) => `${path} is ${JSON.stringify(value)}; expected: ${expected}`);
}

function resolveIn({ registry, overrides }: ProfileSet, profile: Profile) {
  return resolve(registry, profile, overrideLayers(overrides));
}

/** What lies over every profile of the flake. */
export function overrideLayers(overrides: Table): Layer[] {
  return Object.keys(overrides).length > 0 ? [{ label: "overrides.json", table: overrides }] : [];
}

async function checkSame(component: Component, context: CheckContext): Promise<Verdict> {
  const set = context.profiles[component];
  const each =
    "builtins.listToAttrs (map (name: { inherit name; value = system.resolve name { }; }) system.listProfiles)";
  const answer = await evalExpression(context, expressionOf(component, each), flakeVariable(context));
  if (!answer.ok) return failed("Nix cannot resolve the profiles", answer.detail);
  const theirs = answer.value as Record<string, unknown>;
  const names = set.registry.profiles.map(({ name }) => name);
  const differences = set.registry.profiles.flatMap((profile) => {
    const difference = differenceOf(set, profile, theirs[profile.name] ?? {});
    return difference === undefined ? [] : [`${profile.name}: ${difference}`];
  });
  const strangers = Object.keys(theirs).filter((name) => !names.includes(name));
  const problems = [...differences, ...strangers.map((name) => `${name}: hlsctl does not know it`)];
  if (problems.length === 0) return passed(`${names.length} profiles, equal in every value`);
  return failed(`Nix and hlsctl disagree on ${problems.length} profiles`, problems.join("\n"));
}

async function checkRefused(component: Component, context: CheckContext): Promise<Verdict> {
  const answer = await evalExpression(
    context,
    expressionOf(component, 'system.validateProfile "defualt"'),
    flakeVariable(context),
  );
  if (answer.ok) return failed('Nix takes "defualt" for a profile', JSON.stringify(answer.value));
  const unnamed = context.profiles[component].registry.profiles.find(
    ({ name }) => !answer.detail.includes(name),
  );
  if (unnamed) return failed(`the refusal does not name the profile ${unnamed.name}`, answer.detail);
  return passed();
}

/** Paths come by the environment, so that no quoting can go wrong. */
const FLAKE_VARIABLE = "HLSCTL_CHECK_FLAKE";

function flakeVariable({ flake }: CheckContext) {
  return { [FLAKE_VARIABLE]: flake };
}

function expressionOf(component: Component, result: string): string {
  return `
    let
      flake = builtins.getEnv "${FLAKE_VARIABLE}";
      file = flake + "/overrides.json";
      all = if builtins.pathExists file then builtins.fromJSON (builtins.readFile file) else { };
      system = import (flake + "/nix/${FOLDERS[component]}/config") {
        profilesDir = flake + "/profiles";
        overrides = all.${component} or { };
      };
    in ${result}`;
}

/** hlsctl derives more than Nix needs, such as codecs: of derived values those count that both have. */
function differenceOf(set: ProfileSet, profile: Profile, theirs: unknown): string | undefined {
  const resolved = resolveIn(set, profile);
  const { config, derived, cache } = theirs as Record<string, unknown>;
  const pairs = {
    config: [resolved.config, config],
    derived: [restrict(plain(resolved.derived), derived), derived],
    ...(resolved.component === "origin" ? { cache: [resolved.cache, cache] } : {}),
  };
  for (const [name, [here, there]] of Object.entries(pairs)) {
    const difference = firstDifference(plain(here), there, name);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** As it travels. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
