const CONFIG = {
  // An unbounded duration makes browsers show live controls.
  liveDurationInfinity: true,
  backBufferLength: 30,
  lowLatencyMode: false,
};

/** Plays with hls.js; see `openStream` for what it returns. */
export function openHls(video, url, hooks) {
  const { Hls } = window;
  const hls = new Hls(CONFIG);
  const seen = { segment: null, playing: null, lastSequence: null, advancedAt: Date.now(), recoveredAt: 0 };

  // When it is loaded its duration is still that of EXTINF; once parsed it is that of the media.
  hls.on(Hls.Events.FRAG_LOADED, (_, { frag }) => {
    seen.segment = { sequence: frag.sn, bytes: frag.stats.total, durationSec: frag.duration };
  });
  hls.on(Hls.Events.FRAG_CHANGED, (_, { frag }) => {
    seen.playing = frag.sn;
  });
  hls.on(Hls.Events.LEVEL_UPDATED, (_, { details }) => {
    if (details.endSN !== seen.lastSequence) seen.advancedAt = Date.now();
    seen.lastSequence = details.endSN;
  });
  hls.on(Hls.Events.LEVEL_SWITCHED, (_, { level }) =>
    hooks.note(`Plays ${variantName(hls.levels[level], url)}`),
  );
  hls.on(Hls.Events.ERROR, (_, data) => onError(hls, data, seen, hooks));
  hls.loadSource(url);
  hls.attachMedia(video);

  return {
    close: () => hls.destroy(),
    goLive: () => {
      if (hls.liveSyncPosition !== null) video.currentTime = hls.liveSyncPosition;
    },
    pick: (index) => {
      hls.nextLevel = index;
    },
    read: () => readHls(hls, url, seen),
  };
}

/** A fatal media error is worth one repair of the decoder; a second within five seconds, or a fatal network error, ends it. */
function onError(hls, data, seen, { onError, fail }) {
  const { type, details, fatal, error, response } = data;
  onError({ type, details, fatal, message: error?.message ?? "" });
  if (!fatal) return;
  if (
    type === "mediaError" &&
    details !== "manifestIncompatibleCodecsError" &&
    Date.now() - seen.recoveredAt > 5000
  ) {
    seen.recoveredAt = Date.now();
    hls.recoverMediaError();
    return;
  }
  fail(explain({ type, details, message: error?.message, status: response?.code }));
}

function explain({ type, details, message, status }) {
  if (details === "manifestIncompatibleCodecsError") {
    return {
      message: "This browser cannot decode the stream",
      detail: "None of the variants' codecs are supported.",
    };
  }
  if (details === "levelEmptyError") {
    return { message: "The stream is not there yet", detail: "The media playlist lists no segments." };
  }
  if (type === "networkError") {
    return {
      message: "The stream broke off",
      detail: status ? `The origin answers ${status}.` : "The origin does not answer.",
    };
  }
  return { message: "Playback failed", detail: message ?? details };
}

function readHls(hls, url, seen) {
  const details = hls.latestLevelDetails;
  const { segment } = seen;
  const playedAt = hls.playingDate;
  const current = hls.currentLevel;
  return {
    // EXT-X-PROGRAM-DATE-TIME of what is on the screen against this machine's clock.
    latencySec: playedAt ? (Date.now() - playedAt.getTime()) / 1000 : null,
    edgeSec: details ? hls.latency : null,
    targetLatencySec: hls.targetLatency,
    variants: hls.levels.map((level, index) => readVariant(level, index, url)),
    current: hls.levels[current] ? current : null,
    picked: hls.autoLevelEnabled ? -1 : hls.manualLevel,
    // Before the first segment hls.js reports an assumption, not a measurement.
    throughputBps: segment ? hls.bandwidthEstimate : null,
    ttfbMs: segment ? hls.ttfbEstimate : null,
    segment: segment && { ...segment, bps: (segment.bytes * 8) / segment.durationSec },
    firstSequence: details?.startSN ?? null,
    lastSequence: details?.endSN ?? null,
    playingSequence: seen.playing,
    targetDurationSec: details?.targetduration ?? null,
    windowSec: details?.totalduration ?? null,
    live: details?.live ?? null,
    quietSec: details ? (Date.now() - seen.advancedAt) / 1000 : 0,
  };
}

function readVariant(level, index, url) {
  const { width, height, averageBitrate, maxBitrate, uri } = level;
  return { index, name: variantName(level, url), width, height, bps: averageBitrate || maxBitrate, url: uri };
}

/** NAME if the playlist gives one, else the variant's folder, else its height. */
function variantName(level, url) {
  if (level.name) return level.name;
  const folder = new URL(".", level.uri).pathname;
  if (folder !== new URL(".", url).pathname) return decodeURIComponent(folder.split("/").at(-2));
  return level.height ? `${level.height}p` : "the only one";
}
