import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Host } from "../host/host.ts";

const PREFIX = ".hlsctl-aside-";

/** Nothing takes that long to be put in place: what is older was left by a process that was killed. */
const STALE_MS = 10 * 60_000;

/** A name in the folder that nobody uses, for what is not in its place yet or no more. Removes what was left there. */
export async function nameAside(host: Host, folder: string): Promise<string> {
  const names = await host.fs.list(folder);
  const left = names.filter((name) => name.startsWith(PREFIX)).map((name) => join(folder, name));
  await Promise.all(left.map((path) => removeStale(host, path)));
  return join(folder, PREFIX + randomUUID());
}

async function removeStale(host: Host, path: string): Promise<void> {
  const info = await host.fs.info(path).catch(() => undefined);
  if (info && host.clock.nowMs() - info.modifiedMs > STALE_MS) await host.fs.remove(path).catch(() => {});
}
