/** Lets the browser play HLS by itself (Safari); see `openStream` for what it returns. It tells less: no ladder, no figures of segments. */
export function openNative(video, url, { onError, fail }) {
  const onFailure = () => {
    const message = video.error?.message || `media error ${video.error?.code}`;
    onError({ type: "mediaError", details: "native", fatal: true, message });
    fail({ message: "Playback failed", detail: message });
  };
  video.addEventListener("error", onFailure);
  video.src = url;

  return {
    close: () => {
      video.removeEventListener("error", onFailure);
      video.removeAttribute("src");
      video.load();
    },
    goLive: () => {
      if (video.seekable.length > 0) video.currentTime = video.seekable.end(video.seekable.length - 1);
    },
    pick: () => {},
    read: () => readNative(video),
  };
}

function readNative(video) {
  const last = video.seekable.length - 1;
  return {
    latencySec: programLatency(video),
    edgeSec: last < 0 ? null : video.seekable.end(last) - video.currentTime,
    windowSec: last < 0 ? null : video.seekable.end(last) - video.seekable.start(0),
    live: video.duration === Number.POSITIVE_INFINITY,
    variants: [],
  };
}

/** `getStartDate` is the EXT-X-PROGRAM-DATE-TIME of time zero (HTML standard); NaN without one. */
function programLatency(video) {
  const zero = video.getStartDate?.().getTime() ?? Number.NaN;
  return Number.isNaN(zero) ? null : (Date.now() - zero) / 1000 - video.currentTime;
}
