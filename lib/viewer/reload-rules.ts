import type { MediaPlaylist } from "../hls/playlist-shape.ts";
import { isBefore } from "./coherence.ts";
import type { PlaylistVersion } from "./playlist-shelf.ts";

export interface Load {
  /** It brought something new. */
  isNew: boolean;
  /** It asked for something that the server had to wait for. */
  isHeld: boolean;
  /** Of Low-Latency HLS. */
  isLow: boolean;
}

/** Of a part target, between two held loads: who is behind catches up, and a server that does not hold is not flooded. */
const LEAST_HOLD = 0.25;

/**
 * When a playlist is loaded next: a target duration after the beginning of a load that brought something new, half of it after one
 * that did not (RFC 8216, 6.3.4); with low latency at once, and a part target after one that brought nothing.
 */
export function nextDueMs(
  { targetDurationSec, partTargetSec }: MediaPlaylist,
  { sentMs, endMs }: { sentMs: number; endMs: number },
  { isNew, isHeld, isLow }: Load,
): number {
  if (!isLow) return sentMs + 1000 * targetDurationSec * (isNew ? 1 : 0.5);
  if (isNew && !isHeld) return endMs;
  return Math.max(endMs, sentMs + 1000 * (partTargetSec ?? targetDurationSec) * (isNew ? LEAST_HOLD : 1));
}

/**
 * Whether an answer says more than what was known. With low latency something older does not, unless nothing else has come for three
 * target durations: then the stream has begun anew.
 */
export function isNews(
  known: PlaylistVersion,
  version: PlaylistVersion,
  ageMs: number,
  isLow: boolean,
): boolean {
  if (known === version) return false;
  if (!isLow) return true;
  if (isBefore(version.edge, known.edge)) return ageMs > 3000 * version.playlist.targetDurationSec;
  return !isSameState(known, version);
}

/** The same content whether it came whole or as a delta update. */
function isSameState(a: PlaylistVersion, b: PlaylistVersion): boolean {
  return (
    a.edge.sequence === b.edge.sequence &&
    a.edge.parts === b.edge.parts &&
    a.playlist.mediaSequence === b.playlist.mediaSequence &&
    a.playlist.isEnded === b.playlist.isEnded
  );
}
