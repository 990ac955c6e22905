import { parseAttributes } from "./attribute-list.ts";
import { bad, good, type Parsed } from "./parsed.ts";

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

export interface Variant {
  uri: string;
  bandwidth: number;
  averageBandwidth: number | null;
  /** Pixels; null when not told. */
  resolution: { width: number; height: number } | null;
  framerate: number | null;
  codecs: string | null;
}

export interface MultivariantPlaylist {
  kind: "multivariant";
  variants: Variant[];
}

export type Playlist = MediaPlaylist | MultivariantPlaylist;

/**
 * Reads a playlist as a player would (RFC 8216): unknown tags and attributes are ignored, CRLF and a byte order mark are let
 * through; the kind is decided by the tags. Not a playlist, tags of both kinds, a segment without duration and a sequence number
 * beyond 2^53 − 1 (the RFC allows 2^64 − 1) are problems.
 */
export function parsePlaylist(text: string): Parsed<Playlist> {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((line) => line.trim());
  if (!lines[0]?.startsWith("#EXTM3U"))
    return bad(`does not begin with #EXTM3U but with ${excerpt(lines[0] ?? "")}`);
  const isMultivariant = lines.some((line) => line.startsWith("#EXT-X-STREAM-INF:"));
  const isMedia = lines.some(
    (line) => line.startsWith("#EXTINF:") || line.startsWith("#EXT-X-TARGETDURATION:"),
  );
  if (isMultivariant && isMedia) return bad("has tags of a media playlist and of a multivariant playlist");
  return isMultivariant ? parseMultivariant(lines) : parseMedia(lines);
}

function parseMultivariant(lines: readonly string[]): Parsed<MultivariantPlaylist> {
  const variants: Variant[] = [];
  let attributes: ReadonlyMap<string, string> | null = null;
  for (const line of lines) {
    if (line.startsWith("#EXT-X-STREAM-INF:")) attributes = parseAttributes(tagValue(line));
    if (line === "" || line.startsWith("#") || attributes === null) continue;
    variants.push(variantOf(line, attributes));
    attributes = null;
  }
  return good({ kind: "multivariant", variants });
}

function variantOf(uri: string, attributes: ReadonlyMap<string, string>): Variant {
  const [, width, height] = /^(\d+)x(\d+)$/i.exec(attributes.get("RESOLUTION") ?? "") ?? [];
  return {
    uri,
    bandwidth: numberOf(attributes.get("BANDWIDTH")) ?? 0,
    averageBandwidth: numberOf(attributes.get("AVERAGE-BANDWIDTH")),
    resolution: width && height ? { width: Number(width), height: Number(height) } : null,
    framerate: numberOf(attributes.get("FRAME-RATE")),
    codecs: attributes.get("CODECS") ?? null,
  };
}

/** What the tags since the last URI say about the next one. */
interface Pending {
  durationSec: number | null;
  dateMs: number | null;
  isDiscontinuity: boolean;
  isGap: boolean;
}

function parseMedia(lines: readonly string[]): Parsed<MediaPlaylist> {
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
  const number = numberOf(tagValue(line).split(",", 1)[0]);
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

function tagValue(line: string): string {
  return line.slice(line.indexOf(":") + 1);
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d+(\.\d*)?$/.test(text.trim()) ? Number(text) : null;
}

function isCount(value: number | null): value is number {
  return value !== null && Number.isSafeInteger(value);
}

/** ISO 8601; some packagers write the zone without a colon. */
function dateOf(text: string): number | null {
  const ms = Date.parse(text.trim().replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(ms) ? null : ms;
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
