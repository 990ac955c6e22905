import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { pathsOf } from "../host/paths.ts";

export function scratchParent(host: Host): string {
  return join(pathsOf(host).cache, "check");
}

/** A folder of this run's own, empty, below the cache. Those of runs that were killed go away with the next one. */
export async function makeScratch(host: Host): Promise<string> {
  const parent = scratchParent(host);
  await host.fs.makeDirectory(parent, 0o700);
  for (const name of await host.fs.list(parent)) {
    if (/^\d+$/.test(name) && !host.kill(Number(name), 0)) await host.fs.remove(join(parent, name));
  }
  const folder = join(parent, String(host.pid));
  await host.fs.remove(folder);
  await host.fs.makeDirectory(folder, 0o700);
  return folder;
}
