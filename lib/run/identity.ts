import type { Host } from "../host/host.ts";

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** When it started: clock ticks since boot on Linux, a date on macOS. */
  startTime: string;
  bootId: string;
}

export async function identityOf(host: Host, pid: number): Promise<ProcessIdentity | undefined> {
  const [startTime, bootId] = await Promise.all([startTimeOf(host, pid), readBootId(host)]);
  return startTime === undefined ? undefined : { pid, startTime, bootId };
}

/** Whether that very process still runs. */
export async function isAlive(host: Host, known: ProcessIdentity): Promise<boolean> {
  const now = await identityOf(host, known.pid);
  return now !== undefined && now.startTime === known.startTime && now.bootId === known.bootId;
}

async function startTimeOf(host: Host, pid: number): Promise<string | undefined> {
  if (host.platform === "darwin") {
    const { stdout } = await host.exec(["ps", "-o", "lstart=", "-p", String(pid)], { timeoutMs: 5000 });
    return stdout.trim() || undefined;
  }
  const stat = await host.fs.readText(`/proc/${pid}/stat`).catch(() => undefined);
  return stat === undefined ? undefined : parseStartTime(stat);
}

/** Field 22 of /proc/PID/stat; the name in field 2 may itself hold spaces and brackets. A zombie has ended. */
export function parseStartTime(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
}

async function readBootId(host: Host): Promise<string> {
  if (host.platform === "darwin") {
    const { stdout } = await host.exec(["sysctl", "-n", "kern.bootsessionuuid"], { timeoutMs: 5000 });
    return stdout.trim();
  }
  return ((await host.fs.readText("/proc/sys/kernel/random/boot_id")) ?? "").trim();
}
