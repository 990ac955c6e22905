import type { Level } from "../hls/conformance/rule.ts";

/** What one client saw of a stream: `data` of `probe --json`. */
export interface ProbeReport {
  url: string;
  kind: "multivariant" | "media";
  isLive: boolean;
  isLowLatency: boolean;
  durationMs: number;
  /** `complete`: everything that there is was looked at. */
  endedBy: "duration" | "complete" | "interrupted";
  streams: StreamReport[];
  conformance: ConformanceEntry[];
  checks: {
    /** Codes of rules that were looked at and held. */
    passed: string[];
    /** Codes that nothing could be said about: there was no occasion, or not enough time. */
    unknown: string[];
  };
  notes: string[];
}

export interface ConformanceEntry {
  code: string;
  level: Level;
  count: number;
  example: string;
}

/** A media playlist: a variant, or a rendition beside it. */
export interface StreamReport {
  label: string;
  url: string;
  type: "variant" | "rendition";
  /** Bits per second, as declared; null where nothing is. */
  bandwidth: number | null;
  averageBandwidth: number | null;
  resolution: { width: number; height: number } | null;
  codecs: string | null;
  targetDurationSec: number | null;
  /** Seconds of media in the playlist at last. */
  listedSec: number | null;
  playlistLoads: number;
  playlistChanges: number;
  segments: { downloaded: number; failed: number; bytes: number };
  /** Of what was downloaded, bits per second; null: nothing to measure. */
  peakBitsPerSec: number | null;
  averageBitsPerSec: number | null;
  /** From sending to the first byte of a segment, ms. */
  slowestFirstByteMs: number | null;
  /** How long after the end of its date a segment could be seen in the playlist, ms; null without dates. */
  publishDelayMs: number | null;
  /** By ffprobe; null where it is not installed or could not read it. */
  media: MediaFacts | null;
}

/** What a segment really holds. */
export interface MediaFacts {
  sequence: number;
  /** Seconds of its longest stream, and as the playlist says. */
  durationSec: number | null;
  declaredSec: number;
  /** Null: there is no picture. */
  beginsWithKeyframe: boolean | null;
  tracks: MediaTrack[];
}

export interface MediaTrack {
  type: "video" | "audio" | "other";
  codec: string;
  width: number | null;
  height: number | null;
  framerate: number | null;
  sampleRate: number | null;
  channels: number | null;
}
