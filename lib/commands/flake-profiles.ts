import type { Host } from "../host/host.ts";
import { separateNameable } from "../nix/nameable.ts";
import { embeddedRegistry, withProfiles } from "../registry/registry.ts";
import { COMPONENTS, type Component } from "../schema/component.ts";
import {
  type LoadedProfiles,
  loadProfiles,
  type ProfileArgs,
  refuseBrokenFiles,
  surveyProfiles,
} from "./load-profiles.ts";

/**
 * The profiles of a component that a flake has: those whose outputs cannot have names of their own are among the broken ones.
 * Throws the `Failure` of a `--profile-file` that is.
 */
export async function loadFlakeProfiles(
  host: Host,
  component: Component,
  args: ProfileArgs,
): Promise<LoadedProfiles> {
  const loaded = withoutUnnameable(component, await loadProfiles(host, component, args));
  refuseBrokenFiles(loaded);
  return loaded;
}

/** The same of both components, with a broken `--profile-file` reported like the others; it belongs to `owner`. */
export async function surveyFlakeProfiles(
  host: Host,
  owner: Component,
  args: ProfileArgs,
): Promise<Record<Component, LoadedProfiles>> {
  const [origin, swarm] = await Promise.all(
    COMPONENTS.map(async (component) => {
      const files = component === owner ? args : { "profile-file": [] };
      return withoutUnnameable(component, await surveyProfiles(host, component, files));
    }),
  );
  if (!origin || !swarm) throw new Error("a component has no profiles");
  return { origin, swarm };
}

/** hlsctl's own profile of that name is there again where the user's is left out. */
function withoutUnnameable(component: Component, loaded: LoadedProfiles): LoadedProfiles {
  const { nameable, unnameable } = separateNameable(loaded.registry.profiles);
  if (unnameable.length === 0) return loaded;
  const names = unnameable.map(({ profile }) => profile.name);
  const back = embeddedRegistry(component).profiles.filter(({ name }) => names.includes(name));
  const broken = unnameable.map(({ profile, failure }) => ({
    component,
    name: profile.name,
    aliases: profile.aliases,
    path: profile.source,
    failure,
  }));
  return {
    ...loaded,
    registry: withProfiles({ profiles: nameable }, back),
    broken: [...loaded.broken, ...broken],
  };
}
