import type { Host } from "../host.ts";
import { pathsOf } from "../paths.ts";
import type { FolderFacts, SystemFacts, UserFacts } from "./facts.ts";
import { ASK_LIMIT_MS } from "./program.ts";
import { freeOrNull, integerOrNull, nearestThere } from "./read.ts";
import { probeDarwin } from "./system-darwin.ts";
import { probeLinux } from "./system-linux.ts";

/** What differs between the two systems; the rest is asked alike. */
export type PlatformFacts = Omit<SystemFacts, "os" | "arch" | "user" | "folders" | "openFiles">;

export async function probeSystem(host: Host): Promise<SystemFacts> {
  const [platform, user, folders, openFiles] = await Promise.all([
    host.platform === "linux" ? probeLinux(host) : probeDarwin(host),
    probeUser(host),
    probeFolders(host),
    probeOpenFiles(host),
  ]);
  return { os: host.platform, arch: host.arch, ...platform, user, folders, openFiles };
}

async function probeUser(host: Host): Promise<UserFacts> {
  const ask = async (argv: string[]) => {
    const { status, stdout } = await host.exec(argv, { timeoutMs: ASK_LIMIT_MS });
    return status === 0 ? stdout.trim() : "";
  };
  const [name, groups] = await Promise.all([ask(["id", "-un"]), ask(["id", "-Gn"])]);
  const enrolled = name ? await ask(["id", "-Gn", name]) : "";
  return { uid: host.uid, name: name || null, groups: words(groups), enrolled: words(enrolled) };
}

function words(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

function probeFolders(host: Host): Promise<FolderFacts[]> {
  const { state, cache, runtime } = pathsOf(host);
  const temporary = host.env.TMPDIR || "/tmp";
  const uses = { state, cache, temporary, runtime };
  return Promise.all(
    Object.entries(uses).map(([use, path]) => probeFolder(host, use as FolderFacts["use"], path)),
  );
}

async function probeFolder(host: Host, use: FolderFacts["use"], path: string): Promise<FolderFacts> {
  const there = await nearestThere(host, path);
  const info = await host.fs.info(there).catch(() => undefined);
  const problem =
    info && info.kind !== "directory" ? "ENOTDIR" : ((await host.fs.probeWritable(there)) ?? null);
  return { use, path, freeBytes: await freeOrNull(host, there), problem };
}

/** Asked of a child: limits are inherited, and the shell knows them on every system. */
async function probeOpenFiles(host: Host): Promise<SystemFacts["openFiles"]> {
  const { stdout } = await host.exec(["sh", "-c", "ulimit -Sn; ulimit -Hn"], { timeoutMs: ASK_LIMIT_MS });
  const [soft, hard] = stdout.split("\n");
  return { soft: integerOrNull(soft), hard: integerOrNull(hard) };
}
