import type { Host } from "../host/host.ts";
import type { ContainerEngine } from "./context.ts";
import { scratchParent } from "./scratch.ts";

/** Label of every container that a check makes; its value is that of `ownerOf`. */
export const CONTAINER_LABEL = "hlsctl.check";

/** The process that made it comes next in its name. */
export const CONTAINER_PREFIX = "hlsctl-check-";

const ASK_LIMIT_MS = 10_000;
const REMOVE_LIMIT_MS = 60_000;

/** Whose containers they are: an engine may serve several machines, users and homes, whose processes are not known here. */
export async function ownerOf(host: Host): Promise<string> {
  const machine = await host.fs.readText("/proc/sys/kernel/hostname").catch(() => undefined);
  return `${machine?.trim() ?? ""}:${scratchParent(host)}`;
}

/** Removes containers of checks that were killed: of this owner, and of processes that are no more. */
export async function sweepContainers(host: Host, { path }: ContainerEngine, owner: string): Promise<void> {
  const filter = ["--filter", `label=${CONTAINER_LABEL}=${owner}`];
  const argv = [path, "ps", "--all", ...filter, "--format", "{{.Names}}"];
  const { stdout } = await host.exec(argv, { timeoutMs: ASK_LIMIT_MS });
  const dead = stdout.split("\n").filter((name) => isOfDead(host, name));
  if (dead.length === 0) return;
  await host.exec([path, "rm", "--force", "--volumes", ...dead], { timeoutMs: REMOVE_LIMIT_MS });
}

function isOfDead(host: Host, name: string): boolean {
  const pid = name.startsWith(CONTAINER_PREFIX)
    ? Number.parseInt(name.slice(CONTAINER_PREFIX.length), 10)
    : 0;
  return pid > 0 && !host.kill(pid, 0);
}
