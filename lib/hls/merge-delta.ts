import { bad, good, type Parsed } from "./parsed.ts";
import type { ByteRange, Inheritance, InitSection, MediaPlaylist, MediaSegment } from "./playlist-shape.ts";

/**
 * The whole playlist that a delta update stands for (bis, 6.3.7): the segments it skips are taken from the one held before, and
 * what goes on from them goes on. A problem when that one lacks any of them: then the playlist must be loaded again without
 * `_HLS_skip`. A playlist that skips nothing is returned as it is; neither argument is changed.
 */
export function mergeDelta(previous: MediaPlaylist, delta: MediaPlaylist): Parsed<MediaPlaylist> {
  if (delta.inherits === null || delta.skipped === 0) return good(delta);
  if (previous.skipped > 0) return bad("the playlist held is a delta update itself: load it whole");
  const from = delta.mediaSequence - previous.mediaSequence;
  const kept = from < 0 ? [] : previous.segments.slice(from, from + delta.skipped);
  const last = kept.at(-1);
  if (last === undefined || kept.length < delta.skipped) return bad(lacking(previous, delta));
  const segments = renumbered(
    kept.concat(carriedOn(delta, delta.inherits, last)),
    delta.discontinuitySequence,
  );
  return good({
    ...delta,
    skipped: 0,
    inherits: null,
    segments,
    trailingDateMs: trailingDate(delta, segments.at(-1) ?? last),
    trailingKey: delta.segments.length < delta.inherits.key ? last.key : delta.trailingKey,
    trailingMap: mapAt(delta.segments.length, delta.trailingMap, delta.inherits, last),
  });
}

function lacking({ mediaSequence, segments }: MediaPlaylist, delta: MediaPlaylist): string {
  const wanted = `${delta.mediaSequence} to ${delta.mediaSequence + delta.skipped - 1}`;
  const held = segments.length === 0 ? "none" : `${mediaSequence} to ${mediaSequence + segments.length - 1}`;
  return `the delta update skips segments ${wanted}, the playlist held has ${held}: load it whole`;
}

/** Key, init section, date and open byte ranges go on from the last skipped segment. */
function carriedOn(delta: MediaPlaylist, until: Inheritance, last: MediaSegment): MediaSegment[] {
  let before = last;
  return delta.segments.map((segment, i) => {
    const isDated = segment.hasDate || segment.isDiscontinuity;
    before = {
      ...segment,
      key: i < until.key ? last.key : segment.key,
      map: mapAt(i, segment.map, until, last),
      byteRange: i < until.range ? moved(segment, last) : segment.byteRange,
      dateMs: isDated ? segment.dateMs : dateAfter(before),
    };
    return before;
  });
}

/** The init section of the segment at an index; the one after the last is that of the trailing parts. */
function mapAt(
  index: number,
  listed: InitSection | null,
  until: Inheritance,
  last: MediaSegment,
): InitSection | null {
  if (index < until.map) return last.map;
  return listed && index < until.mapKey ? { ...listed, key: last.key } : listed;
}

/** The parser has counted it from 0. */
function moved({ byteRange, uri }: MediaSegment, last: MediaSegment): ByteRange | null {
  if (byteRange === null || last.byteRange === null || uri !== last.uri) return byteRange;
  return {
    offset: byteRange.offset + last.byteRange.offset + last.byteRange.length,
    length: byteRange.length,
  };
}

function dateAfter({ dateMs, durationSec }: MediaSegment): number | null {
  return dateMs === null ? null : dateMs + durationSec * 1000;
}

/** Discontinuities among the skipped segments count for those after them; kept segments are not written to. */
function renumbered(segments: MediaSegment[], first: number): MediaSegment[] {
  let discontinuitySequence = first;
  return segments.map((segment) => {
    if (segment.isDiscontinuity) discontinuitySequence++;
    return segment.discontinuitySequence === discontinuitySequence
      ? segment
      : { ...segment, discontinuitySequence };
  });
}

function trailingDate(
  { trailingDateMs, isTrailingDiscontinuity }: MediaPlaylist,
  end: MediaSegment,
): number | null {
  return trailingDateMs === null && !isTrailingDiscontinuity ? dateAfter(end) : trailingDateMs;
}
