import type { Host } from "../host.ts";
import type { SystemFacts } from "./facts.ts";
import { ASK_LIMIT_MS } from "./program.ts";
import { integerOrNull } from "./read.ts";
import type { PlatformFacts } from "./system.ts";

const KEYS = [
  "kern.osrelease",
  "hw.logicalcpu",
  "hw.memsize",
  "sysctl.proc_translated",
  "net.inet.ip.portrange.first",
  "net.inet.ip.portrange.last",
];

export async function probeDarwin(host: Host): Promise<PlatformFacts> {
  const ask = (...argv: string[]) => host.exec(argv, { timeoutMs: ASK_LIMIT_MS });
  const [sysctl, product, memory] = await Promise.all([
    ask("sysctl", ...KEYS),
    ask("sw_vers", "-productVersion"),
    ask("vm_stat"),
  ]);
  const values = parseSysctl(sysctl.stdout);
  const version = product.stdout.trim() || null;
  return {
    distribution: { id: "macos", like: [], version, name: `macOS ${version ?? ""}`.trim() },
    kernel: `Darwin ${values.get("kern.osrelease") ?? ""}`.trim(),
    translated: values.get("sysctl.proc_translated") === "1",
    wsl: null,
    container: null,
    cgroups: null,
    systemd: false,
    cpuCount: integerOrNull(values.get("hw.logicalcpu")) ?? 1,
    cpuQuota: null,
    memoryBytes: integerOrNull(values.get("hw.memsize")),
    memoryAvailableBytes: parseVmStat(memory.stdout),
    memoryLimitBytes: null,
    ephemeralPorts: parsePorts(values),
  };
}

/** Lines `key: value`; keys this machine does not have are left out (sysctl goes on after them). */
export function parseSysctl(text: string): Map<string, string> {
  const lines = text.split("\n").map((line) => line.split(/: (.*)/, 2));
  return new Map(lines.flatMap(([key, value]) => (key && value !== undefined ? [[key, value.trim()]] : [])));
}

/** Bytes the system can hand out without swapping: free, inactive and speculative pages. */
export function parseVmStat(text: string): number | null {
  const pageBytes = integerOrNull(/page size of (\d+) bytes/.exec(text)?.[1]);
  const pages = ["free", "inactive", "speculative"].map((kind) =>
    integerOrNull(new RegExp(`^Pages ${kind}:\\s+(\\d+)\\.`, "m").exec(text)?.[1]),
  );
  if (pageBytes === null || pages[0] === null) return null;
  return pageBytes * pages.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

function parsePorts(values: ReadonlyMap<string, string>): SystemFacts["ephemeralPorts"] {
  const first = integerOrNull(values.get("net.inet.ip.portrange.first"));
  const last = integerOrNull(values.get("net.inet.ip.portrange.last"));
  return first && last ? { first, last } : null;
}
