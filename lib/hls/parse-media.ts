import { bad, good, type Parsed } from "./parsed.ts";
import { decimal, excerpt, tagValue } from "./playlist-line.ts";

export interface MediaSegment {
  /** Media sequence number. */
  sequence: number;
  /** As written: resolve it against the playlist's final URL. */
  uri: string;
  durationSec: number;
  /** Unix time of its first sample in ms, counted on from the last EXT-X-PROGRAM-DATE-TIME; null if there was none. */
  dateMs: number | null;
  /** EXT-X-DISCONTINUITY comes before it. */
  isDiscontinuity: boolean;
  /** EXT-X-GAP: there is nothing to download. */
  isGap: boolean;
}

export interface MediaPlaylist {
  kind: "media";
  targetDurationSec: number;
  /** Of the first segment. */
  mediaSequence: number;
  discontinuitySequence: number;
  isEnded: boolean;
  segments: MediaSegment[];
}

/** What the tags since the last URI say about the next one. */
interface Pending {
  durationSec: number | null;
  dateMs: number | null;
  isDiscontinuity: boolean;
  isGap: boolean;
}

/** Reads the lines of a media playlist, trimmed; see `parsePlaylist` for what is let through. */
export function parseMedia(lines: readonly string[]): Parsed<MediaPlaylist> {
  const playlist: MediaPlaylist = {
    kind: "media",
    targetDurationSec: 0,
    mediaSequence: 0,
    discontinuitySequence: 0,
    isEnded: false,
    segments: [],
  };
  let pending = nothing(null);
  for (const [index, line] of lines.entries()) {
    if (line.startsWith("#")) {
      const problem = takeTag(line, playlist, pending);
      if (problem !== null) return bad(`line ${index + 1}: ${problem}`);
    } else if (line !== "") {
      if (pending.durationSec === null) return bad(`line ${index + 1}: ${excerpt(line)} has no #EXTINF`);
      pending = addSegment(playlist, line, pending, pending.durationSec);
    }
  }
  if (playlist.targetDurationSec === 0) return bad("has no #EXT-X-TARGETDURATION");
  playlist.segments.forEach((segment, i) => {
    segment.sequence = playlist.mediaSequence + i;
  });
  return good(playlist);
}

function nothing(dateMs: number | null): Pending {
  return { durationSec: null, dateMs, isDiscontinuity: false, isGap: false };
}

function addSegment(playlist: MediaPlaylist, uri: string, pending: Pending, durationSec: number): Pending {
  playlist.segments.push({ ...pending, uri, durationSec, sequence: 0 });
  return nothing(pending.dateMs === null ? null : pending.dateMs + durationSec * 1000);
}

/** Takes one tag in; returns what is wrong with it. */
function takeTag(line: string, playlist: MediaPlaylist, pending: Pending): string | null {
  const name = line.split(":", 1)[0];
  const number = decimal(tagValue(line).split(",", 1)[0]);
  switch (name) {
    case "#EXTINF":
      if (number === null || number < 0) return `${excerpt(line)} has no duration`;
      pending.durationSec = number;
      return null;
    case "#EXT-X-TARGETDURATION":
      if (number === null || number <= 0) return `${excerpt(line)} is not a positive number`;
      playlist.targetDurationSec = number;
      return null;
    case "#EXT-X-MEDIA-SEQUENCE":
      if (!isCount(number)) return `${excerpt(line)} is not a whole number below 2^53`;
      playlist.mediaSequence = number;
      return null;
    case "#EXT-X-DISCONTINUITY-SEQUENCE":
      if (!isCount(number)) return `${excerpt(line)} is not a whole number below 2^53`;
      playlist.discontinuitySequence = number;
      return null;
    case "#EXT-X-PROGRAM-DATE-TIME":
      pending.dateMs = dateOf(tagValue(line));
      return null;
    case "#EXT-X-DISCONTINUITY":
      pending.isDiscontinuity = true;
      pending.dateMs = null;
      return null;
    case "#EXT-X-GAP":
      pending.isGap = true;
      return null;
    case "#EXT-X-ENDLIST":
      playlist.isEnded = true;
      return null;
    default:
      return null;
  }
}

function isCount(value: number | null): value is number {
  return value !== null && Number.isSafeInteger(value);
}

/** ISO 8601; some packagers write the zone without a colon. */
function dateOf(text: string): number | null {
  const ms = Date.parse(text.trim().replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(ms) ? null : ms;
}
