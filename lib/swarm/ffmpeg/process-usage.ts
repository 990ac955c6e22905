import type { Host } from "../../host/host.ts";

/** Processor time so far, and memory of its own; what is shared with its like (libraries) apart. */
export interface ProcessUsage {
  cpuMs: number;
  privateBytes: number;
  sharedBytes: number;
}

/** Usage by process id; those that are gone are not in it. */
export async function probeUsage(
  host: Host,
  pids: readonly number[],
): Promise<ReadonlyMap<number, ProcessUsage>> {
  if (pids.length === 0) return new Map();
  if (host.platform === "linux") return probeProc(host, pids);
  const { stdout } = await host.exec(["ps", "-o", "pid=,time=,rss=", "-p", pids.join(",")]);
  return parsePs(stdout);
}

async function probeProc(host: Host, pids: readonly number[]): Promise<Map<number, ProcessUsage>> {
  const read = (path: string) => host.fs.readText(path).catch(() => undefined);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [stat, statm] = await Promise.all([read(`/proc/${pid}/stat`), read(`/proc/${pid}/statm`)]);
      const usage = stat && statm ? parseProc(stat, statm) : null;
      return [pid, usage] as const;
    }),
  );
  return new Map(found.flatMap(([pid, usage]) => (usage ? [[pid, usage] as const] : [])));
}

/** Linux gives times in USER_HZ, which is 100 on all its architectures of today, and memory in pages. */
const MS_PER_TICK = 10;
const PAGE_BYTES = 4096;

/** proc(5): fields 14 and 15 of `stat` (the name before them may hold anything), 2 and 3 of `statm`. Null: not readable. */
export function parseProc(stat: string, statm: string): ProcessUsage | null {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  const [, resident, shared] = statm.split(" ").map(Number);
  if (!Number.isFinite(ticks) || resident === undefined || shared === undefined) return null;
  return {
    cpuMs: ticks * MS_PER_TICK,
    privateBytes: (resident - shared) * PAGE_BYTES,
    sharedBytes: shared * PAGE_BYTES,
  };
}

/** ps(1) of macOS: `  123   0:01.23   45678`, time as `[hours:]minutes:seconds`, memory in KiB; what is shared is in it. */
export function parsePs(text: string): Map<number, ProcessUsage> {
  const usages = new Map<number, ProcessUsage>();
  for (const [, pid, time = "", rss] of text.matchAll(/^\s*(\d+)\s+([\d:.]+)\s+(\d+)\s*$/gm)) {
    const seconds = time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
    usages.set(Number(pid), { cpuMs: seconds * 1000, privateBytes: Number(rss) * 1024, sharedBytes: 0 });
  }
  return usages;
}
