import type { MediaPlaylist } from "../hls/playlist-shape.ts";

/** What one viewer makes of a stream, on average over time. */
export interface LoadRate {
  requestsPerSec: number;
  bitsPerSec: number;
}

/** What one viewer asks for at once when it begins. */
export interface StartBurst {
  requests: number;
  bits: number;
}

/** What a viewer makes of a stream: when it begins, and from then on. */
export interface ViewerDemand {
  steady: LoadRate;
  start: StartBurst;
}

/** One media playlist that a viewer follows, with what was learnt by loading it. */
export interface FollowedStream {
  playlist: MediaPlaylist;
  /** As it came over the wire. */
  playlistBytes: number;
  /** One segment that was loaded whole; null when none could be. */
  sample: { bytes: number; durationSec: number } | null;
  /** AVERAGE-BANDWIDTH or BANDWIDTH, bit/s; null when no multivariant playlist tells. */
  bandwidth: number | null;
}

/**
 * What a viewer will ask for once it plays: segments at the pace they are played; a live playlist once per target
 * duration (RFC 8216, 6.3.4), or once per part where reloads are held (Low-Latency HLS). Connections and headers are left out.
 */
export function predictViewer(streams: readonly FollowedStream[], lowLatency: boolean): LoadRate {
  const rates = streams.map((stream) => rateOf(stream, lowLatency));
  return {
    requestsPerSec: rates.reduce((sum, rate) => sum + rate.requestsPerSec, 0),
    bitsPerSec: rates.reduce((sum, rate) => sum + rate.bitsPerSec, 0),
  };
}

/** So many viewers, of whom so many have just come: what they ask for is on top of what they play. */
export function loadOf({ steady, start }: ViewerDemand, viewers: number, arrivalsPerSec: number): LoadRate {
  return {
    requestsPerSec: steady.requestsPerSec * viewers + start.requests * arrivalsPerSec,
    bitsPerSec: steady.bitsPerSec * viewers + start.bits * arrivalsPerSec,
  };
}

function rateOf(stream: FollowedStream, lowLatency: boolean): LoadRate {
  const { playlist, playlistBytes } = stream;
  const segments = playlist.segments.filter((segment) => !segment.isGap);
  const mediaSec = mean(segments.map((segment) => segment.durationSec)) || playlist.targetDurationSec;
  const part = lowLatency && playlist.serverControl?.canBlockReload ? playlist.partTargetSec : null;
  const pieces = 1 / (part ?? mediaSec);
  const reloads = isOver(playlist) ? 0 : 1 / (part ?? playlist.targetDurationSec);
  return {
    requestsPerSec: pieces + reloads,
    bitsPerSec: reloads * playlistBytes * 8 + mediaBitsPerSec(stream),
  };
}

/** Nothing is ever added to it. */
export function isOver(playlist: MediaPlaylist): boolean {
  return playlist.isEnded || playlist.type === "VOD";
}

/** Byte ranges tell their sizes; otherwise what one segment weighed, and at last what the variant declares. */
export function mediaBitsPerSec(stream: FollowedStream): number {
  const segments = stream.playlist.segments.filter((segment) => !segment.isGap);
  const ranges = segments.flatMap((segment) => (segment.byteRange ? [segment.byteRange.length] : []));
  const seconds = sum(segments.map((segment) => segment.durationSec));
  if (ranges.length > 0 && ranges.length === segments.length && seconds > 0)
    return (sum(ranges) * 8) / seconds;
  const { sample } = stream;
  if (sample && sample.durationSec > 0) return (sample.bytes * 8) / sample.durationSec;
  return stream.bandwidth ?? 0;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
