import { segmentStartMs } from "./live-window.ts";
import { targetDuration } from "./time.ts";

/** What a live media playlist says; segment n begins at n × D seconds of the Unix epoch. */
export interface MediaPlaylistSpec {
  segmentDurationSec: number;
  /** Media sequence numbers, inclusive. */
  firstListed: number;
  lastListed: number;
  /** URI of segment n, relative to the playlist. */
  uri(n: number): string;
}

/** One `EXT-X-STREAM-INF`. */
export interface VariantEntry {
  uri: string;
  /** Peak and average bits per second, all overhead included (RFC 8216, 4.3.4.2). */
  bandwidth: number;
  averageBandwidth: number;
  /** Pixels. */
  width: number;
  height: number;
  framerate: number;
  /** RFC 6381, as `Clip.codecs`. */
  codecs: string;
}

/** The lowest protocol version with fractional EXTINF (RFC 8216, section 7). */
const VERSION = 3;

/** A sliding live playlist (RFC 8216, 4.3.3): no PLAYLIST-TYPE, no ENDLIST, a date for every segment. */
export function mediaPlaylist(spec: MediaPlaylistSpec): string {
  const lines = [
    "#EXTM3U",
    `#EXT-X-VERSION:${VERSION}`,
    `#EXT-X-TARGETDURATION:${targetDuration(spec.segmentDurationSec)}`,
    `#EXT-X-MEDIA-SEQUENCE:${spec.firstListed}`,
    "#EXT-X-INDEPENDENT-SEGMENTS",
  ];
  const duration = `#EXTINF:${spec.segmentDurationSec.toFixed(6)},`;
  for (let n = spec.firstListed; n <= spec.lastListed; n++) {
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${dateTime(segmentStartMs(n, spec.segmentDurationSec))}`);
    lines.push(duration, spec.uri(n));
  }
  return `${lines.join("\n")}\n`;
}

/** A multivariant (master) playlist; the first variant is the one players begin with. */
export function multivariantPlaylist(variants: readonly VariantEntry[]): string {
  const lines = ["#EXTM3U", `#EXT-X-VERSION:${VERSION}`, "#EXT-X-INDEPENDENT-SEGMENTS"];
  for (const variant of variants) lines.push(`#EXT-X-STREAM-INF:${attributes(variant)}`, variant.uri);
  return `${lines.join("\n")}\n`;
}

function dateTime(unixMs: number): string {
  return new Date(unixMs).toISOString();
}

function attributes(variant: VariantEntry): string {
  return [
    `BANDWIDTH=${Math.ceil(variant.bandwidth)}`,
    `AVERAGE-BANDWIDTH=${Math.ceil(variant.averageBandwidth)}`,
    `RESOLUTION=${variant.width}x${variant.height}`,
    `FRAME-RATE=${variant.framerate.toFixed(3)}`,
    `CODECS="${variant.codecs}"`,
  ].join(",");
}
