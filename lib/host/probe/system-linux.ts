import type { Host } from "../host.ts";
import { probeCgroupLimits, probeCgroupVersion } from "./cgroup.ts";
import type { SystemFacts } from "./facts.ts";
import { integerOrNull, isThere, lineValue, readOrNull } from "./read.ts";
import type { PlatformFacts } from "./system.ts";

export async function probeLinux(host: Host): Promise<PlatformFacts> {
  const read = (path: string) => readOrNull(host, path).then((text) => text ?? "");
  const [release, osRelease, status, memory, ports, limits, container, cgroups, systemd] = await Promise.all([
    read("/proc/sys/kernel/osrelease"),
    read("/etc/os-release").then((text) => text || read("/usr/lib/os-release")),
    read("/proc/self/status"),
    read("/proc/meminfo"),
    read("/proc/sys/net/ipv4/ip_local_port_range"),
    probeCgroupLimits(host),
    probeContainer(host),
    probeCgroupVersion(host),
    isThere(host, "/run/systemd/system"),
  ]);
  const kernel = release.trim();
  const cpuCount = countCpus(lineValue(status, "Cpus_allowed_list:") ?? "");
  const memoryBytes = parseKilobytes(memory, "MemTotal:");
  return {
    distribution: parseOsRelease(osRelease),
    kernel,
    translated: false,
    wsl: parseWsl(kernel),
    container,
    cgroups,
    systemd,
    cpuCount,
    cpuQuota: below(limits.cpus, cpuCount),
    memoryBytes,
    memoryAvailableBytes: parseKilobytes(memory, "MemAvailable:"),
    memoryLimitBytes: below(limits.memoryBytes, memoryBytes),
    ephemeralPorts: parsePortRange(ports),
  };
}

/** os-release(5): `KEY=value`, the value possibly in shell quotes. */
export function parseOsRelease(text: string): SystemFacts["distribution"] {
  const value = (key: string) => lineValue(text, `${key}=`)?.replace(/^(["'])(.*)\1$/, "$2") || null;
  const id = value("ID") ?? "linux";
  return {
    id,
    like: value("ID_LIKE")?.split(/\s+/) ?? [],
    version: value("VERSION_ID"),
    name: value("PRETTY_NAME") ?? value("NAME") ?? id,
  };
}

/** WSL 1 releases end in `-Microsoft`; WSL 2 has a kernel of its own, `…-microsoft-standard-WSL2`. */
export function parseWsl(release: string): SystemFacts["wsl"] {
  if (!/microsoft/i.test(release)) return null;
  return /WSL2|microsoft-standard/.test(release) ? "wsl2" : "wsl1";
}

/** A CPU list of proc(5), e.g. `0-3,8`. */
export function countCpus(list: string): number {
  const ranges = list.split(",").map((range) => range.trim().split("-").map(Number));
  const count = ranges.reduce((sum, [first = 0, last = first]) => sum + last - first + 1, 0);
  return list.trim() && count > 0 ? count : 1;
}

function parseKilobytes(meminfo: string, key: string): number | null {
  const kilobytes = integerOrNull(lineValue(meminfo, key)?.replace(/ kB$/, ""));
  return kilobytes === null ? null : kilobytes * 1024;
}

function parsePortRange(text: string): SystemFacts["ephemeralPorts"] {
  const [first, last] = text.trim().split(/\s+/).map(integerOrNull);
  return first && last ? { first, last } : null;
}

function below(limit: number | null, whole: number | null): number | null {
  return limit !== null && (whole === null || limit < whole) ? limit : null;
}

/**
 * What says that this is a container. Files such as /.dockerenv stay behind when an image becomes a machine of its
 * own, where process 2 is the kernel's `kthreadd`; no container sees that one unless it shares the host's processes.
 */
async function probeContainer(host: Host): Promise<string | null> {
  if (host.env.KUBERNETES_SERVICE_HOST) return "kubernetes";
  if ((await readOrNull(host, "/proc/2/comm"))?.trim() === "kthreadd") return null;
  if (host.env.container) return host.env.container;
  const named = (await readOrNull(host, "/run/systemd/container"))?.trim();
  if (named) return named;
  if (await isThere(host, "/run/.containerenv")) return "podman";
  if (await isThere(host, "/.dockerenv")) return "docker";
  const cgroup = (await readOrNull(host, "/proc/1/cgroup")) ?? "";
  return /\b(docker|lxc|kubepods)\b/.exec(cgroup)?.[1] ?? null;
}
