import { join } from "node:path";
import type { DerivedRendition } from "../derive/renditions.ts";
import { Failure } from "../errors.ts";
import { renderLive } from "../render/ffmpeg.ts";
import { type ClipInput, clipKey, clipWarning, renderLoopEncode } from "../render/loop.ts";
import { renderMaster } from "../render/master.ts";
import { renderNginx } from "../render/nginx.ts";
import type { ResolvedOrigin } from "../resolve.ts";
import { chooseServer, chooseSource, type OriginFacts } from "./choose.ts";
import type { InstanceSpec, Server, Source, Step, UpPlan } from "./plan.ts";

/** What the user asked `up` for, apart from the configuration. */
export interface UpRequest {
  name: string | undefined;
  source: Source | "auto";
  server: Server | "auto";
  bind: string;
  workers: number;
  readyTimeoutSec: number;
}

export interface UpFacts extends OriginFacts {
  runtimeFolder: string;
  cacheFolder: string;
  stateFolder: string;
  /** Moment of planning: the start number and time stamps of a live encoder follow from it. */
  nowMs: number;
  /** The user's `--input`, looked at. */
  input: ClipInput | undefined;
  isRoot: boolean;
  /** A short digest of a text, for cache names and fingerprints. */
  digest(text: string): string;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;
const DEFAULT_PORT = 17080;

/** The plan of a local origin: pure, JSON-safe, the same for the same arguments. */
export function planUp(resolved: ResolvedOrigin, request: UpRequest, facts: UpFacts): UpPlan {
  const instance = planInstance(resolved, request, facts);
  const { component, name, description, config, derived, cache } = resolved;
  return {
    schema: "hlsctl/plan/v1",
    instance,
    configuration: { component, name, description, config, derived, cache },
    fingerprint: facts.digest(JSON.stringify([config, instance, facts.input?.identity ?? null])),
    warnings: warningsOf(resolved, instance, facts),
    steps: [
      ...sourceSteps(resolved, instance, facts),
      ...serverSteps(resolved, instance, facts),
      { kind: "wait-ready", timeoutSec: request.readyTimeoutSec, undo: "none" },
    ],
  };
}

function warningsOf(resolved: ResolvedOrigin, { source }: InstanceSpec, { input }: UpFacts): string[] {
  const { profile } = resolved.config.encoder;
  const shortened = input && clipWarning(resolved, input);
  const plainer =
    source.value === "embedded" && profile !== "baseline"
      ? `The embedded source makes Constrained Baseline video, not ${profile}; the playlists say so.`
      : undefined;
  return [shortened, plainer].filter((warning) => warning !== undefined);
}

function planInstance(resolved: ResolvedOrigin, request: UpRequest, facts: UpFacts): InstanceSpec {
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

function sourceSteps(resolved: ResolvedOrigin, instance: InstanceSpec, facts: UpFacts): Step[] {
  const folders = folderSteps(resolved, instance);
  switch (instance.source.value) {
    case "live":
      return [...folders, ...liveSteps(resolved, instance, facts)];
    case "loop":
      return [
        ...folders,
        ...resolved.derived.renditions.map((rendition) => encodeStep(resolved, rendition, facts)),
      ];
    case "embedded":
      return folders;
    default:
      return instance.source.value satisfies never;
  }
}

function folderSteps(resolved: ResolvedOrigin, instance: InstanceSpec): Step[] {
  const { hlsDir, logDir } = instance;
  const logs: Step[] = logDir === null ? [] : [makeDirectory(logDir, "keep")];
  if (hlsDir === null) return logs;
  const below = resolved.derived.renditions.map((rendition) => rendition.directory).filter(Boolean);
  const folders = [hlsDir, ...below.map((name) => join(hlsDir, name))];
  const { recommendedTmpfsMB } = resolved.derived;
  const check: Step = { kind: "check-folder", path: hlsDir, neededMB: recommendedTmpfsMB, undo: "none" };
  return [...logs, ...folders.map((path) => makeDirectory(path, "remove-if-made")), check];
}

function makeDirectory(path: string, undo: "remove-if-made" | "keep"): Step {
  return { kind: "make-directory", path, mode: 0o755, undo };
}

function writeFile(path: string, text: string): Step {
  return { kind: "write-file", path, mode: 0o644, text, undo: "remove" };
}

function liveSteps(resolved: ResolvedOrigin, instance: InstanceSpec, facts: UpFacts): Step[] {
  const { ffmpeg } = facts;
  const outputDir = instance.hlsDir;
  if (!ffmpeg || outputDir === null) throw new Error("a live source was chosen without FFmpeg or a folder");
  const argv = [ffmpeg.path, ...renderLive(resolved, { outputDir, nowMs: facts.nowMs })];
  return [
    writeFile(join(outputDir, resolved.config.hls.masterPlaylist), renderMaster(resolved)),
    { kind: "start-encoder", ffmpeg: ffmpeg.path, argv, outputDir, undo: "stop" },
  ];
}

function encodeStep(resolved: ResolvedOrigin, rendition: DerivedRendition, facts: UpFacts): Step {
  const { ffmpeg, input } = facts;
  if (!ffmpeg) throw new Error("a loop was chosen without FFmpeg");
  const folder = join(facts.cacheFolder, "clips", facts.digest(clipKey(resolved, rendition, input)));
  const videoPath = join(folder, "video.h264");
  const audioPath = join(folder, "audio.aac");
  const commands = renderLoopEncode(resolved, rendition, { videoPath, audioPath, input });
  return {
    kind: "encode-clip",
    rendition: rendition.name,
    commands: commands.map((argv) => [ffmpeg.path, ...argv]),
    videoPath,
    audioPath,
    undo: "keep",
  };
}

function serverSteps(resolved: ResolvedOrigin, instance: InstanceSpec, facts: UpFacts): Step[] {
  const { bind, port, workers, hlsDir, runtimeDir, logDir } = instance;
  if (instance.server.value === "embedded") return [{ kind: "serve", bind, port, workers, undo: "stop" }];
  if (!facts.nginx || hlsDir === null) throw new Error("nginx was chosen without nginx or a folder");
  const assetsDir = join(runtimeDir, "www");
  const configPath = join(runtimeDir, "nginx.conf");
  const logs = logDir === null ? {} : { logDir };
  const text = renderNginx(resolved, { hlsDir, assetsDir, runtimeDir, bind, isRoot: facts.isRoot, ...logs });
  const publish: Step[] =
    instance.source.value === "live" ? [] : [{ kind: "publish", hlsDir, undo: "remove" }];
  return [
    ...publish,
    { kind: "write-player", directory: assetsDir, undo: "remove" },
    writeFile(configPath, text),
    {
      kind: "start-nginx",
      argv: [facts.nginx.path, "-e", "stderr", "-p", runtimeDir, "-c", configPath],
      undo: "stop",
    },
  ];
}
