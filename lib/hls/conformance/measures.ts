import type { MediaPlaylist, Part } from "../playlist-shape.ts";

/** Dates are written in ms and come from clocks of encoders: less than this is no jump. */
export const DATE_TOLERANCE_MS = 100;

/** Durations are written with few digits; sums of them differ by less than this. */
export const ROUNDING_SEC = 0.001;

/** Whether more may come. */
export function isLive({ isEnded, type }: MediaPlaylist): boolean {
  return !isEnded && type !== "VOD";
}

/** Seconds of media in the playlist, parts at its end included. */
export function listedSec({ segments, trailingParts }: MediaPlaylist): number {
  return totalSec(segments) + totalSec(trailingParts);
}

export function totalSec(items: readonly { durationSec: number }[]): number {
  return items.reduce((sum, { durationSec }) => sum + durationSec, 0);
}

/** Number of the last segment; one less than the first would have when there is none. */
export function lastSequence({ mediaSequence, skipped, segments }: MediaPlaylist): number {
  return mediaSequence + skipped + segments.length - 1;
}

/** The parts listed for a segment: whole, in the making, or none. */
export function partsOf(playlist: MediaPlaylist, sequence: number): readonly Part[] {
  if (sequence === lastSequence(playlist) + 1) return playlist.trailingParts;
  return playlist.segments[sequence - playlist.mediaSequence - playlist.skipped]?.parts ?? [];
}
