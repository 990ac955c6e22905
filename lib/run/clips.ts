import { dirname, join } from "node:path";
import { levelIdc } from "../derive/level.ts";
import type { DerivedRendition } from "../derive/renditions.ts";
import { Failure } from "../errors.ts";
import { loopClip } from "../hls/loop.ts";
import type { Clip } from "../hls/media.ts";
import { SYNTH_PATTERNS } from "../hls/pattern.ts";
import { synthClip } from "../hls/synth.ts";
import type { Host } from "../host/host.ts";
import type { Step, UpPlan } from "../plan/plan.ts";
import { LOOP_AUDIO_SKIP_FRAMES } from "../render/loop.ts";

type EncodeStep = Extract<Step, { kind: "encode-clip" }>;

/** Encoding a clip of a few seconds takes seconds; an hour means that something hangs. */
const ENCODE_LIMIT_MS = 3_600_000;
const LOCK_PAUSE_MS = 200;

/** The clip of every rendition, by name; for a loop its encoded files must be in the cache by now. */
export function openClips(host: Host, plan: UpPlan): Map<string, Clip> {
  const { renditions } = plan.configuration.derived;
  return new Map(renditions.map((rendition) => [rendition.name, openClip(host, plan, rendition)]));
}

function openClip(host: Host, plan: UpPlan, rendition: DerivedRendition): Clip {
  const { config } = plan.configuration;
  const cadence = { framerate: config.encoder.framerate, segmentDurationSec: config.hls.segmentDuration };
  if (plan.instance.source.value === "embedded") {
    const pattern = SYNTH_PATTERNS.find((known) => known === config.testPattern);
    if (!pattern) throw new Error(`the embedded source was chosen for the pattern ${config.testPattern}`);
    const { width, height, level, name } = rendition;
    return synthClip({
      width,
      height,
      ...cadence,
      label: name.toUpperCase(),
      pattern,
      levelIdc: levelIdc(level),
    });
  }
  const step = plan.steps.find((each) => each.kind === "encode-clip" && each.rendition === rendition.name);
  if (step?.kind !== "encode-clip") throw new Error(`the plan encodes no clip for ${rendition.name}`);
  const video = host.fs.mapBytes(step.videoPath);
  const audio = host.fs.mapBytes(step.audioPath);
  const clip = loopClip(video, audio, { ...cadence, audioSkipFrames: LOOP_AUDIO_SKIP_FRAMES });
  if (clip.ok) return clip.value;
  throw new Failure(
    "encode-failed",
    `The clip encoded for ${rendition.name} cannot be looped: ${clip.problem}.`,
    {
      hint: `Remove ${dirname(step.videoPath)} to have it encoded again.`,
    },
  );
}

/** Encodes a clip into the cache unless it is there; several hlsctl wait for the one that does it. */
export async function encodeClip(
  host: Host,
  step: EncodeStep,
  { log, signal }: { log(line: string): void; signal: AbortSignal },
): Promise<void> {
  const folder = dirname(step.videoPath);
  await host.fs.makeDirectory(dirname(folder));
  const lock = await lockFolder(host, folder, signal);
  try {
    if (signal.aborted || (await isThere(host, step))) return;
    log(`encoding ${step.rendition} once`);
    await host.fs.remove(partialFolder(folder));
    await host.fs.makeDirectory(partialFolder(folder));
    for (const argv of step.commands)
      await runEncoder(
        host,
        argv.map((word) => intoPartial(word, folder)),
        step,
        signal,
      );
    if (!signal.aborted) await host.fs.rename(partialFolder(folder), folder);
  } finally {
    await host.fs.remove(partialFolder(folder));
    lock?.release();
  }
}

async function lockFolder(host: Host, folder: string, signal: AbortSignal) {
  while (!signal.aborted) {
    const lock = host.native.lockFile(`${folder}.lock`);
    if (lock) return lock;
    await host.clock.sleep(LOCK_PAUSE_MS, signal);
  }
  return undefined;
}

async function isThere(host: Host, step: EncodeStep): Promise<boolean> {
  const files = await Promise.all([host.fs.info(step.videoPath), host.fs.info(step.audioPath)]);
  return files.every((file) => file !== undefined && file.sizeBytes > 0);
}

/** Half-made clips have a folder of their own, so that a clip in the cache is always whole. */
function partialFolder(folder: string): string {
  return `${folder}.partial`;
}

function intoPartial(word: string, folder: string): string {
  return word.startsWith(`${folder}/`) ? join(partialFolder(folder), word.slice(folder.length + 1)) : word;
}

async function runEncoder(
  host: Host,
  argv: readonly string[],
  step: EncodeStep,
  signal: AbortSignal,
): Promise<void> {
  const result = await host.exec(argv, { timeoutMs: ENCODE_LIMIT_MS, signal });
  if (result.status === 0 || signal.aborted) return;
  const lastLines = result.stderr.trim().split("\n").slice(-6);
  if (lastLines.some((line) => /No space left on device/i.test(line))) {
    throw new Failure(
      "disk-full",
      `There is no space left for the clip of ${step.rendition} in ${dirname(step.videoPath)}.`,
      {
        hint: "Free some space, or set XDG_CACHE_HOME to a folder on another file system.",
      },
    );
  }
  throw new Failure("encode-failed", `FFmpeg could not encode the clip of ${step.rendition}.`, {
    hint: ["Its last lines:", ...lastLines.map((line) => `  ${line}`)].join("\n"),
  });
}
