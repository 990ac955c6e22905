import type { Profile } from "../registry/profile.ts";
import type { Component } from "../schema/component.ts";
import { type FlakeComponent, OUTPUT_TYPES, type OutputType } from "./output-types.ts";
import { isLinux, SYSTEMS, type System } from "./systems.ts";

/** A package of the flake. */
export interface Output {
  /** As in `nix build path:…#NAME`. */
  name: string;
  component: FlakeComponent | "hlsctl" | "go-ffmpeg-hls-swarm";
  /** `runner`, `vm` …; the programs themselves are of the type `package`, the Go program's image is a `container`. */
  type: string;
  /** Null for what is the same whatever the profile. */
  profile: string | null;
  /** The alias in the name, if it has one instead of the profile. */
  alias: string | null;
  description: string;
  /** What it has in bin/. */
  program: string | null;
  systems: readonly System[];
}

const PROFILES_OF: Readonly<Record<FlakeComponent, Component>> = {
  "test-origin": "origin",
  "swarm-client": "swarm",
};

/** `<component>[-<type>][-<profile>]`: runners have no type in their name, the default profile none of its own. */
export function outputName(component: FlakeComponent, type: string, profile = "default"): string {
  const parts = [
    component,
    ...(type === "runner" ? [] : [type]),
    ...(profile === "default" ? [] : [profile]),
  ];
  return parts.join("-");
}

/**
 * All packages of the flake, of one system or of any; `default` is `hlsctl` once more. The profiles are nameable ones
 * (nameable.ts).
 */
export function listOutputs(profiles: readonly Profile[], system?: System): Output[] {
  const outputs = allOutputs(profiles);
  const [clash] = sameNamed(outputs) ?? [];
  if (clash) throw new Error(`two outputs of the flake are called ${clash.name}`);
  return system === undefined ? outputs : outputs.filter(({ systems }) => systems.includes(system));
}

/** Outputs of these profiles that would be called the same, if there are any. */
export function findClash(profiles: readonly Profile[]): readonly Output[] | undefined {
  return sameNamed(allOutputs(profiles));
}

function allOutputs(profiles: readonly Profile[]): Output[] {
  return [...PROGRAMS, ...OUTPUT_TYPES.flatMap((type) => outputsOf(type, profiles))];
}

const GO = { component: "go-ffmpeg-hls-swarm", profile: null, alias: null } as const;

const PROGRAMS: readonly Output[] = [
  {
    name: "hlsctl",
    component: "hlsctl",
    type: "package",
    profile: null,
    alias: null,
    description: "Test origins and load tests for HTTP Live Streaming",
    program: "hlsctl",
    systems: SYSTEMS,
  },
  {
    ...GO,
    name: "go-ffmpeg-hls-swarm",
    type: "package",
    description: "The original load tester, in Go",
    program: "go-ffmpeg-hls-swarm",
    systems: SYSTEMS,
  },
  {
    ...GO,
    name: "go-ffmpeg-hls-swarm-container",
    type: "container",
    description: "Container image of the original Go program, not root",
    program: null,
    systems: SYSTEMS.filter(isLinux),
  },
];

function outputsOf(kind: OutputType, profiles: readonly Profile[]): Output[] {
  const { component, type, description, program, isLinuxOnly } = kind;
  const systems = isLinuxOnly ? SYSTEMS.filter(isLinux) : SYSTEMS;
  return namesOf(profiles.filter((one) => one.component === PROFILES_OF[component])).map(
    ({ profile, alias }) => ({
      name: outputName(component, type, alias ?? profile),
      component,
      type,
      profile,
      alias,
      description,
      program,
      systems,
    }),
  );
}

/** Profiles, then aliases that are nobody's name; the first profile that claims one has it. */
function namesOf(profiles: readonly Profile[]): { profile: string; alias: string | null }[] {
  const sorted = profiles.toSorted(defaultFirst);
  const names = new Set(sorted.map(({ name }) => name));
  const aliases = new Map<string, string>();
  for (const profile of sorted) {
    for (const alias of profile.aliases) {
      if (!names.has(alias) && !aliases.has(alias)) aliases.set(alias, profile.name);
    }
  }
  return [
    ...sorted.map(({ name }) => ({ profile: name, alias: null })),
    ...[...aliases].map(([alias, profile]) => ({ profile, alias })),
  ];
}

function defaultFirst(a: Profile, b: Profile): number {
  return Number(b.name === "default") - Number(a.name === "default") || (a.name < b.name ? -1 : 1);
}

function sameNamed(outputs: readonly Output[]): Output[] | undefined {
  return [...Map.groupBy(outputs, ({ name }) => name).values()].find(({ length }) => length > 1);
}
