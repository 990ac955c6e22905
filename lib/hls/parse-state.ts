import type { Variables } from "./parse-variables.ts";
import type {
  ByteRange,
  InitSection,
  MediaPlaylist,
  OddityCode,
  Part,
  SegmentKey,
} from "./playlist-shape.ts";

/** What is remembered between the lines of a media playlist. */
export interface MediaState {
  readonly playlist: MediaPlaylist;
  readonly variables: Variables;
  /** Number of the line that is being read. */
  line: number;
  /** Tags that may stand only once and did. */
  readonly once: Set<string>;
  /** In force until the next such tag. */
  map: InitSection | null;
  key: SegmentKey | null;
  readonly keys: Map<string, SegmentKey>;
  /** Where the next sub-range without an offset begins, and of what. */
  range: RangeEnd;
  partRange: RangeEnd;
  mapRange: RangeEnd;
  /** Date at the end of the last segment. */
  dateMs: number | null;
  /** What the tags since the last URI say about the next one. */
  durationSec: number | null;
  nextDateMs: number | null;
  isDiscontinuity: boolean;
  isGap: boolean;
  nextRange: OpenRange | null;
  parts: Part[];
}

/** The byte after the last sub-range of a resource. */
export interface RangeEnd {
  uri: string;
  end: number;
}

/** A byte range as written: the offset may be missing. */
export interface OpenRange {
  offset: number | null;
  length: number;
}

/** Reads the value of one tag; returns what makes the playlist unplayable, if anything does. */
export type TagReader = (value: string, state: MediaState) => string | null;

/** One array for the many segments without parts. */
export const NO_PARTS: Part[] = Object.freeze([]) as never;

export function stateFor(variables: Variables): MediaState {
  return {
    playlist: emptyPlaylist(),
    variables,
    line: 0,
    once: new Set(),
    map: null,
    key: null,
    keys: new Map(),
    range: { uri: "", end: 0 },
    partRange: { uri: "", end: 0 },
    mapRange: { uri: "", end: 0 },
    dateMs: null,
    durationSec: null,
    nextDateMs: null,
    isDiscontinuity: false,
    isGap: false,
    nextRange: null,
    parts: NO_PARTS,
  };
}

function emptyPlaylist(): MediaPlaylist {
  return {
    kind: "media",
    version: 1,
    targetDurationSec: 0,
    mediaSequence: 0,
    discontinuitySequence: 0,
    hasDiscontinuitySequence: false,
    type: null,
    isEnded: false,
    isIFramesOnly: false,
    isIndependent: false,
    start: null,
    serverControl: null,
    partTargetSec: null,
    skipped: 0,
    inherits: null,
    segments: [],
    trailingParts: NO_PARTS,
    trailingDateMs: null,
    isTrailingDiscontinuity: false,
    trailingMap: null,
    trailingKey: null,
    preloadHints: [],
    renditionReports: [],
    needs: { version: 1, feature: "" },
    oddities: [],
  };
}

interface Reading {
  readonly playlist: Pick<MediaPlaylist, "oddities" | "needs">;
  readonly line: number;
}

/** Notes what a player lets pass; of each kind the first is told and all are counted. */
export function noteOddity(state: Reading, code: OddityCode, what: string): void {
  const known = state.playlist.oddities.find((oddity) => oddity.code === code);
  if (known) known.count++;
  else state.playlist.oddities.push({ code, example: `Line ${state.line}: ${what}.`, count: 1 });
}

/** Notes that something needs a version of the protocol. */
export function noteNeed(state: Reading, version: number, feature: string): void {
  if (version > state.playlist.needs.version) state.playlist.needs = { version, feature };
}

/**
 * A sub-range without an offset continues the one before it of the same resource (RFC 8216, 4.3.2.2). Where there is none it
 * begins at 0, as players have it.
 */
export function closeRange(open: OpenRange, uri: string, last: RangeEnd, state: MediaState): ByteRange {
  const continues = last.uri === uri;
  if (open.offset === null && !continues) {
    noteOddity(
      state,
      "byte-range-without-start",
      `the byte range of ${uri} has no offset and continues nothing`,
    );
  }
  const offset = open.offset ?? (continues ? last.end : 0);
  last.uri = uri;
  last.end = offset + open.length;
  return { offset, length: open.length };
}
