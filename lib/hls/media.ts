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

/** An elementary-stream clip that loops for ever; see `mux.ts` for how it becomes segments. */
export interface Clip {
  /** Access units in decode order (= presentation order, no B-frames), Annex B with start codes. */
  videoUnits(n: number): readonly Uint8Array[];
  /** ADTS frames at 48 kHz (1024 samples each); frame k of the endless stream. */
  audioFrame(k: number): Uint8Array;
}
