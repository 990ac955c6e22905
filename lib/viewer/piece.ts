import type {
  ByteRange,
  InitSection,
  MediaPlaylist,
  MediaSegment,
  SegmentKey,
} from "../hls/playlist-shape.ts";
import type { Cursor } from "./start-point.ts";

/** What is loaded next: a whole segment, or a part of one. */
export interface Piece {
  kind: "segment" | "part";
  /** Where it stands; the part of a whole segment is after all of its parts. */
  at: Cursor;
  sequence: number;
  uri: string;
  byteRange: ByteRange | null;
  durationMs: number;
  dateMs: number | null;
  isGap: boolean;
  discontinuitySequence: number;
  map: InitSection | null;
  key: SegmentKey | null;
  /** What comes after it. */
  next: Cursor;
  /** With it a segment is complete. */
  isLast: boolean;
}

/** What the cursor points at; null: it is not listed (yet). */
export function pieceAt(playlist: MediaPlaylist, cursor: Cursor, isLow: boolean): Piece | null {
  const first = playlist.segments[0];
  const segment = first && playlist.segments[cursor.sequence - first.sequence];
  if (segment) {
    const wantsPart = isLow && segment.parts.length > cursor.part;
    return wantsPart ? partOf(segment, cursor.part) : wholeSegment(segment);
  }
  return isLow ? trailingPart(playlist, cursor) : null;
}

function wholeSegment(segment: MediaSegment): Piece {
  const { sequence, uri, byteRange, dateMs, isGap, discontinuitySequence, map, key } = segment;
  return {
    kind: "segment",
    at: { sequence, part: Number.POSITIVE_INFINITY },
    sequence,
    uri,
    byteRange,
    durationMs: segment.durationSec * 1000,
    dateMs,
    isGap,
    discontinuitySequence,
    map,
    key,
    next: { sequence: sequence + 1, part: 0 },
    isLast: true,
  };
}

function partOf(segment: MediaSegment, index: number): Piece {
  const part = segment.parts[index]!;
  const before = segment.parts.slice(0, index).reduce((sum, { durationSec }) => sum + durationSec, 0);
  const isLast = index === segment.parts.length - 1;
  return {
    ...wholeSegment(segment),
    kind: "part",
    at: { sequence: segment.sequence, part: index },
    uri: part.uri,
    byteRange: part.byteRange,
    durationMs: part.durationSec * 1000,
    dateMs: segment.dateMs === null ? null : segment.dateMs + before * 1000,
    isGap: segment.isGap || part.isGap,
    next: isLast
      ? { sequence: segment.sequence + 1, part: 0 }
      : { sequence: segment.sequence, part: index + 1 },
    isLast,
  };
}

/** Of the segment that is still being made. */
function trailingPart(playlist: MediaPlaylist, cursor: Cursor): Piece | null {
  const last = playlist.segments.at(-1);
  const sequence = last ? last.sequence + 1 : playlist.mediaSequence + playlist.skipped;
  const part = playlist.trailingParts[cursor.part];
  if (cursor.sequence !== sequence || !part) return null;
  const before = playlist.trailingParts.slice(0, cursor.part);
  const offsetMs = before.reduce((sum, { durationSec }) => sum + durationSec * 1000, 0);
  return {
    kind: "part",
    at: cursor,
    sequence,
    uri: part.uri,
    byteRange: part.byteRange,
    durationMs: part.durationSec * 1000,
    dateMs: playlist.trailingDateMs === null ? null : playlist.trailingDateMs + offsetMs,
    isGap: part.isGap,
    discontinuitySequence: last?.discontinuitySequence ?? playlist.discontinuitySequence,
    map: playlist.trailingMap,
    key: playlist.trailingKey,
    next: { sequence, part: cursor.part + 1 },
    isLast: false,
  };
}
