import type { MediaPlaylist, MediaSegment } from "../hls/playlist-shape.ts";
import { type Cursor, isComplete } from "./start-point.ts";

/** A place in a presentation that another of its playlists can be asked for. */
export interface Position {
  /** Unix time, ms. */
  dateMs: number | null;
  discontinuitySequence: number;
  /** Media listed before it, and from it to the end. */
  beforeMs: number;
  afterMs: number;
  /** When the playlist had arrived that it was read from. */
  atMs: number;
}

/** Where the cursor stands. */
export function positionOf(playlist: MediaPlaylist, cursor: Cursor, atMs: number): Position {
  const index = playlist.segments.findIndex(({ sequence }) => sequence >= cursor.sequence);
  const segment = playlist.segments[index];
  const passed = index < 0 ? playlist.segments : playlist.segments.slice(0, index);
  const parts = (segment?.parts ?? playlist.trailingParts).slice(0, cursor.part);
  const insideMs = 1000 * durationOf(parts);
  const last = playlist.segments.at(-1);
  const beginsMs = segment ? segment.dateMs : endDate(last);
  return {
    dateMs: beginsMs === null ? null : beginsMs + insideMs,
    discontinuitySequence: (segment ?? last)?.discontinuitySequence ?? playlist.discontinuitySequence,
    beforeMs: 1000 * durationOf(passed) + insideMs,
    afterMs: 1000 * (durationOf(playlist.segments) - durationOf(passed)) - insideMs,
    atMs,
  };
}

/**
 * The same place in another playlist. Media sequence numbers say nothing across playlists (RFC 8216, 6.3.2), so it is found by date;
 * without dates, within the same discontinuity, by what lies before it in something complete, and in a live stream by
 * what lies after it, with the time since then.
 */
export function findPosition(playlist: MediaPlaylist, position: Position, nowMs: number): Cursor {
  const { segments } = playlist;
  if (position.dateMs !== null && segments.some(({ dateMs }) => dateMs !== null)) {
    return atDate(playlist, position.dateMs);
  }
  const run = segments.filter((segment) => segment.discontinuitySequence === position.discontinuitySequence);
  const found =
    isComplete(playlist) || playlist.type === "EVENT"
      ? fromBeginning(playlist, position.beforeMs)
      : fromEnd(playlist, position.afterMs + grownMs(playlist, position, nowMs));
  return within(run, found);
}

/** Half a picture at 25/s: dates are rounded. */
const TOLERANCE_MS = 20;

function atDate(playlist: MediaPlaylist, dateMs: number): Cursor {
  for (const segment of playlist.segments) {
    if (segment.dateMs === null) continue;
    const endMs = segment.dateMs + segment.durationSec * 1000;
    if (endMs - dateMs > TOLERANCE_MS) {
      return { sequence: segment.sequence, part: partAt(segment, dateMs - segment.dateMs) };
    }
  }
  return afterLast(playlist);
}

function partAt({ parts }: MediaSegment, offsetMs: number): number {
  let endMs = 0;
  const index = parts.findIndex(({ durationSec }) => {
    endMs += durationSec * 1000;
    return endMs - offsetMs > TOLERANCE_MS;
  });
  return Math.max(0, index);
}

function fromBeginning(playlist: MediaPlaylist, beforeMs: number): Cursor {
  let endMs = 0;
  for (const segment of playlist.segments) {
    endMs += segment.durationSec * 1000;
    if (endMs - beforeMs > TOLERANCE_MS) return { sequence: segment.sequence, part: 0 };
  }
  return afterLast(playlist);
}

function fromEnd(playlist: MediaPlaylist, afterMs: number): Cursor {
  let leftMs = afterMs;
  let found = afterLast(playlist);
  for (const segment of playlist.segments.toReversed()) {
    if (leftMs <= TOLERANCE_MS) break;
    leftMs -= segment.durationSec * 1000;
    found = { sequence: segment.sequence, part: 0 };
  }
  return found;
}

/** Whole segments that must have come since. */
function grownMs({ targetDurationSec }: MediaPlaylist, { atMs }: Position, nowMs: number): number {
  const targetMs = 1000 * targetDurationSec;
  return targetMs * Math.floor(Math.max(0, nowMs - atMs) / targetMs);
}

function within(run: readonly MediaSegment[], cursor: Cursor): Cursor {
  const first = run[0];
  const last = run.at(-1);
  if (!first || !last) return cursor;
  if (cursor.sequence < first.sequence) return { sequence: first.sequence, part: 0 };
  return cursor.sequence > last.sequence + 1 ? { sequence: last.sequence + 1, part: 0 } : cursor;
}

function afterLast(playlist: MediaPlaylist): Cursor {
  const last = playlist.segments.at(-1);
  return { sequence: last ? last.sequence + 1 : playlist.mediaSequence, part: 0 };
}

function endDate(segment: MediaSegment | undefined): number | null {
  return segment && segment.dateMs !== null ? segment.dateMs + segment.durationSec * 1000 : null;
}

function durationOf(list: readonly { durationSec: number }[]): number {
  return list.reduce((sum, { durationSec }) => sum + durationSec, 0);
}
