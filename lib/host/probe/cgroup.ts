import { dirname, join } from "node:path";
import type { Host } from "../host.ts";
import type { SystemFacts } from "./facts.ts";
import { integerOrNull, isThere, listOrEmpty, readOrNull } from "./read.ts";

export interface CgroupLimits {
  /** CPUs' worth of time, e.g. 1.5. */
  cpus: number | null;
  memoryBytes: number | null;
}

const ROOT = "/sys/fs/cgroup";

/** Version 1 writes "no limit" as a number near 2⁶³. */
const NO_LIMIT_BYTES = 2 ** 60;

/** The tightest limits on this process's control group and those above it (cgroups(7), both versions). */
export async function probeCgroupLimits(host: Host): Promise<CgroupLimits> {
  const own = parseOwnGroups((await readOrNull(host, "/proc/self/cgroup")) ?? "");
  const read = (controller: string, group: string, file: string) =>
    readOrNull(host, join(ROOT, controller, group, file));
  const cpus: (number | null)[] = [];
  const memory: (number | null)[] = [];
  for (const group of withParents(own.unified)) {
    cpus.push(parseCpuMax(await read("", group, "cpu.max")));
    memory.push(integerOrNull(await read("", group, "memory.max")));
  }
  for (const group of withParents(own.cpu)) {
    const quota = integerOrNull(await read("cpu", group, "cpu.cfs_quota_us"));
    const period = integerOrNull(await read("cpu", group, "cpu.cfs_period_us"));
    cpus.push(quota !== null && quota > 0 && period ? quota / period : null);
  }
  for (const group of withParents(own.memory)) {
    const bytes = integerOrNull(await read("memory", group, "memory.limit_in_bytes"));
    memory.push(bytes !== null && bytes < NO_LIMIT_BYTES ? bytes : null);
  }
  return { cpus: least(cpus), memoryBytes: least(memory) };
}

/** Version 2 has `cgroup.controllers` at its root; a hybrid system mounts it beside version 1, under `unified`. */
export async function probeCgroupVersion(host: Host): Promise<SystemFacts["cgroups"]> {
  if (await isThere(host, join(ROOT, "cgroup.controllers"))) return "v2";
  if (await isThere(host, join(ROOT, "unified", "cgroup.controllers"))) return "hybrid";
  return (await listOrEmpty(host, ROOT)).length > 0 ? "v1" : null;
}

/** Lines `id:controllers:path`; the line without controllers is version 2's. */
export function parseOwnGroups(text: string): { unified: string; cpu: string; memory: string } {
  const groups = { unified: "/", cpu: "/", memory: "/" };
  for (const line of text.trim().split("\n")) {
    const [, controllers, ...path] = line.split(":");
    const group = path.join(":");
    if (controllers === "") groups.unified = group;
    for (const controller of controllers?.split(",") ?? []) {
      if (controller === "cpu" || controller === "memory") groups[controller] = group;
    }
  }
  return groups;
}

/** `max 100000` or `150000 100000`: microseconds of time per period. */
export function parseCpuMax(text: string | null): number | null {
  const [quota, period] = text?.trim().split(/\s+/).map(integerOrNull) ?? [];
  return quota && period ? quota / period : null;
}

function withParents(group: string): string[] {
  return group === "/" || !group.startsWith("/") ? ["/"] : [group, ...withParents(dirname(group))];
}

function least(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? Math.min(...known) : null;
}
