/**
 * What a playlist says (RFC 8216; the draft of its second edition, "bis", for Low-Latency HLS). URIs are as written:
 * resolve them against the playlist's final URL. Attributes that a player of our kind has no use for are left out.
 */

export interface ByteRange {
  /** First byte and number of bytes. */
  offset: number;
  length: number;
}

/** EXT-X-MAP: what a decoder needs before the segment (RFC 8216, 4.3.2.5). */
export interface InitSection {
  uri: string;
  byteRange: ByteRange | null;
  /** The key it is encrypted with: the one in force where its tag stands (RFC 8216, 4.3.2.4). */
  key: SegmentKey | null;
}

/** EXT-X-KEY (RFC 8216, 4.3.2.4); METHOD=NONE is null where a segment has its key. */
export interface SegmentKey {
  /** `AES-128`, `SAMPLE-AES`, … */
  method: string;
  uri: string;
  /** 32 hexadecimal digits, lower case; null: the media sequence number is the vector. */
  iv: string | null;
  /** `identity` when not told. */
  keyFormat: string;
}

/** EXT-X-PART (bis, 4.4.4.9). */
export interface Part {
  uri: string;
  durationSec: number;
  byteRange: ByteRange | null;
  isIndependent: boolean;
  isGap: boolean;
}

export interface MediaSegment {
  /** Media sequence number. */
  sequence: number;
  uri: string;
  durationSec: number;
  /** Unix time of its first sample in ms, counted on from the last EXT-X-PROGRAM-DATE-TIME; null if there was none. */
  dateMs: number | null;
  /** The tag itself stands before this segment. */
  hasDate: boolean;
  /** EXT-X-DISCONTINUITY comes before it. */
  isDiscontinuity: boolean;
  /** Discontinuity sequence number: the playlist's, and one more for every tag up to and with this segment. */
  discontinuitySequence: number;
  /** EXT-X-GAP: there is nothing to download. */
  isGap: boolean;
  byteRange: ByteRange | null;
  map: InitSection | null;
  key: SegmentKey | null;
  /** Parts that still stand before the segment; mostly none. */
  parts: Part[];
}

/** EXT-X-SERVER-CONTROL (bis, 4.4.3.8); seconds, null where not told. */
export interface ServerControl {
  canBlockReload: boolean;
  canSkipUntilSec: number | null;
  canSkipDateRanges: boolean;
  holdBackSec: number | null;
  partHoldBackSec: number | null;
}

/** EXT-X-PRELOAD-HINT (bis, 4.4.5.3). */
export interface PreloadHint {
  /** `PART` or `MAP`; others are left out. */
  type: "PART" | "MAP";
  uri: string;
  byteRangeStart: number;
  /** Null: to the end of the resource. */
  byteRangeLength: number | null;
}

/** EXT-X-RENDITION-REPORT (bis, 4.4.5.4). */
export interface RenditionReport {
  uri: string;
  lastSequence: number | null;
  lastPart: number | null;
}

/**
 * What players let pass and the rules forbid, as the parser met it; `lib/hls/conformance/` has a rule of the same code for each.
 * The example is of the first one, with its line.
 */
export interface Oddity {
  code: OddityCode;
  example: string;
  count: number;
}

export type OddityCode =
  | "attribute-missing"
  | "byte-order-mark"
  | "byte-range-without-start"
  | "date-invalid"
  | "extinf-without-uri"
  | "playlist-type-invalid"
  | "sequence-tag-late"
  | "stream-inf-without-uri"
  | "tag-after-part"
  | "tag-repeated"
  | "tags-mixed"
  | "target-duration-invalid"
  | "uri-without-extinf";

/** The lowest EXT-X-VERSION that allows what a playlist makes use of (RFC 8216, 7; bis, 8). */
export interface VersionNeed {
  version: number;
  /** The tag or attribute that needs it; empty for version 1. */
  feature: string;
}

/** How far into a delta update what stood among the skipped segments still holds (bis, 4.4.5.2). */
export interface Inheritance {
  /** Segments, from the first one listed, before the first EXT-X-KEY and EXT-X-MAP of the update itself. */
  key: number;
  map: number;
  /** Segments, from the first one listed, whose byte ranges without an offset continue the last skipped one. */
  range: number;
  /** Segments before the first EXT-X-MAP that stands after an EXT-X-KEY of the update: the key before is that of their map. */
  mapKey: number;
}

/** EXT-X-START (RFC 8216, 4.3.5.2): seconds from the beginning, or, when negative, from the end. */
export interface StartPoint {
  offsetSec: number;
  isPrecise: boolean;
}

export interface MediaPlaylist {
  kind: "media";
  /** EXT-X-VERSION, 1 when not told. */
  version: number;
  /** At least 1: players take 0 for 1. */
  targetDurationSec: number;
  /** Of the first segment, skipped ones included. */
  mediaSequence: number;
  discontinuitySequence: number;
  /** Whether EXT-X-DISCONTINUITY-SEQUENCE stands in the playlist. */
  hasDiscontinuitySequence: boolean;
  type: "VOD" | "EVENT" | null;
  isEnded: boolean;
  isIFramesOnly: boolean;
  isIndependent: boolean;
  start: StartPoint | null;
  serverControl: ServerControl | null;
  partTargetSec: number | null;
  /** SKIPPED-SEGMENTS of a delta update (bis, 4.4.5.2): that many are missing before `segments[0]`. */
  skipped: number;
  /** Null where nothing is skipped. */
  inherits: Inheritance | null;
  segments: MediaSegment[];
  /** Parts after the last segment: of the one that is still being made. */
  trailingParts: Part[];
  /** The date that stands before the trailing parts, counted on like a segment's. */
  trailingDateMs: number | null;
  /** EXT-X-DISCONTINUITY stands after the last segment. */
  isTrailingDiscontinuity: boolean;
  /** In force for the trailing parts. */
  trailingMap: InitSection | null;
  trailingKey: SegmentKey | null;
  preloadHints: PreloadHint[];
  renditionReports: RenditionReport[];
  needs: VersionNeed;
  oddities: Oddity[];
}

/** EXT-X-STREAM-INF (RFC 8216, 4.3.4.2). */
export interface Variant {
  uri: string;
  /** Bits per second; 0 when the tag lacks it. */
  bandwidth: number;
  averageBandwidth: number | null;
  /** Pixels; null when not told. */
  resolution: { width: number; height: number } | null;
  framerate: number | null;
  codecs: string | null;
  /** Names of groups in `renditions`. */
  audio: string | null;
  subtitles: string | null;
}

/** EXT-X-MEDIA (RFC 8216, 4.3.4.1). */
export interface AlternateRendition {
  type: "AUDIO" | "VIDEO" | "SUBTITLES" | "CLOSED-CAPTIONS";
  groupId: string;
  name: string;
  language: string | null;
  /** Null: it is in the variant's own stream. */
  uri: string | null;
  isDefault: boolean;
  isAutoselect: boolean;
}

export interface MultivariantPlaylist {
  kind: "multivariant";
  version: number;
  isIndependent: boolean;
  variants: Variant[];
  renditions: AlternateRendition[];
  start: StartPoint | null;
  /** Of its EXT-X-DEFINE tags, for the media playlists that import them (bis, 4.4.2.3). */
  variables: ReadonlyMap<string, string>;
  needs: VersionNeed;
  oddities: Oddity[];
}

export type Playlist = MediaPlaylist | MultivariantPlaylist;
