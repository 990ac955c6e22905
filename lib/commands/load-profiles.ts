import { basename, extname, join, resolve } from "node:path";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { pathsOf } from "../host/paths.ts";
import type { Layer } from "../merge/merge.ts";
import { parseOverride } from "../merge/override.ts";
import { asTable, type Profile, parseProfile } from "../registry/profile.ts";
import { embeddedRegistry, lookupProfile, type Registry, withProfiles } from "../registry/registry.ts";
import { type Component, keysOf } from "../schema/component.ts";
import type { Table } from "../schema/table.ts";

export interface ConfigArgs {
  readonly set: readonly string[];
  readonly "set-file": readonly string[];
  readonly "profile-file": readonly string[];
}

/** A profile file that cannot be read as one; it stands in nobody's way until it is asked for. */
export interface BrokenProfile {
  name: string;
  path: string;
  failure: Failure;
}

export interface LoadedProfiles {
  registry: Registry;
  broken: readonly BrokenProfile[];
  /** Name of the last `--profile-file`: the profile meant when none is named. */
  lastFile: string | undefined;
}

/** Built-in profiles, those of the user's config folder, and the files named on the command line. */
export async function loadProfiles(
  host: Host,
  component: Component,
  args: ConfigArgs,
): Promise<LoadedProfiles> {
  const folder = join(pathsOf(host).config, "profiles", component);
  const files = (await host.fs.list(folder)).filter((file) => file.endsWith(".toml")).sort();
  const found = await Promise.all(files.map((file) => readOrBroken(host, component, join(folder, file))));
  const named = await Promise.all(args["profile-file"].map((file) => readProfile(host, component, file)));
  const usable = found.flatMap((entry) => ("failure" in entry ? [] : [entry]));
  return {
    registry: withProfiles(withProfiles(embeddedRegistry(component), usable), named),
    broken: found.flatMap((entry) => ("failure" in entry ? [entry] : [])),
    lastFile: named.at(-1)?.name,
  };
}

/** The profile of that name; when its file is the broken one, the reason why. */
export function pickProfile(loaded: LoadedProfiles, name: string | undefined): Profile {
  const wanted = name ?? loaded.lastFile ?? "default";
  const broken = loaded.broken.find((entry) => entry.name === wanted);
  if (broken) throw broken.failure;
  return lookupProfile(loaded.registry, wanted);
}

/** `--set-file` files first, then `--set`, each in the order given (SPEC §2.4). */
export async function readOverrides(host: Host, component: Component, args: ConfigArgs): Promise<Layer[]> {
  const files = await Promise.all(args["set-file"].map((file) => readSettings(host, file)));
  const keys = keysOf(component);
  return [...files, ...args.set.map((assignment) => parseOverride(assignment, keys))];
}

async function readOrBroken(
  host: Host,
  component: Component,
  path: string,
): Promise<Profile | BrokenProfile> {
  try {
    return await readProfile(host, component, path);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { name: basename(path, extname(path)), path, failure: error };
  }
}

async function readProfile(host: Host, component: Component, file: string): Promise<Profile> {
  const path = resolve(host.cwd, file);
  const table = await readTable(host, path);
  return parseProfile(component, basename(path, extname(path)), table, path);
}

async function readSettings(host: Host, file: string): Promise<Layer> {
  const path = resolve(host.cwd, file);
  return { label: `--set-file ${file}`, table: await readTable(host, path) };
}

/** A TOML or, by its ending, JSON file that holds a table. */
async function readTable(host: Host, path: string): Promise<Table> {
  const text = await readFile(host, path);
  if (path.endsWith(".json")) return asTable(parseJson(text, path), path);
  const { parse, TomlError } = await import("smol-toml");
  try {
    return asTable(parse(text), path);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = "it cannot be read"] = error.message.split("\n");
    throw new Failure(
      "profile-invalid",
      `${path} is not TOML: line ${error.line}, column ${error.column}: ${reason}`,
      {
        cause: error,
      },
    );
  }
}

async function readFile(host: Host, path: string): Promise<string> {
  const info = await host.fs.info(path);
  if (!info) throw new Failure("file-not-found", `There is no file ${path}.`);
  if (info.kind !== "file") throw new Failure("file-not-found", `${path} is not a file.`);
  const limitBytes = 1024 * 1024;
  if (info.sizeBytes > limitBytes) {
    throw new Failure("profile-invalid", `${path} is larger than 1 MiB, which no configuration is.`);
  }
  return (await host.fs.readText(path)) ?? "";
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure("profile-invalid", `${path} is not JSON: ${reason}`, { cause: error });
  }
}
