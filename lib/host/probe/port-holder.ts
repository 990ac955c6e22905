import type { Host } from "../host.ts";
import type { PortHolder } from "./facts.ts";
import { integerOrNull, linkOrNull, listOrEmpty, readOrNull } from "./read.ts";

/** Who listens on a TCP port of this machine; undefined when nobody can be seen to. */
export async function findPortHolder(host: Host, port: number): Promise<PortHolder | undefined> {
  return (await findPortHolders(host, [port])).get(port);
}

/** The same for several ports, with one look through the processes. */
export async function findPortHolders(
  host: Host,
  ports: readonly number[],
): Promise<Map<number, PortHolder>> {
  return host.platform === "darwin" ? askLsof(host, ports) : readProc(host, ports);
}

/** `nginx (process 812)`, or what little is known. */
export function describeHolder(holder: PortHolder | null | undefined): string {
  if (holder?.pid)
    return holder.command ? `${holder.command} (process ${holder.pid})` : `process ${holder.pid}`;
  if (typeof holder?.uid === "number")
    return `a process of ${holder.uid === 0 ? "root" : `user ${holder.uid}`}`;
  return "another process";
}

interface Listener {
  port: number;
  uid: number;
  inode: string;
}

const LISTEN = "0A";

/** Rows of /proc/net/tcp and tcp6 (proc(5)) that listen: the local port is the hexadecimal after the last colon. */
export function parseListeners(table: string): Listener[] {
  const rows = table
    .split("\n")
    .slice(1)
    .map((row) => row.trim().split(/\s+/));
  return rows.flatMap(([, local = "", , state, , , , uid, , inode]) =>
    state === LISTEN && inode
      ? [{ port: Number.parseInt(local.split(":").at(-1) ?? "", 16), uid: Number(uid), inode }]
      : [],
  );
}

async function readProc(host: Host, ports: readonly number[]): Promise<Map<number, PortHolder>> {
  const tables = await Promise.all(["tcp", "tcp6"].map((name) => readOrNull(host, `/proc/net/${name}`)));
  const listeners = tables
    .flatMap((table) => parseListeners(table ?? ""))
    .filter(({ port }) => ports.includes(port));
  if (listeners.length === 0) return new Map();
  const owners = await findSocketOwners(host, new Set(listeners.map(({ inode }) => inode)));
  const holders = await Promise.all(
    listeners.map(async ({ port, uid, inode }) => {
      const pid = owners.get(inode) ?? null;
      return [port, { pid, command: pid === null ? null : await readCommand(host, pid), uid }] as const;
    }),
  );
  return new Map(holders);
}

/** Socket inode → pid. A socket that a parent shares with its workers is the parent's: the lowest pid. */
async function findSocketOwners(host: Host, inodes: ReadonlySet<string>): Promise<Map<string, number>> {
  const pids = (await listOrEmpty(host, "/proc")).flatMap((name) => integerOrNull(name) ?? []);
  const owned = await Promise.all(
    pids.map(async (pid) => ({ pid, sockets: await listSockets(host, pid, inodes) })),
  );
  const owners = new Map<string, number>();
  for (const { pid, sockets } of owned.sort((a, b) => b.pid - a.pid)) {
    for (const inode of sockets) owners.set(inode, pid);
  }
  return owners;
}

async function listSockets(host: Host, pid: number, inodes: ReadonlySet<string>): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const names = await listOrEmpty(host, folder);
  const targets = await Promise.all(names.map((name) => linkOrNull(host, `${folder}/${name}`)));
  return targets.flatMap((target) => {
    const inode = /^socket:\[(\d+)\]$/.exec(target ?? "")?.[1];
    return inode && inodes.has(inode) ? [inode] : [];
  });
}

/** proc(5) comm: the program's name, cut at 15 characters. */
async function readCommand(host: Host, pid: number): Promise<string | null> {
  return (await readOrNull(host, `/proc/${pid}/comm`))?.trim() || null;
}

async function askLsof(host: Host, ports: readonly number[]): Promise<Map<number, PortHolder>> {
  const selected = ports.map((port) => `-iTCP:${port}`);
  const argv = ["lsof", "-nP", ...selected, "-sTCP:LISTEN", "-FpcuLn"];
  const { stdout } = await host.exec(argv, { timeoutMs: 3_000 });
  return parseLsof(stdout);
}

/** `lsof -F`: one field a line, its letter first; `p` starts a process, `n` names a listener (`127.0.0.1:17080`). */
export function parseLsof(text: string): Map<number, PortHolder> {
  const holders = new Map<number, PortHolder>();
  let holder: PortHolder = { pid: null, command: null, uid: null };
  for (const line of text.split("\n")) {
    const value = line.slice(1);
    if (line[0] === "p") holder = { pid: Number(value), command: null, uid: null };
    if (line[0] === "c") holder.command = value;
    if (line[0] === "u") holder.uid = integerOrNull(value);
    const port = line[0] === "n" ? integerOrNull(value.split(":").at(-1)) : null;
    if (port !== null && !holders.has(port)) holders.set(port, holder);
  }
  return holders;
}
