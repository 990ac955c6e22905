import { freemem } from "node:os";
import type { Host } from "../host/host.ts";
import type { MachineLimits } from "./limits.ts";

/** Asks the machine. */
export async function readLimits(host: Host): Promise<MachineLimits> {
  return {
    openFiles: host.native.openFilesLimit(),
    ports: await countPorts(host),
    freeMemoryBytes: await availableMemory(host),
    platform: host.platform,
  };
}

async function countPorts(host: Host): Promise<number | null> {
  if (host.platform === "linux") {
    return rangeOf(await host.fs.readText("/proc/sys/net/ipv4/ip_local_port_range"));
  }
  const names = ["net.inet.ip.portrange.first", "net.inet.ip.portrange.last"];
  const { status, stdout } = await host.exec(["/usr/sbin/sysctl", "-n", ...names]);
  return status === 0 ? rangeOf(stdout) : null;
}

function rangeOf(text: string | undefined): number | null {
  const [, first, last] = /^(\d+)\s+(\d+)\s*$/.exec(text ?? "") ?? [];
  return first === undefined || last === undefined ? null : Number(last) - Number(first) + 1;
}

/** Linux counts what caches would give back; `freemem` does not everywhere. */
async function availableMemory(host: Host): Promise<number> {
  const told = await host.fs.readText("/proc/meminfo").catch(() => undefined);
  const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(told ?? "")?.[1];
  return kilobytes === undefined ? freemem() : Number(kilobytes) * 1024;
}
