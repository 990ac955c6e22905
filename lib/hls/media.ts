/**
 * What a segment source promises: segment n of a rendition is a pure function of n, so that any process,
 * replica or restart gives the same bytes under the same media sequence number.
 */

export interface Rendition {
  /** Variant name, also its folder in a ladder: `720p`. */
  name: string;
  /** Pixels. */
  width: number;
  height: number;
  /** Frames per second; `framerate × segmentDurationSec` is whole. */
  framerate: number;
  segmentDurationSec: number;
  /** Nominal size of every segment, audio and transport overhead included. */
  segmentSizeBytes: number;
}

/** Pieces of one byte array: piece i is `bytes[starts[i]..ends[i])`. Nothing is copied until it is multiplexed. */
export interface Pieces {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** An elementary-stream clip that goes on for ever; `mux.ts` makes segments of it. */
export interface Clip {
  /** RFC 6381 names for CODECS: `avc1.42c01f,mp4a.40.2`. */
  readonly codecs: string;
  /**
   * Access units of segment n in decode order (= presentation order, no B-frames), Annex B with start codes:
   * picture i of the segment is piece `first + i`.
   */
  video(n: number): { readonly units: Pieces; readonly first: number };
  /** AAC-LC frames with ADTS headers, 48 kHz. */
  readonly audio: Pieces;
  /** Which piece of `audio` is frame k of the endless stream (frame k begins k × 1920 ticks after the epoch). */
  audioPiece(k: number): number;
}
