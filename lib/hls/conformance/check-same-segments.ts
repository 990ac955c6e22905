import type { ByteRange, InitSection, MediaPlaylist, MediaSegment, SegmentKey } from "../playlist-shape.ts";
import { type Findings, seconds, shortUri } from "./findings.ts";
import { DATE_TOLERANCE_MS } from "./measures.ts";

/** Compares what two versions of a playlist say about the segments they share; adds to the findings. */
export function checkSameSegments(previous: MediaPlaylist, next: MediaPlaylist, found: Findings): void {
  const nextFirst = next.mediaSequence + next.skipped;
  const previousFirst = previous.mediaSequence + previous.skipped;
  const first = Math.max(nextFirst, previousFirst);
  const before = previous.segments.slice(first - previousFirst);
  const after = next.segments.slice(first - nextFirst);
  const changed = before.findIndex(
    (segment, i) => after[i] !== undefined && !isSameMedia(segment, after[i]!),
  );
  if (changed >= 0) tellChange(previous, next, before[changed]!, found);
  else checkDiscontinuities(previous, next, found, before[0], after[0]);
  before.forEach((segment, i) => {
    if (after[i] && isSameMedia(segment, after[i]!)) checkSegment(segment, after[i]!, i === 0, found);
  });
}

function isSameMedia(a: MediaSegment, b: MediaSegment): boolean {
  return a.uri === b.uri && isSameRange(a.byteRange, b.byteRange);
}

function isSameRange(a: ByteRange | null, b: ByteRange | null): boolean {
  return a?.offset === b?.offset && a?.length === b?.length;
}

/** The same number has other media: renumbered, reordered or replaced? */
function tellChange(previous: MediaPlaylist, next: MediaPlaylist, was: MediaSegment, found: Findings): void {
  const is = next.segments[was.sequence - next.mediaSequence - next.skipped]!;
  const change = `Segment ${was.sequence} was ${shortUri(was.uri)} and is ${shortUri(is.uri)}`;
  const shift = shiftBetween(previous, next);
  if (shift !== 0 && shift !== null) {
    const numbers = `the segments moved by ${shift} without the numbers`;
    found.add("removal-miscounted", `${change}: ${numbers}`);
  } else if (hasMedia(previous, is) && hasMedia(next, was)) {
    found.add("segment-order-changed", change);
  } else if (was.uri === is.uri) {
    const ranges = `${rangeText(was.byteRange)} and is ${rangeText(is.byteRange)}`;
    found.add("segment-byte-range-changed", `Segment ${was.sequence}, ${shortUri(was.uri)}, was ${ranges}`);
  } else {
    found.add("segment-uri-changed", change);
  }
}

/** By how many numbers the whole list has moved; null when it is another list. */
function shiftBetween(previous: MediaPlaylist, next: MediaPlaylist): number | null {
  const [first] = next.segments;
  const at = first ? previous.segments.findIndex((segment) => isSameMedia(segment, first)) : -1;
  const shared = previous.segments.slice(at);
  const isMoved =
    at >= 0 && shared.every((segment, i) => !next.segments[i] || isSameMedia(segment, next.segments[i]!));
  const isRepeated = at > 0 && hasMedia(next, previous.segments[at - 1]!);
  return isMoved && first && !isRepeated ? previous.segments[at]!.sequence - first.sequence : null;
}

function hasMedia({ segments }: MediaPlaylist, segment: MediaSegment): boolean {
  return segments.some((other) => isSameMedia(other, segment));
}

function rangeText(range: ByteRange | null): string {
  return range === null ? "the whole resource" : `${range.length}@${range.offset}`;
}

function checkSegment(was: MediaSegment, is: MediaSegment, isFirst: boolean, found: Findings): void {
  const name = `Segment ${was.sequence}`;
  if (was.durationSec !== is.durationSec) {
    found.add(
      "segment-duration-changed",
      `${name} lasted ${seconds(was.durationSec)} and lasts ${seconds(is.durationSec)}`,
    );
  }
  if (!isSameKey(was.key, is.key)) {
    found.add("segment-key-changed", `${name} had ${keyText(was.key)} and has ${keyText(is.key)}`);
  }
  if (!isSameMap(was.map, is.map)) {
    found.add("segment-map-changed", `${name} had ${mapText(was.map)} and has ${mapText(is.map)}`);
  }
  // Before the first segment listed the tag may have gone already.
  if (was.isDiscontinuity !== is.isDiscontinuity && !isFirst) {
    found.add(
      "segment-discontinuity-changed",
      `${name} ${is.isDiscontinuity ? "got" : "lost"} its discontinuity`,
    );
  }
  const movedMs = was.dateMs === null || is.dateMs === null ? 0 : is.dateMs - was.dateMs;
  if (Math.abs(movedMs) > DATE_TOLERANCE_MS) {
    found.add("segment-date-changed", `${name} moved by ${seconds(movedMs / 1000)}`);
  }
}

function isSameKey(a: SegmentKey | null, b: SegmentKey | null): boolean {
  return (
    a === b ||
    (a?.uri === b?.uri && a?.method === b?.method && a?.iv === b?.iv && a?.keyFormat === b?.keyFormat)
  );
}

function keyText(key: SegmentKey | null): string {
  return key === null ? "no key" : `key ${shortUri(key.uri)} (${key.method}, IV ${key.iv ?? "by number"})`;
}

function isSameMap(a: InitSection | null, b: InitSection | null): boolean {
  return a === b || (a?.uri === b?.uri && isSameRange(a?.byteRange ?? null, b?.byteRange ?? null));
}

function mapText(map: InitSection | null): string {
  return map === null ? "no init section" : `init section ${shortUri(map.uri)}, ${rangeText(map.byteRange)}`;
}

/** The number of a segment never changes; the header's grows with the tags that go. */
function checkDiscontinuities(
  previous: MediaPlaylist,
  next: MediaPlaylist,
  found: Findings,
  was: MediaSegment | undefined,
  is: MediaSegment | undefined,
): void {
  const change = `from ${previous.discontinuitySequence} to ${next.discontinuitySequence}`;
  if (next.discontinuitySequence < previous.discontinuitySequence) {
    found.add("discontinuity-sequence-decreased", `EXT-X-DISCONTINUITY-SEQUENCE went ${change}`);
    return;
  }
  if (!was || !is || was.discontinuitySequence === is.discontinuitySequence) return;
  const numbers = `Segment ${was.sequence} had the number ${was.discontinuitySequence} and has ${is.discontinuitySequence}`;
  const isMissing = !next.hasDiscontinuitySequence;
  found.add(isMissing ? "discontinuity-sequence-missing" : "discontinuity-sequence-wrong", numbers);
}
