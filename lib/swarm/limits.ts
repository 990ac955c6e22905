import { Failure } from "../errors.ts";
import type { LoadNeeds } from "../load/needs.ts";

/** What the machine has of what a swarm needs. */
export interface MachineLimits {
  openFiles: number;
  /** Local ports towards one address and port; null when the system does not tell. */
  ports: number | null;
  freeMemoryBytes: number;
  platform: "linux" | "darwin";
}

/** How many viewers, and how many streams each of them follows. */
export interface Crowd {
  viewers: number;
  tracks: number;
}

/** Why there cannot be as many files or ports as the swarm needs, with the command that changes it; null when there can. */
export function findLack(crowd: Crowd, needs: LoadNeeds, limits: MachineLimits): Failure | null {
  const { openFiles, ports, platform } = limits;
  if (needs.openFiles > openFiles) {
    const lack = `${needs.openFiles} open files in one process; this one may have ${openFiles}`;
    return refusal(crowd, lack, filesHint(needs.openFiles, platform));
  }
  if (ports !== null && needs.ports > ports) {
    const lack = `${needs.ports} local ports; this machine has ${ports} towards one server`;
    return refusal(crowd, lack, portsHint(platform));
  }
  return null;
}

function refusal({ viewers, tracks }: Crowd, lack: string, hint: string): Failure {
  const people = viewers === 1 ? "1 viewer" : `${viewers} viewers`;
  const subject = tracks > 1 ? `${people} × ${tracks} renditions` : people;
  const verb = viewers * tracks === 1 ? "needs" : "need";
  return new Failure("limits-too-low", `${subject} ${verb} ${lack}.`, {
    hint: tracks > 1 ? `${hint}\nOr let each viewer follow one rendition: --variant highest.` : hint,
  });
}

/** What works, but may not for long. */
export function limitWarnings(needs: LoadNeeds, limits: MachineLimits): string[] {
  if (needs.memoryBytes <= limits.freeMemoryBytes) return [];
  const [needed, free] = [needs.memoryBytes, limits.freeMemoryBytes].map((bytes) => Math.round(bytes / 1e6));
  return [`The viewers need about ${needed} MB of memory, and ${free} MB are free.`];
}

function filesHint(files: number, platform: MachineLimits["platform"]): string {
  const raise =
    platform === "darwin"
      ? `sudo launchctl limit maxfiles ${files} ${files}`
      : `sudo prlimit --pid $$ --nofile=${files}:${files}`;
  return `Raise the limit of this shell: ${raise}\nOr spread the viewers: --workers N.`;
}

function portsHint(platform: MachineLimits["platform"]): string {
  const widen =
    platform === "darwin"
      ? "sudo sysctl -w net.inet.ip.portrange.first=1024"
      : "sudo sysctl -w net.ipv4.ip_local_port_range='1024 65535'";
  return `Widen the range: ${widen}`;
}
