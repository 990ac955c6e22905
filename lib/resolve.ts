import { deriveCache, type OriginCache } from "./derive/cache.ts";
import { checkRules } from "./derive/check.ts";
import { deriveOrigin, type OriginDerived } from "./derive/origin.ts";
import { NETWORK_RULES } from "./derive/rules/network.ts";
import { PICTURE_RULES } from "./derive/rules/picture.ts";
import { STREAM_RULES } from "./derive/rules/stream.ts";
import { SURROUNDINGS_RULES } from "./derive/rules/surroundings.ts";
import { SWARM_RULES } from "./derive/rules/swarm.ts";
import { checkShape } from "./derive/shape.ts";
import { deriveSwarm, type SwarmDerived } from "./derive/swarm.ts";
import { Failure } from "./errors.ts";
import { type Layer, type Merged, mergeLayers, sourceOf } from "./merge/merge.ts";
import type { Profile } from "./registry/profile.ts";
import { baseOf, lineage, type Registry } from "./registry/registry.ts";
import type { Component } from "./schema/component.ts";
import type { Finding } from "./schema/finding.ts";
import type { OriginConfig } from "./schema/origin.ts";
import type { SwarmConfig } from "./schema/swarm.ts";
import type { Table } from "./schema/table.ts";

interface ResolvedBase {
  name: string;
  description: string;
  /** Dotted path of every leaf → the layer its value came from. */
  sources: ReadonlyMap<string, string>;
  /** What works and is doubtful. */
  warnings: readonly Finding[];
}

export interface ResolvedOrigin extends ResolvedBase {
  component: "origin";
  config: OriginConfig;
  derived: OriginDerived;
  cache: OriginCache;
}

export interface ResolvedSwarm extends ResolvedBase {
  component: "swarm";
  config: SwarmConfig;
  derived: SwarmDerived;
}

export type Resolved = ResolvedOrigin | ResolvedSwarm;

const ORIGIN_RULES = [...STREAM_RULES, ...PICTURE_RULES, ...NETWORK_RULES, ...SURROUNDINGS_RULES];

/**
 * The front door: a profile and the user's layers to a checked, complete, frozen configuration.
 * Throws `Failure("config-invalid")` with every finding in `details`.
 */
export function resolveOrigin(
  registry: Registry,
  profile: Profile,
  overrides: readonly Layer[] = [],
): ResolvedOrigin {
  const { table, ...base } = checkProfile(registry, profile, overrides);
  const config = table as unknown as OriginConfig;
  return deepFreeze({
    component: "origin",
    ...base,
    config,
    derived: deriveOrigin(config),
    cache: deriveCache(config),
  });
}

/** The same for a swarm profile. */
export function resolveSwarm(
  registry: Registry,
  profile: Profile,
  overrides: readonly Layer[] = [],
): ResolvedSwarm {
  const { table, ...base } = checkProfile(registry, profile, overrides);
  const config = table as unknown as SwarmConfig;
  return deepFreeze({ component: "swarm", ...base, config, derived: deriveSwarm(config) });
}

export function resolve(registry: Registry, profile: Profile, overrides: readonly Layer[] = []): Resolved {
  return profile.component === "origin"
    ? resolveOrigin(registry, profile, overrides)
    : resolveSwarm(registry, profile, overrides);
}

/** The merged table of a profile without an error in it, and what every resolved configuration tells. */
function checkProfile(
  registry: Registry,
  profile: Profile,
  overrides: readonly Layer[],
): ResolvedBase & { table: Table } {
  const { component, name, description } = profile;
  const { table, sources } = mergeProfile(registry, profile, overrides);
  const warnings = refuse(profile, findingsIn(component, { table, sources }));
  return { table, name, description, sources, warnings };
}

/** The layers of a profile in the order they are merged: base, its parents, itself, the user's. */
export function layersOf(registry: Registry, profile: Profile, overrides: readonly Layer[]): Layer[] {
  const named = lineage(registry, profile).map((member) => ({
    label: `profile ${member.name}`,
    table: member.overlay,
  }));
  return [{ label: "base", table: baseOf(profile.component) }, ...named, ...overrides];
}

/** base ⊕ the profile's parents ⊕ the profile ⊕ the user's layers, unchecked. */
export function mergeProfile(registry: Registry, profile: Profile, overrides: readonly Layer[]): Merged {
  return mergeLayers(layersOf(registry, profile, overrides));
}

/** Every finding of a merged configuration, each with the layer that brought the value. */
export function findingsIn(component: Component, { table, sources }: Merged): Finding[] {
  const shape = checkShape(component, table);
  const misfits = shape.flatMap(({ code, path }) => (code === "key-unknown" ? [] : [path]));
  const rules = checkComponent(component, table, misfits);
  return [...shape, ...rules].map((finding) => ({ ...finding, source: sourceOf(sources, finding.path) }));
}

function checkComponent(component: Component, table: Table, misfits: readonly string[]): Finding[] {
  return component === "origin"
    ? checkRules(table as unknown as OriginConfig, ORIGIN_RULES, misfits)
    : checkRules(table as unknown as SwarmConfig, SWARM_RULES, misfits);
}

/** Throws when there is an error among the findings; otherwise all of them are warnings. */
function refuse(profile: Profile, findings: readonly Finding[]): readonly Finding[] {
  const errors = findings.filter((finding) => finding.severity === "error");
  if (errors.length === 0) return findings;
  const count = errors.length === 1 ? "1 problem" : `${errors.length} problems`;
  throw new Failure("config-invalid", `The configuration of profile "${profile.name}" has ${count}.`, {
    details: findings,
    hint: "`hlsctl explain KEY` tells what a key means and where its value came from.",
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) deepFreeze(child);
  }
  return value;
}
