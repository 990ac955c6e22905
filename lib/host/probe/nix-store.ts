import type { Host } from "../host.ts";
import type { NixFacts, NixStoreFacts } from "./facts.ts";
import { parseTrusted } from "./nix-version.ts";
import { ASK_LIMIT_MS, describeProblem } from "./program.ts";
import { isThere } from "./read.ts";

const STATE_FOLDER = "/nix/var/nix";
const DAEMON_SOCKET = `${STATE_FOLDER}/daemon-socket/socket`;

/** First release whose `store ping --json` exists and tells whether the daemon trusts this user. */
const TELLS_TRUST = { major: 2, minor: 15 };

/**
 * How builds would reach the store, by Nix's own rule: a state folder this user may write to is used directly, else
 * the daemon. Nix is only asked where it has a store: as root, any question would make an empty /nix.
 */
export async function probeNixStore(
  host: Host,
  nix: string,
  release: NixFacts["release"],
): Promise<{ store: NixStoreFacts; trusted: boolean | null }> {
  const socket = host.env.NIX_DAEMON_SOCKET_PATH || DAEMON_SOCKET;
  const wantsDaemon = host.env.NIX_REMOTE === "daemon";
  const [folderThere, socketThere] = await Promise.all([isThere(host, STATE_FOLDER), isThere(host, socket)]);
  if (folderThere && !wantsDaemon && (await host.fs.probeWritable(STATE_FOLDER)) === undefined) {
    return { store: { state: "direct" }, trusted: true };
  }
  if (socketThere) return pingDaemon(host, nix, release);
  if (!folderThere && !wantsDaemon) return { store: { state: "absent" }, trusted: null };
  const detail = `there is no socket ${socket}`;
  return { store: { state: "unreachable", detail }, trusted: null };
}

async function pingDaemon(host: Host, nix: string, release: NixFacts["release"]) {
  const json = release && isAtLeast(release, TELLS_TRUST) ? ["--json"] : [];
  const features = ["--extra-experimental-features", "nix-command"];
  const argv = [nix, ...features, "store", "ping", "--store", "daemon", ...json];
  const result = await host.exec(argv, { timeoutMs: ASK_LIMIT_MS });
  if (result.status === 0) {
    return { store: { state: "daemon" as const }, trusted: parseTrusted(result.stdout) };
  }
  const detail = describeProblem(result);
  const state = /permission denied|not allowed|not permitted/i.test(result.stderr) ? "denied" : "unreachable";
  return { store: { state, detail } as const, trusted: null };
}

/** Compares the first two numbers of a version. */
function isAtLeast(
  release: { major: number; minor: number },
  floor: { major: number; minor: number },
): boolean {
  return release.major > floor.major || (release.major === floor.major && release.minor >= floor.minor);
}
