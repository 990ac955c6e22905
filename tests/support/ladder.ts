import type { Clip, Rendition } from "../../lib/hls/media.ts";
import { muxSegment } from "../../lib/hls/mux.ts";
import { synthClip } from "../../lib/hls/synth.ts";
import { concatenate } from "./ts-inspect.ts";

/** The rungs of the 4k-abr profile: total kbit/s with audio. */
export const LADDER = [
  { name: "2160p", width: 3840, height: 2160, kbps: 15192, levelIdc: 51 },
  { name: "1080p", width: 1920, height: 1080, kbps: 5128, levelIdc: 40 },
  { name: "720p", width: 1280, height: 720, kbps: 2128, levelIdc: 31 },
  { name: "480p", width: 854, height: 480, kbps: 1096, levelIdc: 31 },
  { name: "360p", width: 640, height: 360, kbps: 564, levelIdc: 30 },
] as const;

export interface Shape {
  width: number;
  height: number;
  framerate: number;
  segmentDurationSec: number;
  kbps: number;
  levelIdc?: number;
}

/** A synthetic rendition with smptebars, labelled by its height. */
export function synthetic(shape: Shape): { rendition: Rendition; clip: Clip } {
  const { width, height, framerate, segmentDurationSec, kbps } = shape;
  const name = `${height}p`;
  const picture = { width, height, framerate, segmentDurationSec };
  return {
    rendition: { ...picture, name, segmentSizeBytes: Math.floor((kbps * 1000 * segmentDurationSec) / 8) },
    clip: synthClip({ ...picture, label: name, pattern: "smptebars", levelIdc: shape.levelIdc ?? 40 }),
  };
}

/** Consecutive segments in one array. */
export function segments(
  of: { rendition: Rendition; clip: Clip },
  first: number,
  count: number,
): Uint8Array<ArrayBuffer> {
  return concatenate(Array.from({ length: count }, (_, i) => muxSegment(of.rendition, of.clip, first + i)));
}
