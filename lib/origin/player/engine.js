import { openHls } from "./engine-hls.js";
import { openNative } from "./engine-native.js";

/** What plays HLS here: hls.js over Media Source Extensions, else the browser itself (Safari), else undefined. */
export function pickEngine(video) {
  if (window.Hls?.isSupported()) return "hls.js";
  if (video.canPlayType("application/vnd.apple.mpegurl")) return "native";
}

/**
 * Opens the stream and returns `{failed, close, giveUp, goLive, pick, read}`:
 * `failed` resolves to `{message, detail}` once playing on is hopeless; `pick(-1)` lets the player choose.
 */
export function openStream(name, video, url, hooks) {
  let fail;
  const failed = new Promise((resolve) => {
    fail = resolve;
  });
  const open = name === "hls.js" ? openHls : openNative;
  return { failed, giveUp: () => fail(STUCK), ...open(video, url, { ...hooks, fail }) };
}

const STUCK = { message: "Playback is stuck", detail: "The stream goes on, so the player starts afresh." };
