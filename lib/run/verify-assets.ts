import { CONTENT_TYPES } from "../derive/http.ts";
import { levelIdc } from "../derive/level.ts";
import type { DerivedRendition } from "../derive/renditions.ts";
import { SYNTH_PATTERNS } from "../hls/pattern.ts";
import { VERIFY_PATH, VERIFY_SCHEMA, type VerifyClip, type VerifyDescription } from "../hls/verify.ts";
import type { Assets, StaticFiles } from "../origin/respond.ts";
import type { UpPlan } from "../plan/plan.ts";
import { LOOP_AUDIO_SKIP_FRAMES } from "../render/loop.ts";

/** What `swarm --verify` asks an origin for: how its segments are made, and a loop's clips to make them from. */
export function verifyAssets(plan: UpPlan): StaticFiles {
  const isLoop = plan.instance.source.value === "loop";
  const clips = isLoop ? plan.steps.flatMap(clipFiles) : [];
  const type = "application/octet-stream";
  return {
    ...describedSegments(plan),
    ...Object.fromEntries(clips.map(([path, file]) => [path, { type, body: Bun.file(file) }])),
  };
}

/** The description alone, for a server of files. */
export function describedSegments(plan: UpPlan): Assets {
  const body = `${JSON.stringify(describeSegments(plan))}\n`;
  return { [VERIFY_PATH]: { type: CONTENT_TYPES.json, body } };
}

function describeSegments(plan: UpPlan): VerifyDescription {
  const { config, derived } = plan.configuration;
  const problem = problemOf(plan);
  return {
    schema: VERIFY_SCHEMA,
    problem,
    segmentPattern: config.hls.segmentPattern,
    segmentDurationSec: config.hls.segmentDuration,
    framerate: config.encoder.framerate,
    renditions: problem === null ? derived.renditions.map((rendition) => describe(plan, rendition)) : [],
  };
}

function problemOf({ instance }: UpPlan): string | null {
  const { source, server } = instance;
  if (source.value === "live") {
    return "its source is a live encoder, whose bytes nobody can know beforehand; use --source embedded or loop";
  }
  if (source.value === "loop" && server.value === "nginx") {
    return "nginx does not serve the clips of its loop; use --server embedded, or --source embedded";
  }
  return null;
}

function describe(plan: UpPlan, rendition: DerivedRendition) {
  const { name, directory, width, height, segmentSizeBytes } = rendition;
  return { name, directory, width, height, segmentSizeBytes, clip: clipOf(plan, rendition) };
}

function clipOf({ configuration, instance }: UpPlan, { name, level }: DerivedRendition): VerifyClip {
  if (instance.source.value === "loop") {
    const { video, audio } = clipPaths(name);
    return { kind: "loop", video, audio, audioSkipFrames: LOOP_AUDIO_SKIP_FRAMES };
  }
  const { testPattern } = configuration.config;
  const pattern = SYNTH_PATTERNS.find((known) => known === testPattern);
  if (!pattern) throw new Error(`the embedded source was chosen for the pattern ${testPattern}`);
  return { kind: "synth", label: name.toUpperCase(), pattern, levelIdc: levelIdc(level) };
}

function clipFiles(step: UpPlan["steps"][number]): (readonly [path: string, file: string])[] {
  if (step.kind !== "encode-clip") return [];
  const { video, audio } = clipPaths(step.rendition);
  return [
    [video, step.videoPath],
    [audio, step.audioPath],
  ];
}

function clipPaths(rendition: string): { video: string; audio: string } {
  return { video: `/assets/verify/${rendition}.h264`, audio: `/assets/verify/${rendition}.aac` };
}
