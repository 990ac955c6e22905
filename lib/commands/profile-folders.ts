import { join, resolve } from "node:path";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { pathsOf } from "../host/paths.ts";
import type { Component } from "../schema/component.ts";

/**
 * Profile files of a component outside hlsctl, the least important first: those of the folders in `HLSCTL_PROFILES` (the
 * first folder wins over later ones), then those of the user's config folder. A folder that is not there has none.
 */
export async function profileFiles(host: Host, component: Component): Promise<string[]> {
  const config = join(pathsOf(host).config, "profiles");
  const folders = [config, ...namedFolders(host)].map((folder) => join(folder, component));
  const files = await Promise.all(folders.map((folder) => filesIn(host, folder)));
  return files.toReversed().flat();
}

function namedFolders({ env, cwd }: Pick<Host, "env" | "cwd">): string[] {
  const named = (env.HLSCTL_PROFILES ?? "").split(":").filter((folder) => folder !== "");
  return named.map((folder) => resolve(cwd, folder));
}

/** TOML wins where a profile is there in both: it comes later. */
async function filesIn(host: Host, folder: string): Promise<string[]> {
  try {
    const files = await host.fs.list(folder);
    return files
      .filter((file) => /\.(toml|json)$/.test(file))
      .sort()
      .map((file) => join(folder, file));
  } catch (error) {
    throw new Failure("permission-denied", `The profiles in ${folder} cannot be listed.`, { cause: error });
  }
}
