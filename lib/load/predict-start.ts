import type { MediaPlaylist, MediaSegment } from "../hls/playlist-shape.ts";
import { type FollowedStream, isOver, mediaBitsPerSec, type StartBurst } from "./predict.ts";

export interface StartOptions {
  lowLatency: boolean;
  /** Media a viewer keeps ahead of its playhead. */
  bufferSec: number;
  /** With keys, one request for each. */
  decrypt: boolean;
  /** Of the multivariant playlist; null where the URL is that of a media playlist. */
  multivariantBytes: number | null;
}

const TARGET_DURATIONS = 3;
/** EXTINF is rounded by some packagers. */
const ROUNDING_SEC = 0.002;

/**
 * What a viewer asks for at once when it begins: the playlists and what it stands behind the live edge, three target durations
 * where the stream says nothing else; of a stream that is complete what it keeps ahead. EXT-X-START is left out.
 */
export function predictStart(streams: readonly FollowedStream[], options: StartOptions): StartBurst {
  const { multivariantBytes } = options;
  const bursts = streams.map((stream) => burstOf(stream, options));
  const main =
    multivariantBytes === null ? { requests: 0, bits: 0 } : { requests: 1, bits: 8 * multivariantBytes };
  return bursts.reduce(
    (sum, burst) => ({ requests: sum.requests + burst.requests, bits: sum.bits + burst.bits }),
    main,
  );
}

function burstOf(stream: FollowedStream, options: StartOptions): StartBurst {
  const { playlist, playlistBytes } = stream;
  const { pieces, segments, seconds } = firstOf(playlist, options);
  const maps = new Set(segments.flatMap(({ map }) => (map ? [map.uri] : [])));
  const keys = new Set(segments.flatMap(({ key }) => (key && options.decrypt ? [key.uri] : [])));
  return {
    requests: 1 + pieces + maps.size + keys.size,
    bits: 8 * playlistBytes + seconds * mediaBitsPerSec(stream),
  };
}

/** What is loaded before anything is waited for. */
function firstOf(playlist: MediaPlaylist, { lowLatency, bufferSec }: StartOptions) {
  const { serverControl, partTargetSec, targetDurationSec } = playlist;
  if (lowLatency && partTargetSec !== null && serverControl?.canBlockReload) {
    const seconds = serverControl.partHoldBackSec ?? 3 * partTargetSec;
    return { pieces: Math.ceil(seconds / partTargetSec), segments: playlist.segments.slice(-1), seconds };
  }
  const fromStart = isOver(playlist) || playlist.type === "EVENT";
  const holdSec = serverControl?.holdBackSec ?? TARGET_DURATIONS * targetDurationSec;
  const segments = fromStart
    ? reaching(playlist.segments, bufferSec)
    : reaching(playlist.segments.toReversed(), holdSec);
  const loaded = segments.filter(({ isGap }) => !isGap);
  const seconds = loaded.reduce((sum, { durationSec }) => sum + durationSec, 0);
  return { pieces: loaded.length, segments: loaded, seconds };
}

/** As many as it takes to have that much, or all. */
function reaching(segments: readonly MediaSegment[], wantedSec: number): MediaSegment[] {
  let leftSec = wantedSec - ROUNDING_SEC;
  return segments.filter(({ durationSec }) => {
    const isWanted = leftSec > 0;
    leftSec -= durationSec;
    return isWanted;
  });
}
