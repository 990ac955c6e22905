import type { MediaPlaylist, MediaSegment, Part, StartPoint } from "../hls/playlist-shape.ts";

/** The next thing to load: a segment, or one of its parts. */
export interface Cursor {
  sequence: number;
  part: number;
}

export interface Beginning extends Cursor {
  /** Media at the beginning of the segment that is not shown (EXT-X-START with PRECISE). */
  skippedMs: number;
}

/** Nothing is ever added to it. */
export function isComplete(playlist: MediaPlaylist): boolean {
  return playlist.isEnded || playlist.type === "VOD";
}

/**
 * Where a player begins: where EXT-X-START says (RFC 8216, 4.3.5.2; the media playlist's own before the multivariant one's), at the
 * beginning of what has one, and of a live stream so far from its end as it says or three target durations (6.3.3; bis,
 * 4.4.3.8). `isLow`: parts are loaded, and PART-HOLD-BACK counts.
 */
export function findBeginning(
  playlist: MediaPlaylist,
  fallback: StartPoint | null,
  isLow: boolean,
): Beginning {
  const start = playlist.start ?? fallback;
  if (start) return atOffset(playlist, start);
  if (isComplete(playlist) || playlist.type === "EVENT") return { ...firstOf(playlist), skippedMs: 0 };
  return { ...findLiveEdge(playlist, isLow), skippedMs: 0 };
}

/** Where one who watches live stands, or jumps to. */
export function findLiveEdge(playlist: MediaPlaylist, isLow: boolean): Cursor {
  const control = playlist.serverControl;
  const target = playlist.targetDurationSec;
  const partTarget = playlist.partTargetSec;
  if (isLow && partTarget !== null) {
    return partBefore(playlist, control?.partHoldBackSec ?? 3 * partTarget);
  }
  return segmentBefore(playlist, control?.holdBackSec ?? 3 * target);
}

export function firstOf(playlist: MediaPlaylist): Cursor {
  return { sequence: playlist.segments[0]?.sequence ?? playlist.mediaSequence, part: 0 };
}

/** EXTINF is rounded by some packagers; this much less than asked for is still right. */
const ROUNDING_SEC = 0.002;

/** The last segment that begins at least that long before the end. */
function segmentBefore(playlist: MediaPlaylist, distanceSec: number): Cursor {
  let left = distanceSec - ROUNDING_SEC;
  for (const segment of playlist.segments.toReversed()) {
    left -= segment.durationSec;
    if (left <= 0) return { sequence: segment.sequence, part: 0 };
  }
  return firstOf(playlist);
}

/** The last part to begin a decoder with that begins at least that long before the end. */
function partBefore(playlist: MediaPlaylist, distanceSec: number): Cursor {
  let left = distanceSec - ROUNDING_SEC;
  const last = playlist.segments.at(-1);
  const coming = last ? last.sequence + 1 : playlist.mediaSequence;
  const found = partWithin(coming, playlist.trailingParts);
  if (found) return found;
  for (const segment of playlist.segments.toReversed()) {
    if (segment.parts.length > 0) {
      const inside = partWithin(segment.sequence, segment.parts);
      if (inside) return inside;
    } else {
      left -= segment.durationSec;
      if (left <= 0) return { sequence: segment.sequence, part: 0 };
    }
  }
  return firstOf(playlist);

  function partWithin(sequence: number, parts: readonly Part[]): Cursor | null {
    for (let i = parts.length - 1; i >= 0; i--) {
      left -= parts[i]!.durationSec;
      if (left <= 0 && (i === 0 || parts[i]!.isIndependent)) return { sequence, part: i };
    }
    return null;
  }
}

function atOffset(playlist: MediaPlaylist, start: StartPoint): Beginning {
  const wholeSec = durationOf(playlist.segments);
  const offsetSec = Math.max(0, start.offsetSec < 0 ? wholeSec + start.offsetSec : start.offsetSec);
  let beganSec = 0;
  for (const segment of playlist.segments) {
    if (offsetSec < beganSec + segment.durationSec) {
      const skippedMs = start.isPrecise ? (offsetSec - beganSec) * 1000 : 0;
      return { sequence: segment.sequence, part: 0, skippedMs };
    }
    beganSec += segment.durationSec;
  }
  return { sequence: playlist.segments.at(-1)?.sequence ?? playlist.mediaSequence, part: 0, skippedMs: 0 };
}

function durationOf(segments: readonly MediaSegment[]): number {
  return segments.reduce((sum, { durationSec }) => sum + durationSec, 0);
}
