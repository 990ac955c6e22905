import { HEADER_TAGS } from "./parse-header-tags.ts";
import { LOW_LATENCY_TAGS } from "./parse-low-latency.ts";
import { SEGMENT_TAGS } from "./parse-segment-tags.ts";
import { closeRange, type MediaState, NO_PARTS, noteNeed, noteOddity, stateFor } from "./parse-state.ts";
import { define, expand, type Variables } from "./parse-variables.ts";
import { bad, good, type Parsed } from "./parsed.ts";
import { eachLine, excerpt, tagName, tagValue } from "./playlist-line.ts";
import type { MediaPlaylist } from "./playlist-shape.ts";

const TAGS = new Map([...SEGMENT_TAGS, ...LOW_LATENCY_TAGS, ...HEADER_TAGS]);

/** Tags with an attribute list: variables are replaced in them and in URIs, not in comments or titles (bis, 4.3). */
const WITH_ATTRIBUTES =
  /^#EXT-X-(?:KEY|MAP|PART|PRELOAD-HINT|RENDITION-REPORT|START|SERVER-CONTROL|DEFINE|SKIP):/;

/** Tags of the other kind of playlist (RFC 8216, 4.3.4). EXT-X-STREAM-INF has been looked for before. */
const FOREIGN = /^#EXT-X-(?:MEDIA|I-FRAME-STREAM-INF|SESSION-DATA|SESSION-KEY|CONTENT-STEERING)$/;

/** Reads the text of a media playlist; see `parsePlaylist` for what is let through. */
export function parseMedia(text: string, variables: Variables): Parsed<MediaPlaylist> {
  const state = stateFor(variables);
  const problem = eachLine(text, (line, number) => {
    state.line = number;
    return takeLine(line, state);
  });
  if (problem !== null) return bad(problem);
  return finish(state);
}

function takeLine(line: string, state: MediaState): string | null {
  if (line === "") return null;
  if (!line.startsWith("#EXT") && line.startsWith("#")) return null;
  if (!state.variables.isUsed || !line.includes("{$")) return takeExpanded(line, state);
  if (line.startsWith("#") && !WITH_ATTRIBUTES.test(line)) return takeExpanded(line, state);
  const expanded = expand(line, state.variables);
  return expanded.ok ? takeExpanded(expanded.value, state) : expanded.problem;
}

function takeExpanded(line: string, state: MediaState): string | null {
  return line.startsWith("#") ? takeTag(line, state) : takeUri(line, state);
}

function takeTag(line: string, state: MediaState): string | null {
  const name = tagName(line);
  const read = TAGS.get(name);
  if (read === undefined) return takeOther(name, line, state);
  if (HEADER_TAGS.has(name)) {
    if (state.once.has(name)) noteOddity(state, "tag-repeated", `${name} stands a second time`);
    state.once.add(name);
  }
  return read(tagValue(line), state);
}

function takeOther(name: string, line: string, state: MediaState): string | null {
  if (name === "#EXT-X-DEFINE") {
    noteNeed(state, line.includes("QUERYPARAM=") ? 11 : 8, "EXT-X-DEFINE");
    return define(tagValue(line), state.variables);
  }
  if (FOREIGN.test(name)) noteOddity(state, "tags-mixed", `${name} does not belong in a media playlist`);
  return null;
}

function takeUri(uri: string, state: MediaState): string | null {
  const { playlist, durationSec, nextRange } = state;
  if (durationSec === null) {
    noteOddity(state, "uri-without-extinf", `${excerpt(uri)} has no #EXTINF`);
    return null;
  }
  const dateMs = dateAt(state);
  if (nextRange?.offset === null) countOpenRange(uri, state);
  playlist.segments.push({
    sequence: 0,
    uri,
    durationSec,
    dateMs,
    hasDate: state.nextDateMs !== null,
    isDiscontinuity: state.isDiscontinuity,
    discontinuitySequence: 0,
    isGap: state.isGap,
    byteRange: nextRange && closeRange(nextRange, uri, state.range, state),
    map: state.map,
    key: state.key,
    parts: state.parts,
  });
  state.dateMs = dateMs === null ? null : dateMs + durationSec * 1000;
  nextSegment(state);
  return null;
}

/** A delta update may begin in the middle of a resource: the offset is known when it has been merged. */
function countOpenRange(uri: string, state: MediaState): void {
  const { inherits, segments } = state.playlist;
  if (inherits === null || inherits.range < segments.length) return;
  if (segments.length === 0) state.range = { uri, end: 0 };
  if (state.range.uri === uri) inherits.range++;
}

/** A discontinuity ends the counting on of dates. */
function dateAt(state: MediaState): number | null {
  return state.nextDateMs ?? (state.isDiscontinuity ? null : state.dateMs);
}

function nextSegment(state: MediaState): void {
  state.durationSec = null;
  state.nextDateMs = null;
  state.isDiscontinuity = false;
  state.isGap = false;
  state.nextRange = null;
  state.parts = NO_PARTS;
}

function finish(state: MediaState): Parsed<MediaPlaylist> {
  const { playlist } = state;
  if (playlist.targetDurationSec === 0) return bad("has no #EXT-X-TARGETDURATION");
  if (!Number.isSafeInteger(playlist.mediaSequence + playlist.skipped + playlist.segments.length)) {
    return bad("numbers its segments beyond 2^53 − 1; RFC 8216 (4.2) allows 2^64 − 1, this program does not");
  }
  if (state.durationSec !== null) noteOddity(state, "extinf-without-uri", "the last #EXTINF has no URI");
  if (state.map) noteNeed(state, playlist.isIFramesOnly ? 5 : 6, "EXT-X-MAP");
  playlist.trailingParts = state.parts;
  playlist.trailingDateMs = dateAt(state);
  playlist.isTrailingDiscontinuity = state.isDiscontinuity;
  playlist.trailingMap = state.map;
  playlist.trailingKey = state.key;
  closeInheritance(playlist);
  numberSegments(playlist);
  return good(playlist);
}

function closeInheritance({ inherits, segments }: MediaPlaylist): void {
  if (!inherits) return;
  for (const what of ["key", "map", "mapKey"] as const) {
    if (inherits[what] < 0) inherits[what] = segments.length + 1;
  }
}

/** At the end, as players let the tags with the first numbers stand anywhere. */
function numberSegments(playlist: MediaPlaylist): void {
  let sequence = playlist.mediaSequence + playlist.skipped;
  let discontinuity = playlist.discontinuitySequence;
  for (const segment of playlist.segments) {
    if (segment.isDiscontinuity) discontinuity++;
    segment.sequence = sequence++;
    segment.discontinuitySequence = discontinuity;
  }
}
