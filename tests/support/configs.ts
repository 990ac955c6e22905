import type { Layer } from "../../lib/merge/merge.ts";
import { type Profile, parseProfile } from "../../lib/registry/profile.ts";
import { embeddedRegistry, lookupProfile, type Registry, withProfiles } from "../../lib/registry/registry.ts";
import { findingsIn, mergeProfile, type ResolvedOrigin, resolveOrigin } from "../../lib/resolve.ts";
import type { Component } from "../../lib/schema/component.ts";
import type { Finding } from "../../lib/schema/finding.ts";
import type { Table } from "../../lib/schema/table.ts";

/** A built-in origin profile with settings over it, resolved. */
export function originOf(name: string, settings: Table = {}): ResolvedOrigin {
  const registry = embeddedRegistry("origin");
  return resolveOrigin(registry, lookupProfile(registry, name), [layer(settings)]);
}

/** Everything that is wrong with the default profile under these settings. */
export function findingsOf(settings: Table, component: Component = "origin"): Finding[] {
  const registry = embeddedRegistry(component);
  return findingsIn(component, mergeProfile(registry, lookupProfile(registry, "default"), [layer(settings)]));
}

export function layer(table: Table, label = "--set"): Layer {
  return { label, table };
}

/** The built-in registry with profiles of the user's, by name. */
export function registryWith(profiles: Record<string, Table>, component: Component = "origin"): Registry {
  const added = Object.entries(profiles).map(([name, table]) => userProfile(name, table, component));
  return withProfiles(embeddedRegistry(component), added);
}

export function userProfile(name: string, table: Table, component: Component = "origin"): Profile {
  return parseProfile(component, name, table, `/home/ana/${name}.toml`);
}
