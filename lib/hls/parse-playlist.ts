import { parseAttributes } from "./attribute-list.ts";
import { type MediaPlaylist, parseMedia } from "./parse-media.ts";
import { bad, good, type Parsed } from "./parsed.ts";
import { decimal, excerpt, tagValue } from "./playlist-line.ts";

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
    bandwidth: decimal(attributes.get("BANDWIDTH")) ?? 0,
    averageBandwidth: decimal(attributes.get("AVERAGE-BANDWIDTH")),
    resolution: width && height ? { width: Number(width), height: Number(height) } : null,
    framerate: decimal(attributes.get("FRAME-RATE")),
    codecs: attributes.get("CODECS") ?? null,
  };
}
