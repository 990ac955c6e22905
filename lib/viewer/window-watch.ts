import type { MediaPlaylist } from "../hls/playlist-shape.ts";
import type { PlaylistVersion } from "./playlist-shelf.ts";
import { type Cursor, findLiveEdge, firstOf, isComplete } from "./start-point.ts";

/** A stream whose numbers have been behind for so many target durations has begun anew. */
const PATIENCE = 3;

/**
 * The most segments that can be missed in so long a time: what was listed, and what came meanwhile at twice the pace. Numbers that jump
 * further were never those of segments: the origin has begun anew.
 */
export function mostMissed({ segments, targetDurationSec }: MediaPlaylist, elapsedMs: number): number {
  const listedSec = segments.reduce((sum, { durationSec }) => sum + durationSec, 0);
  const meanSec = segments.length > 0 && listedSec > 0 ? listedSec / segments.length : targetDurationSec;
  return segments.length + Math.ceil((2 * elapsedMs) / 1000 / meanSec);
}

/** Finds out when what a viewer wants next will not come any more, and where it goes on then. */
export class WindowWatch {
  /** Since when the playlist has been ending before what was loaded already; null: it does not. */
  private behindSinceMs: number | null = null;
  /** When what is wanted next was listed, or about to be, for the last time. */
  private listedMs: number | null = null;

  /**
   * What left the window is missed, and a viewer of a live stream jumps back to where one begins, as hls.js does. `missed` are
   * segments that it would have loaded and that are no longer listed; of numbers that jump, no more than the window holds.
   */
  judge(
    { playlist, edge }: PlaylistVersion,
    cursor: Cursor,
    isLow: boolean,
    nowMs: number,
  ): { cursor: Cursor; missed: number; jump: number | null } {
    const first = playlist.segments[0];
    if (first && cursor.sequence < first.sequence) {
      const to = isComplete(playlist) ? firstOf(playlist) : findLiveEdge(playlist, isLow);
      const gap = first.sequence - cursor.sequence;
      const isJump = gap > mostMissed(playlist, nowMs - (this.listedMs ?? nowMs));
      this.listedMs = nowMs;
      this.behindSinceMs = null;
      return { cursor: to, missed: isJump ? playlist.segments.length : gap, jump: isJump ? gap : null };
    }
    if (cursor.sequence <= edge.sequence + 1) {
      this.behindSinceMs = null;
      this.listedMs = nowMs;
    } else this.behindSinceMs ??= nowMs;
    const patienceMs = 1000 * PATIENCE * playlist.targetDurationSec;
    if (this.behindSinceMs === null || nowMs - this.behindSinceMs < patienceMs)
      return { cursor, missed: 0, jump: null };
    this.behindSinceMs = null;
    this.listedMs = nowMs;
    return { cursor: findLiveEdge(playlist, isLow), missed: 0, jump: null };
  }
}
