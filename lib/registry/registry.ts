import { Failure } from "../errors.ts";
import type { Component } from "../schema/component.ts";
import type { Table } from "../schema/table.ts";
import { embedProfiles } from "./embed.macro.ts" with { type: "macro" };
import { asTable, BUILT_IN, type Profile, parseProfile } from "./profile.ts";
import { suggest } from "./suggest.ts";

export interface Registry {
  readonly profiles: readonly Profile[];
}

const BASE = embedProfiles("base");
const EMBEDDED: Record<Component, string> = {
  origin: embedProfiles("origin"),
  swarm: embedProfiles("swarm"),
};

/** The configuration every profile of the component starts from. */
export function baseOf(component: Component): Table {
  return asTable(tablesIn(BASE)[component], `profiles/base/${component}.toml`);
}

/** The profiles inside the binary. */
export function embeddedRegistry(component: Component): Registry {
  const profiles = Object.entries(tablesIn(EMBEDDED[component])).map(([name, table]) =>
    parseProfile(component, name, table, BUILT_IN),
  );
  return { profiles: profiles.sort(defaultFirst) };
}

function tablesIn(json: string): Record<string, Table> {
  return JSON.parse(json);
}

function defaultFirst(a: Profile, b: Profile): number {
  return Number(b.name === "default") - Number(a.name === "default") || a.name.localeCompare(b.name);
}

/** The registry with the user's profiles at its end; one of theirs takes the place of a built-in one of the same name. */
export function withProfiles(registry: Registry, added: readonly Profile[]): Registry {
  const profiles = new Map(registry.profiles.map((profile) => [profile.name, profile]));
  for (const profile of added) {
    const standing = profiles.get(profile.name);
    if (!standing || !saysTheSame(standing, profile)) profiles.set(profile.name, profile);
  }
  return { profiles: [...profiles.values()] };
}

/** A copy of a built-in profile, as a flake has of all, is that profile. */
function saysTheSame(one: Profile, other: Profile): boolean {
  return JSON.stringify({ ...one, source: "" }) === JSON.stringify({ ...other, source: "" });
}

/** Looks a profile up by name or alias; throws `Failure("profile-not-found")` with the nearest name. */
export function lookupProfile(registry: Registry, name: string): Profile {
  const found =
    registry.profiles.find((profile) => profile.name === name) ??
    registry.profiles.find((profile) => profile.aliases.includes(name));
  if (found) return found;
  const names = registry.profiles.flatMap((profile) => [profile.name, ...profile.aliases]);
  const near = suggest(name, names);
  throw new Failure("profile-not-found", `There is no profile named "${name}".`, {
    hint: near ? `Did you mean "${near}"? ${listing(names)}` : listing(names),
  });
}

function listing(names: readonly string[]): string {
  return `The profiles are ${names.join(", ")}.`;
}

/**
 * The profile and all it extends, in the order they are merged: farthest first, the profile itself last; a parent
 * met twice counts where it is met first. Throws `Failure("profile-invalid")` for circles and missing parents.
 */
export function lineage(registry: Registry, profile: Profile): Profile[] {
  const done: Profile[] = [];
  const visit = (member: Profile, children: readonly Profile[]): void => {
    if (done.includes(member)) return;
    const path = [...children, member];
    for (const name of member.extends) {
      const parent = parentOf(registry, member, name);
      if (path.includes(parent)) throw circle([...path, parent]);
      visit(parent, path);
    }
    done.push(member);
  };
  visit(profile, []);
  return done;
}

function circle(path: readonly Profile[]): Failure {
  const names = path.map((profile) => profile.name).join(" → ");
  return new Failure("profile-invalid", `Profiles extend each other in a circle: ${names}.`, {
    hint: `Remove one "extends", e.g. in ${path.at(-2)?.source}.`,
  });
}

function parentOf(registry: Registry, child: Profile, name: string): Profile {
  try {
    return lookupProfile(registry, name);
  } catch (error) {
    const hint = error instanceof Failure ? error.hint : undefined;
    throw new Failure(
      "profile-invalid",
      `The profile "${child.name}" extends "${name}", which does not exist.`,
      { hint, cause: error },
    );
  }
}
