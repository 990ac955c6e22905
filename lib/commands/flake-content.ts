import { bundleText } from "../build/bundle.ts";
import { BUILD } from "../build-info.ts";
import type { Host } from "../host/host.ts";
import { mergeLayers } from "../merge/merge.ts";
import type { FlakeContent, FlakeProfile } from "../nix/flake-files.ts";
import { isTomlOne } from "../nix/toml-dialect.ts";
import { BUILT_IN, type Profile } from "../registry/profile.ts";
import { COMPONENTS, type Component } from "../schema/component.ts";
import { checkProfiles } from "./flake-check.ts";
import { loadFlakeProfiles } from "./flake-profiles.ts";
import { readFlakeSettings } from "./flake-settings.ts";
import { readInput } from "./input-file.ts";
import { type ConfigArgs, type LoadedProfiles, tellLeftOut } from "./load-profiles.ts";
import { readTable } from "./read-table.ts";

export interface FlakeContentOptions {
  /** Whose `--profile-file` is; the origin's when not said. */
  component?: Component | undefined;
  /** Told what is left out, and which profiles cannot be built as they are. */
  warn?: (text: string) => void;
}

/**
 * Everything a flake of this user's is made of: hlsctl's own files, the user's profiles, and settings over them. Throws the
 * `Failure` of a profile file or of settings that no profile takes.
 */
export async function loadFlakeContent(
  host: Host,
  args: ConfigArgs,
  options: FlakeContentOptions = {},
): Promise<FlakeContent> {
  const { component = "origin", warn = () => {} } = options;
  const [settings, { FLAKE }, bundle, ...loaded] = await Promise.all([
    readFlakeSettings(host, args, component),
    import("../nix/embedded-flake.ts"),
    bundleText(host),
    ...COMPONENTS.map((one) => loadFlakeProfiles(host, one, one === component ? args : NO_FILES)),
  ]);
  for (const one of loaded) leaveOut(one, warn);
  const registries = loaded.map(({ registry }) => registry);
  const profiles = registries.flatMap((registry) => registry.profiles);
  for (const [index, one] of COMPONENTS.entries()) {
    checkProfiles(registries[index] ?? { profiles: [] }, settings[one], warn);
  }
  return {
    ...FLAKE,
    version: BUILD.version,
    bundle,
    profiles: await readProfiles(host, profiles, FLAKE.files, warn),
    overrides: Object.fromEntries(
      COMPONENTS.flatMap((one) =>
        settings[one].length > 0 ? [[one, mergeLayers(settings[one]).table] as const] : [],
      ),
    ),
  };
}

const NO_FILES = { "profile-file": [] };

/** A broken profile stands in nobody's way, unless another of its name would silently take its place. */
function leaveOut(loaded: LoadedProfiles, warn: (text: string) => void): void {
  const { profiles } = loaded.registry;
  const replaced = loaded.broken.find(({ name }) => profiles.some((profile) => profile.name === name));
  if (replaced) throw replaced.failure;
  for (const text of tellLeftOut(loaded)) warn(text);
}

/** The files of profiles that hlsctl does not bring, as they are where Nix reads them. */
async function readProfiles(
  host: Host,
  profiles: readonly Profile[],
  brought: FlakeContent["files"],
  warn: (text: string) => void,
): Promise<FlakeProfile[]> {
  const own = profiles.filter(({ source }) => source !== BUILT_IN);
  const read = await Promise.all(own.map((profile) => readProfile(host, profile, warn)));
  return read.filter(
    ({ component, fileName, text }) => brought[`profiles/${component}/${fileName}`] !== text,
  );
}

async function readProfile(
  host: Host,
  { component, name, source }: Profile,
  warn: (text: string) => void,
): Promise<FlakeProfile> {
  const text = await readInput(host, source, source, () => {});
  if (source.endsWith(".json")) return { component, fileName: `${name}.json`, text };
  if (isTomlOne(text)) return { component, fileName: `${name}.toml`, text };
  warn(`${source} is written to the flake as JSON: Nix reads TOML 1.0, and it has newer notation.`);
  const table = await readTable(host, source);
  return { component, fileName: `${name}.json`, text: `${JSON.stringify(table, undefined, 2)}\n` };
}
