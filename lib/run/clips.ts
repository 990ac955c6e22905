import { dirname } from "node:path";
import { levelIdc } from "../derive/level.ts";
import type { DerivedRendition } from "../derive/renditions.ts";
import { Failure } from "../errors.ts";
import { loopClip } from "../hls/loop.ts";
import type { Clip } from "../hls/media.ts";
import { SYNTH_PATTERNS } from "../hls/pattern.ts";
import { synthClip } from "../hls/synth.ts";
import type { Host } from "../host/host.ts";
import type { UpPlan } from "../plan/plan.ts";
import { LOOP_AUDIO_SKIP_FRAMES } from "../render/loop.ts";

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
