import { loopClip } from "./loop.ts";
import type { Clip, Rendition } from "./media.ts";
import { muxSegment, segmentBytes } from "./mux.ts";
import { bad, good, type Parsed } from "./parsed.ts";
import type { SynthPattern } from "./pattern.ts";
import { type SegmentNames, segmentNames } from "./segment-names.ts";
import { synthClip } from "./synth.ts";

/** Where an origin of ours tells what its segments are made from, below its root. */
export const VERIFY_PATH = "/assets/verify.json";
export const VERIFY_SCHEMA = "hlsctl/verify/v1";

/** All it takes to make any segment of an origin again, byte by byte. */
export interface VerifyDescription {
  schema: typeof VERIFY_SCHEMA;
  /** Why it cannot be done; null when it can. */
  problem: string | null;
  segmentPattern: string;
  segmentDurationSec: number;
  framerate: number;
  renditions: VerifyRendition[];
}

export interface VerifyRendition {
  name: string;
  /** Its folder, empty when there is one rendition. */
  directory: string;
  width: number;
  height: number;
  segmentSizeBytes: number;
  clip: VerifyClip;
}

/** Painted, or encoded beforehand: then the paths of its two files on the origin. */
export type VerifyClip =
  | { kind: "synth"; label: string; pattern: SynthPattern; levelIdc: number }
  | { kind: "loop"; video: string; audio: string; audioSkipFrames: number };

/** One rendition, made again. */
export interface Remake {
  readonly name: string;
  readonly directory: string;
  readonly names: SegmentNames;
  segment(n: number): Uint8Array;
  segmentBytes(n: number): number;
}

/** Paths of the files that `openRemakes` wants. */
export function filesOf({ renditions }: VerifyDescription): string[] {
  return renditions.flatMap(({ clip }) => (clip.kind === "loop" ? [clip.video, clip.audio] : []));
}

/** A problem when a file is missing or cannot be looped. */
export function openRemakes(
  description: VerifyDescription,
  files: ReadonlyMap<string, Uint8Array>,
): Parsed<Remake[]> {
  const { framerate, segmentDurationSec, segmentPattern } = description;
  const names = segmentNames(segmentPattern);
  const remakes: Remake[] = [];
  for (const entry of description.renditions) {
    const clip = openClip(description, entry, files);
    if (!clip.ok) return bad(`${entry.name}: ${clip.problem}`);
    const { name, directory, width, height, segmentSizeBytes } = entry;
    const rendition: Rendition = { name, width, height, framerate, segmentDurationSec, segmentSizeBytes };
    remakes.push({
      name,
      directory,
      names,
      segment: (n) => muxSegment(rendition, clip.value, n),
      segmentBytes: (n) => segmentBytes(rendition, clip.value, n),
    });
  }
  return good(remakes);
}

function openClip(
  { framerate, segmentDurationSec }: VerifyDescription,
  { width, height, clip }: VerifyRendition,
  files: ReadonlyMap<string, Uint8Array>,
): Parsed<Clip> {
  if (clip.kind === "synth") {
    const { label, pattern, levelIdc } = clip;
    return good(synthClip({ width, height, framerate, segmentDurationSec, label, pattern, levelIdc }));
  }
  const video = files.get(clip.video);
  const audio = files.get(clip.audio);
  if (!video || !audio) return bad(`${clip.video} or ${clip.audio} is missing`);
  return loopClip(video, audio, { framerate, segmentDurationSec, audioSkipFrames: clip.audioSkipFrames });
}
