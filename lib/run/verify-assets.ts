import { CONTENT_TYPES } from "../derive/http.ts";
import { levelIdc } from "../derive/level.ts";
import type { DerivedRendition } from "../derive/renditions.ts";
import { SYNTH_PATTERNS } from "../hls/pattern.ts";
import { VERIFY_PATH, VERIFY_SCHEMA, type VerifyClip, type VerifyDescription } from "../hls/verify.ts";
import type { Host } from "../host/host.ts";
import type { StaticFiles } from "../origin/respond.ts";
import type { UpPlan } from "../plan/plan.ts";
import { LOOP_AUDIO_SKIP_FRAMES } from "../render/loop.ts";

/** Clips that are copied for nginx at most; those of a test pattern are small, those of a film may be not. */
const COPY_LIMIT = 64 * 1024 * 1024;

/** What `swarm --verify` asks an origin for: how its segments are made, and a loop's clips to make them from. */
export function verifyAssets(plan: UpPlan): StaticFiles {
  const type = "application/octet-stream";
  const clips = clipFiles(plan).map(([path, file]) => [path, { type, body: Bun.file(file) }]);
  return {
    [VERIFY_PATH]: { type: CONTENT_TYPES.json, body: textOf(plan, null) },
    ...Object.fromEntries(clips),
  };
}

/** The same for a server of files, by path. */
export function verifyFiles(host: Host, plan: UpPlan): ReadonlyMap<string, string | Uint8Array> {
  const clips = clipFiles(plan).map(([path, file]) => [path, host.fs.mapBytes(file)] as const);
  const bytes = clips.reduce((sum, [, { length }]) => sum + length, 0);
  if (bytes <= COPY_LIMIT)
    return new Map<string, string | Uint8Array>([[VERIFY_PATH, textOf(plan, null)], ...clips]);
  const megabytes = Math.round(bytes / 1024 / 1024);
  const problem = `the clips of its loop have ${megabytes} MB, and no more than ${COPY_LIMIT / 1024 / 1024} are copied for nginx; use --server embedded`;
  return new Map([[VERIFY_PATH, textOf(plan, problem)]]);
}

function textOf(plan: UpPlan, problem: string | null): string {
  return `${JSON.stringify(describeSegments(plan, problem ?? problemOf(plan)))}\n`;
}

function describeSegments(plan: UpPlan, problem: string | null): VerifyDescription {
  const { config, derived } = plan.configuration;
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
  if (instance.source.value !== "live") return null;
  return "its source is a live encoder, whose bytes nobody can know beforehand; use --source embedded or loop";
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

function clipFiles({ instance, steps }: UpPlan): (readonly [path: string, file: string])[] {
  if (instance.source.value !== "loop") return [];
  return steps.flatMap((step) => {
    if (step.kind !== "encode-clip") return [];
    const { video, audio } = clipPaths(step.rendition);
    return [[video, step.videoPath] as const, [audio, step.audioPath] as const];
  });
}

function clipPaths(rendition: string): { video: string; audio: string } {
  return { video: `/assets/verify/${rendition}.h264`, audio: `/assets/verify/${rendition}.aac` };
}
