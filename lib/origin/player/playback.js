/**
 * What the video element itself tells, whoever feeds it.
 * A stall is a wait for data after playback has begun: not the first load, a pause or a seek.
 */
export function watchPlayback(video) {
  const seen = { started: false, stalls: 0, stalledMs: 0, stalledAt: null };
  const listeners = [];

  const begin = () => {
    if (!seen.started || video.seeking || video.paused || seen.stalledAt !== null) return;
    seen.stalls++;
    seen.stalledAt = performance.now();
  };
  const end = () => {
    if (seen.stalledAt === null) return;
    const ms = performance.now() - seen.stalledAt;
    seen.stalledMs += ms;
    seen.stalledAt = null;
    for (const listener of listeners) listener(ms / 1000);
  };

  video.addEventListener("waiting", begin);
  video.addEventListener("playing", () => {
    seen.started = true;
    end();
  });
  for (const name of ["pause", "seeking", "ended"]) video.addEventListener(name, end);
  // A new source is a new start; what was counted stays.
  video.addEventListener("emptied", () => {
    end();
    seen.started = false;
  });

  return { onStall: (listener) => listeners.push(listener), read: () => readVideo(video, seen) };
}

function readVideo(video, seen) {
  const quality = video.getVideoPlaybackQuality?.();
  const stallingSec = seen.stalledAt === null ? 0 : (performance.now() - seen.stalledAt) / 1000;
  return {
    started: seen.started,
    paused: video.paused,
    ended: video.ended,
    currentTimeSec: video.currentTime,
    width: video.videoWidth,
    height: video.videoHeight,
    bufferSec: bufferAhead(video),
    bufferRanges: video.buffered.length,
    shownFrames: quality?.totalVideoFrames ?? null,
    droppedFrames: quality?.droppedVideoFrames ?? null,
    stalls: seen.stalls,
    stalledSec: seen.stalledMs / 1000 + stallingSec,
    stalling: seen.stalledAt !== null,
    stallingSec,
  };
}

/** Seconds of media from the playing position to the end of the buffered range that holds it. */
function bufferAhead(video) {
  for (let i = 0; i < video.buffered.length; i++) {
    const start = video.buffered.start(i);
    const end = video.buffered.end(i);
    if (start - 0.1 <= video.currentTime && video.currentTime <= end) return end - video.currentTime;
  }
  return 0;
}
