import type { PlaylistVersion } from "./playlist-shelf.ts";
import { type Cursor, findLiveEdge, firstOf, isComplete } from "./start-point.ts";

/** A stream whose numbers have been behind for so many target durations has begun anew. */
const PATIENCE = 3;

/** Finds out when what a viewer wants next will not come any more, and where it goes on then. */
export class WindowWatch {
  /** Since when the playlist has been ending before what was loaded already; null: it does not. */
  private behindSinceMs: number | null = null;

  /**
   * What left the window is missed, and a viewer of a live stream jumps back to where one begins, as hls.js does. `missed` are
   * segments that it would have loaded and that are no longer listed.
   */
  judge(
    { playlist, edge }: PlaylistVersion,
    cursor: Cursor,
    isLow: boolean,
    nowMs: number,
  ): { cursor: Cursor; missed: number } {
    const first = playlist.segments[0];
    if (first && cursor.sequence < first.sequence) {
      const to = isComplete(playlist) ? firstOf(playlist) : findLiveEdge(playlist, isLow);
      return { cursor: to, missed: first.sequence - cursor.sequence };
    }
    if (cursor.sequence <= edge.sequence + 1) this.behindSinceMs = null;
    else this.behindSinceMs ??= nowMs;
    const patienceMs = 1000 * PATIENCE * playlist.targetDurationSec;
    if (this.behindSinceMs === null || nowMs - this.behindSinceMs < patienceMs) return { cursor, missed: 0 };
    this.behindSinceMs = null;
    return { cursor: findLiveEdge(playlist, isLow), missed: 0 };
  }
}
