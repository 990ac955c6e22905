import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/**
 * Runs while bundling (a Bun macro): the TOML files of a folder under `profiles/` as JSON text, so that adding a
 * profile is adding a file and the binary parses no TOML to start.
 */
export function embedProfiles(folder: string): string {
  const directory = join(import.meta.dir, "../../profiles", folder);
  const files = readdirSync(directory).filter((file) => file.endsWith(".toml"));
  const tables = files.sort().map((file) => [basename(file, ".toml"), parse(join(directory, file))]);
  return JSON.stringify(Object.fromEntries(tables));
}

function parse(path: string): unknown {
  return Bun.TOML.parse(readFileSync(path, "utf8"));
}
