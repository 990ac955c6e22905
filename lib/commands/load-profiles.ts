import { basename, extname, resolve } from "node:path";
import { Failure } from "../errors.ts";
import type { Subject } from "../explain/explain-key.ts";
import type { Host } from "../host/host.ts";
import type { Layer } from "../merge/merge.ts";
import { parseOverride } from "../merge/override.ts";
import { type Profile, parseProfile } from "../registry/profile.ts";
import { embeddedRegistry, lookupProfile, type Registry, withProfiles } from "../registry/registry.ts";
import { type Component, keysOf } from "../schema/component.ts";
import { profileFiles } from "./profile-folders.ts";
import { readTable } from "./read-table.ts";

export interface ProfileArgs {
  readonly "profile-file": readonly string[];
}

export interface ConfigArgs extends ProfileArgs {
  readonly set: readonly string[];
  readonly "set-file": readonly string[];
}

/** A profile file that cannot be used; it stands in nobody's way until it is asked for. */
export interface BrokenProfile {
  component: Component;
  name: string;
  /** As far as they are known. */
  aliases?: readonly string[];
  path: string;
  failure: Failure;
}

export interface LoadedProfiles {
  registry: Registry;
  broken: readonly BrokenProfile[];
  /** JSON files of folders that have the profile in TOML too, which wins. */
  hidden: readonly { path: string; by: string }[];
  /** What the `--profile-file` flags named, in their order; the last is the profile meant when none is named. */
  files: readonly { name: string; path: string }[];
}

/**
 * Built-in profiles, those of `HLSCTL_PROFILES` and of the user's config folder, and the files named on the command line;
 * later ones take the place of earlier ones of the same name.
 */
export async function loadProfiles(
  host: Host,
  component: Component,
  args: ProfileArgs,
): Promise<LoadedProfiles> {
  const loaded = await surveyProfiles(host, component, args);
  refuseBrokenFiles(loaded);
  return loaded;
}

/** Throws the `Failure` of a `--profile-file` that is broken. */
export function refuseBrokenFiles({ broken, files }: LoadedProfiles): void {
  const asked = broken.find(({ path }) => files.some((file) => file.path === path));
  if (asked) throw asked.failure;
}

/** The same, and a broken `--profile-file` is reported like the others: for commands that look at all profiles. */
export async function surveyProfiles(
  host: Host,
  component: Component,
  args: ProfileArgs,
): Promise<LoadedProfiles> {
  const named = args["profile-file"].map((file) => resolve(host.cwd, file));
  const all = await profileFiles(host, component);
  const inFolders = withoutReplaced(all, named);
  const found = await Promise.all(
    [...inFolders, ...named].map((path) => readOrBroken(host, component, path)),
  );
  const usable = found.flatMap((entry) => ("failure" in entry ? [] : [entry]));
  return {
    registry: usable.reduce(
      (registry, profile) => withProfiles(registry, [profile]),
      embeddedRegistry(component),
    ),
    broken: found.flatMap((entry) => ("failure" in entry ? [entry] : [])),
    hidden: all.flatMap((path) => {
      const by = inFolders.find((one) => one !== path && withoutEnding(one) === withoutEnding(path));
      return by === undefined ? [] : [{ path, by }];
    }),
    files: named.map((path) => ({ name: nameOf(path), path })),
  };
}

/** The profiles of several components; `--profile-file` belongs to the first. */
export async function surveyComponents(
  host: Host,
  components: readonly Component[],
  args: ProfileArgs,
): Promise<LoadedProfiles[]> {
  return Promise.all(
    components.map((component, index) =>
      surveyProfiles(host, component, index === 0 ? args : { "profile-file": [] }),
    ),
  );
}

/** What of the user's profiles has no effect, and why: a sentence each. */
export function tellLeftOut({ broken, hidden }: Pick<LoadedProfiles, "broken" | "hidden">): string[] {
  return [
    ...broken.map(({ failure }) => `Left out: ${failure.message}`),
    ...hidden.map(({ path, by }) => `Left out: ${path}, for ${by} is the same profile.`),
  ];
}

/** The profile of that name; when the user's file of that name is broken, the reason why. */
export function pickProfile(loaded: Omit<LoadedProfiles, "hidden">, name: string | undefined): Profile {
  const wanted = name ?? loaded.files.at(-1)?.name ?? "default";
  const broken = loaded.broken.find((entry) => entry.name === wanted);
  if (broken && !loaded.files.some((file) => file.name === wanted)) throw broken.failure;
  const called = loaded.broken.find(({ aliases }) => aliases?.includes(wanted));
  if (called && !loaded.registry.profiles.some((profile) => isCalled(profile, wanted))) throw called.failure;
  return lookupProfile(loaded.registry, wanted);
}

function isCalled({ name, aliases }: Profile, wanted: string): boolean {
  return name === wanted || aliases.includes(wanted);
}

/** `--set-file` files first, then `--set`, each in the order given. */
export async function readOverrides(host: Host, component: Component, args: ConfigArgs): Promise<Layer[]> {
  const files = await Promise.all(args["set-file"].map((file) => readSettings(host, file)));
  const keys = args.set.length > 0 ? keysOf(component) : [];
  return [...files, ...args.set.map((assignment) => parseOverride(assignment, keys))];
}

/** The profile that was asked for, with everything that goes over it. */
export async function loadSubject(
  host: Host,
  component: Component,
  name: string | undefined,
  args: ConfigArgs,
): Promise<Subject> {
  const [loaded, overrides] = await Promise.all([
    loadProfiles(host, component, args),
    readOverrides(host, component, args),
  ]);
  return { registry: loaded.registry, profile: pickProfile(loaded, name), overrides };
}

/** A file whose name a later one has is not looked at, broken or not. */
function withoutReplaced(files: readonly string[], named: readonly string[]): string[] {
  const all = [...files, ...named].map(nameOf);
  return files.filter((file, index) => all.lastIndexOf(nameOf(file)) === index);
}

async function readOrBroken(
  host: Host,
  component: Component,
  path: string,
): Promise<Profile | BrokenProfile> {
  const name = nameOf(path);
  try {
    return parseProfile(component, name, await readTable(host, path), path);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { component, name, path, failure: error };
  }
}

async function readSettings(host: Host, file: string): Promise<Layer> {
  return { label: `--set-file ${file}`, table: await readTable(host, resolve(host.cwd, file)) };
}

function withoutEnding(path: string): string {
  return path.slice(0, -extname(path).length);
}

function nameOf(path: string): string {
  return basename(path, extname(path));
}
