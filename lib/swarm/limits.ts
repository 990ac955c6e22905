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

/** Throws when there cannot be as many files or ports as the swarm needs, with the command that changes it. */
export function requireLimits(viewers: number, needs: LoadNeeds, limits: MachineLimits): void {
  if (needs.openFiles > limits.openFiles) {
    throw new Failure(
      "limits-too-low",
      `${viewers} viewers need ${needs.openFiles} open files in one process; this one may have ${limits.openFiles}.`,
      { hint: filesHint(needs.openFiles, limits.platform) },
    );
  }
  if (limits.ports !== null && needs.ports > limits.ports) {
    throw new Failure(
      "limits-too-low",
      `${viewers} viewers need ${needs.ports} local ports; this machine has ${limits.ports} towards one server.`,
      { hint: portsHint(limits.platform) },
    );
  }
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
