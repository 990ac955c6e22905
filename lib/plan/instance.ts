import { join } from "node:path";
import { Failure } from "../errors.ts";
import type { ResolvedOrigin } from "../resolve.ts";
import { chooseServer, chooseSource } from "./choose.ts";
import type { InstanceSpec } from "./plan.ts";
import type { UpFacts, UpRequest } from "./request.ts";

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;
const DEFAULT_PORT = 17080;

/** What an origin will be: its name, engines, folders and addresses. */
export function planInstance(resolved: ResolvedOrigin, request: UpRequest, facts: UpFacts): InstanceSpec {
  const { config } = resolved;
  const name = instanceName(resolved, request);
  const source = chooseSource(resolved, { source: request.source, input: facts.input?.path }, facts);
  const server = chooseServer(request.server, request.workers, facts);
  const runtimeDir = join(facts.runtimeFolder, name);
  const needsFolder = source.value === "live" || server.value === "nginx";
  const hlsDir = chosenFolder(resolved, "server.hlsDir") ?? join(runtimeDir, "hls");
  const logDir = chosenFolder(resolved, "logging.directory") ?? join(facts.stateFolder, "logs", name);
  return {
    name,
    profile: resolved.name,
    type: "runner",
    source,
    server,
    bind: request.bind,
    port: config.server.port,
    workers: request.workers,
    hlsDir: needsFolder ? hlsDir : null,
    runtimeDir,
    logDir: config.logging.enabled ? logDir : null,
    urls: urlsOf(resolved, request.bind),
  };
}

/** The base's folders under /var are for containers and VMs; a runner whose user chose none gets one of its own. */
function chosenFolder(
  resolved: ResolvedOrigin,
  key: "server.hlsDir" | "logging.directory",
): string | undefined {
  if (resolved.sources.get(key) === "base") return undefined;
  return key === "server.hlsDir" ? resolved.config.server.hlsDir : resolved.config.logging.directory;
}

/** `default`, or `default-17081` where the port is not the usual one, so that two origins stand side by side. */
function instanceName(resolved: ResolvedOrigin, request: UpRequest): string {
  const { port } = resolved.config.server;
  const name = request.name ?? (port === DEFAULT_PORT ? resolved.name : `${resolved.name}-${port}`);
  if (NAME.test(name)) return name;
  throw new Failure("usage-bad-value", `An instance cannot be named "${name}".`, {
    hint: "Use letters, digits, dots and dashes, at most 40.",
  });
}

function urlsOf(resolved: ResolvedOrigin, bind: string): InstanceSpec["urls"] {
  const { hls, server, multibitrate } = resolved.config;
  const base = `http://${reachableHost(bind)}:${server.port}`;
  const multivariant = `${base}/${hls.masterPlaylist}`;
  return {
    page: `${base}/`,
    playlist: multibitrate ? multivariant : `${base}/${hls.playlistName}`,
    multivariant,
    health: `${base}/health`,
    files: `${base}/files/`,
  };
}

/** An address to reach a listener at: every-address binds are reached on loopback, IPv6 is bracketed. */
function reachableHost(bind: string): string {
  if (bind === "0.0.0.0") return "127.0.0.1";
  if (bind === "::") return "[::1]";
  return bind.includes(":") ? `[${bind}]` : bind;
}
