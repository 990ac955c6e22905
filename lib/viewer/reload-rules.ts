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
  /** With low latency: how many answers in a row, this one the last, came without what they should have waited for. */
  earlyCount: number;
}

/** Of a part target, between two held loads: who is behind catches up. */
const LEAST_HOLD = 0.25;
const LEAST_EARLY = 0.5;
/** The same in ms: a part target may be anything. */
const LEAST_HOLD_MS = 25;
const LEAST_EARLY_MS = 100;
/** A server that has answered early so often, and each time with nothing new, does not hold requests at all. */
const PATIENCE = 4;

/**
 * When a playlist is loaded next: a target duration after the beginning of a load that brought something new, half of it after one
 * that did not (RFC 8216, 6.3.4). With low latency at once; after an answer that came too early not before half a part target, a whole
 * one when it brought nothing, and half a target duration where that goes on: a server that does not hold is not flooded.
 */
export function nextDueMs(
  playlist: MediaPlaylist,
  { sentMs, endMs }: { sentMs: number; endMs: number },
  load: Load,
): number {
  const { isNew, isHeld, isLow } = load;
  if (!isLow) return sentMs + 1000 * playlist.targetDurationSec * (isNew ? 1 : 0.5);
  if (isNew && !isHeld) return endMs;
  return Math.max(endMs, sentMs + pauseMs(playlist, load));
}

function pauseMs({ targetDurationSec, partTargetSec }: MediaPlaylist, { isNew, earlyCount }: Load): number {
  const partMs = 1000 * (partTargetSec ?? targetDurationSec);
  if (isNew && earlyCount === 0) return Math.max(LEAST_HOLD_MS, LEAST_HOLD * partMs);
  if (isNew) return Math.max(LEAST_EARLY_MS, LEAST_EARLY * partMs);
  return Math.max(LEAST_EARLY_MS, earlyCount < PATIENCE ? partMs : 500 * targetDurationSec);
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
