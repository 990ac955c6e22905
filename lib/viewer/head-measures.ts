import type { MediaPlaylist } from "../hls/playlist-shape.ts";
import type { Playhead } from "./playhead.ts";
import { positionOf } from "./position.ts";
import type { Cursor } from "./start-point.ts";
import type { Source } from "./supply.ts";
import type { Clock } from "./viewer-shape.ts";

/** When the neediest of the playheads has no more than that before it; null: not before something changes. */
export function earliestRoomMs(
  { heads, source }: { heads: readonly Playhead[]; source: Source },
  limitMs: number,
): number | null {
  let earliest: number | null = null;
  for (const head of heads) {
    const roomMs = head.isOver ? null : head.roomAtMs(source, limitMs);
    if (roomMs !== null && (earliest === null || roomMs < earliest)) earliest = roomMs;
  }
  return earliest;
}

/** The age of what is shown, by the dates of the playlist; without them the way to the end of what it lists. */
export function liveLatencyMs(head: Playhead, playlist: MediaPlaylist, next: Cursor, clock: Clock): number {
  const dateMs = head.dateMs();
  if (dateMs !== null) return clock.epochMs + clock.nowMs() - dateMs;
  return Math.max(0, head.bufferedMs(0)) + positionOf(playlist, next, 0).afterMs;
}
