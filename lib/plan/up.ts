import { join } from "node:path";
import type { DerivedRendition } from "../derive/renditions.ts";
import { renderLive } from "../render/ffmpeg.ts";
import { clipKey, clipWarning, renderLoopEncode } from "../render/loop.ts";
import { renderMaster } from "../render/master.ts";
import { renderNginx } from "../render/nginx.ts";
import type { ResolvedOrigin } from "../resolve.ts";
import { planInstance } from "./instance.ts";
import type { InstanceSpec, Step, UpPlan } from "./plan.ts";
import type { UpFacts, UpRequest } from "./request.ts";

/** The plan of a local origin: pure, JSON-safe, the same for the same arguments. */
export function planUp(resolved: ResolvedOrigin, request: UpRequest, facts: UpFacts): UpPlan {
  const instance = planInstance(resolved, request, facts);
  const { component, name, description, config, derived, cache } = resolved;
  return {
    schema: "hlsctl/plan/v1",
    instance,
    builder: facts.builder ?? null,
    configuration: { component, name, description, config, derived, cache },
    fingerprint: facts.digest(
      JSON.stringify([config, instance, facts.input?.identity ?? null, ...toolsOf(facts)]),
    ),
    warnings: warningsOf(resolved, instance, facts),
    steps: [
      ...keepSteps(instance, facts),
      ...sourceSteps(resolved, instance, facts),
      ...serverSteps(resolved, instance, facts),
      { kind: "wait-ready", timeoutSec: request.readyTimeoutSec, undo: "none" },
    ],
  };
}

/** The path of what was built, which stands for its bytes. */
function toolsOf({ builder }: UpFacts): string[] {
  return builder?.value === "nix" ? [builder.nix.outPath] : [];
}

function keepSteps({ name }: InstanceSpec, { builder, stateFolder }: UpFacts): Step[] {
  if (builder?.value !== "nix") return [];
  const path = join(stateFolder, "instances", name, "tools");
  return [{ kind: "keep-result", path, argv: [...builder.nix.keepArgv, path], undo: "remove" }];
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
  const { recommendedTmpfsMB } = resolved.derived;
  return [
    ...logs,
    makeDirectory(hlsDir, "remove-if-made"),
    { kind: "check-folder", path: hlsDir, neededMB: recommendedTmpfsMB, undo: "none" },
    ...below.map((name) => makeDirectory(join(hlsDir, name), "remove-if-made")),
  ];
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
  const text = renderNginx(resolved, {
    hlsDir,
    assetsDir,
    runtimeDir,
    bind,
    openFilesLimit: facts.openFilesLimit,
    ...(facts.nginxUser === undefined ? {} : { user: facts.nginxUser }),
    ...logs,
  });
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
