import type { FolderFacts, SystemFacts } from "../../host/probe/facts.ts";
import { type DoctorFinding, good, note, stop } from "../finding.ts";
import type { Place } from "../install.ts";
import { formatBytes, formatCount } from "../words.ts";

const MIB = 2 ** 20;

/** A default stream keeps 8 MB; clips of the largest profile and a log take tens more. */
const DISK_FLOOR_BYTES = 128 * MIB;
const DISK_COMFORT_BYTES = 1024 * MIB;
/** hlsctl itself takes about 140 MiB, an FFmpeg encoder up to 180. */
const MEMORY_COMFORT_BYTES = 512 * MIB;
/** A swarm holds one file descriptor per client, and its largest profile has 500; FFmpeg clients hold 15 each. */
const OPEN_FILES_COMFORT = 4096;
const EPHEMERAL_COMFORT = 10_000;

export function checkSystem(system: SystemFacts, place: Place): DoctorFinding[] {
  return [
    good("system", `${describeMachine(system)}, kernel ${system.kernel}.`, "The machine hlsctl runs on."),
    ...checkKind(system),
    ...system.folders.flatMap(checkFolder),
    ...checkMemory(system),
    ...checkLimits(system, place),
  ];
}

/** `Debian GNU/Linux 12 (bookworm), x64, 2 CPUs, 24 GiB of memory` */
export function describeMachine(system: SystemFacts): string {
  const { distribution, arch, cpuCount, cpuQuota, memoryBytes } = system;
  const cpus = cpuQuota === null ? formatCount(cpuCount, "CPU") : `${cpuQuota} of ${cpuCount} CPUs`;
  const memory = memoryBytes === null ? [] : [`${formatBytes(memoryBytes)} of memory`];
  return [distribution.name, arch, cpus, ...memory].join(", ");
}

function checkKind({ translated, wsl, container }: SystemFacts): DoctorFinding[] {
  const findings: DoctorFinding[] = [];
  if (translated) {
    findings.push(
      note({
        id: "rosetta",
        severity: "warning",
        subject: "system",
        message: "This is the x64 build of hlsctl, translated by Rosetta on Apple silicon.",
        why: "Translation costs speed, and guests and images would be made for the wrong processor.",
        fix: "Install the darwin-arm64 build of hlsctl",
      }),
    );
  }
  if (wsl === "wsl1") {
    findings.push(
      note({
        id: "wsl1",
        severity: "warning",
        subject: "system",
        message: "This is WSL 1, which has no Linux kernel.",
        why: "Containers and virtual machines need one; WSL 2 has it.",
        fix: "wsl.exe --set-version <distribution> 2   # in Windows",
      }),
    );
  }
  if (container) {
    findings.push(
      note({
        id: "inside-container",
        severity: "info",
        subject: "system",
        message: `This looks like the inside of a container (${container}).`,
        why: "Devices, containers and mounts are there only as far as its owner lets them in.",
        fix: null,
      }),
    );
  }
  return findings;
}

function checkFolder({ use, path, freeBytes, problem }: FolderFacts): DoctorFinding[] {
  if (problem) return [unwritable(use, path, problem)];
  if (freeBytes === null || freeBytes >= DISK_COMFORT_BYTES) return [];
  const finding = {
    id: `disk-space-${use}`,
    subject: "system" as const,
    message: `${formatBytes(freeBytes)} are free for ${path} (${use}).`,
    why: "Media, clips and logs are written there; a full disk stops a stream.",
    fix:
      use === "temporary"
        ? "Free some space there, or set TMPDIR"
        : "Free some space there, or set HLSCTL_HOME",
  };
  if (freeBytes >= DISK_FLOOR_BYTES || use === "temporary")
    return [note({ ...finding, severity: "warning" })];
  return [stop({ ...finding, severity: "error", stops: ["serve"], lack: "prerequisite" })];
}

function unwritable(use: FolderFacts["use"], path: string, problem: string): DoctorFinding {
  const finding = {
    id: `folder-${use}-unwritable`,
    subject: "system" as const,
    message: `Nothing can be written to ${path} (${use}): ${problem}.`,
    why: "Instances, media and clips are kept there.",
  };
  if (use === "temporary") {
    return note({ ...finding, severity: "warning", fix: "export TMPDIR=/a/folder/of/yours" });
  }
  const fix = "export HLSCTL_HOME=/a/folder/of/yours";
  return stop({ ...finding, severity: "error", fix, stops: ["serve"], lack: "permission" });
}

function checkMemory({ memoryAvailableBytes, memoryLimitBytes }: SystemFacts): DoctorFinding[] {
  const usable = Math.min(
    memoryAvailableBytes ?? Number.POSITIVE_INFINITY,
    memoryLimitBytes ?? Number.POSITIVE_INFINITY,
  );
  if (usable >= MEMORY_COMFORT_BYTES) return [];
  return [
    note({
      id: "memory-low",
      severity: "warning",
      subject: "system",
      message: `${formatBytes(usable)} of memory are left to use.`,
      why: "An origin with FFmpeg takes about 320 MiB, one without about 140; a virtual machine at least 512.",
      fix: "hlsctl up --source embedded   # takes the least",
    }),
  ];
}

function checkLimits({ openFiles, ephemeralPorts, os }: SystemFacts, { uid }: Place): DoctorFinding[] {
  const findings: DoctorFinding[] = [];
  const { hard, soft } = openFiles;
  // hlsctl raises its own soft limit to the hard one.
  const limit = hard ?? soft;
  if (limit !== null && limit < OPEN_FILES_COMFORT) {
    findings.push(
      note({
        id: "open-files-low",
        severity: "warning",
        subject: "system",
        message: `A process may open ${limit} files.`,
        why: "Every viewer of a swarm and of an origin is an open file; FFmpeg clients take 15 each.",
        fix: uid === 0 || os === "darwin" ? "ulimit -n 65536" : "sudo prlimit --pid $$ --nofile=65536:65536",
      }),
    );
  }
  const ports = ephemeralPorts ? ephemeralPorts.last - ephemeralPorts.first + 1 : EPHEMERAL_COMFORT;
  if (ports < EPHEMERAL_COMFORT) {
    findings.push(
      note({
        id: "ephemeral-ports-few",
        severity: "info",
        subject: "system",
        message: `Outgoing connections have ${ports} ports to choose from.`,
        why: "A swarm takes one for each native client, five for each FFmpeg client.",
        fix:
          os === "darwin"
            ? "sudo sysctl -w net.inet.ip.portrange.first=16384"
            : `${uid === 0 ? "" : "sudo "}sysctl -w net.ipv4.ip_local_port_range="16384 60999"`,
      }),
    );
  }
  return findings;
}
