import { join } from "node:path";
import type { Host } from "../host/host.ts";

interface Process {
  pid: number;
  parent: number;
  group: number;
}

/**
 * Process groups of everything below a process, its own left out. Nix gives each builder a session of its own, so that a signal to
 * Nix's group does not reach them.
 */
export async function groupsBelow(host: Host, pid: number): Promise<number[]> {
  const processes = await (host.platform === "darwin" ? listByPs(host) : listByProc(host));
  const family = new Set([pid]);
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const one of processes) if (family.has(one.parent)) family.add(one.pid);
  }
  const groups = processes.filter((one) => family.has(one.pid)).map(({ group }) => group);
  return [...new Set(groups)].filter((group) => group > 1 && group !== pid);
}

async function listByProc(host: Host): Promise<Process[]> {
  const pids = (await host.fs.list("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const stat = await host.fs.readText(join("/proc", pid, "stat")).catch(() => undefined);
      return stat === undefined ? [] : [parseStat(Number(pid), stat)];
    }),
  );
  return found.flat();
}

/** Fields 4 and 5 of /proc/PID/stat; the name before them may hold spaces and brackets. */
function parseStat(pid: number, stat: string): Process {
  const [, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { pid, parent: Number(parent), group: Number(group) };
}

async function listByPs(host: Host): Promise<Process[]> {
  const { stdout } = await host.exec(["ps", "-A", "-o", "pid=,ppid=,pgid="], { timeoutMs: 5000 });
  return stdout.split("\n").flatMap((line) => {
    const [pid, parent, group] = line.trim().split(/\s+/).map(Number);
    return pid && parent !== undefined && group ? [{ pid, parent, group }] : [];
  });
}
