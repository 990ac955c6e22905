/**
 * Plays the origin's live stream and shows how it goes. No build step: this file is served as it is.
 *
 * For tests and consoles: `<html data-state>` is one of the states of `state.js`, every figure of the page
 * carries its plain number in `data-value`, and `window.hlsctlPlayer.read()` returns all of it as one object:
 * `{state, engine, playlist, currentTimeSec, latencySec, edgeSec, bufferSec, …, errors}` (see `readFacts`).
 */
import { openStream, pickEngine } from "./engine.js";
import { watchPlayback } from "./playback.js";
import { reachPlaylist } from "./reach.js";
import { judge } from "./state.js";
import { createTimeline } from "./timeline.js";
import { createView } from "./view.js";

const TICK_MS = 500;
/** Waits between attempts: 1, 2, 4, then every 5 s. */
const waitMs = (attempt) => Math.min(1000 * 2 ** attempt, 5000);

const video = document.getElementById("video");
const playlist = document.getElementById("stream").href;
const engineName = pickEngine(video);
const playback = watchPlayback(video);
const log = [];
const errors = [];
const session = { engine: null, trouble: null, retryAt: null, refused: false, wake: () => {} };

const view = createView({
  playlist,
  onAct: () => (session.trouble ? session.wake() : startPlaying()),
  onLive: () => {
    session.engine.goLive();
    startPlaying();
  },
  onPick: (index) => session.engine?.pick(index),
});
const timeline = createTimeline(document.querySelector("#timeline figure"));

window.hlsctlPlayer = Object.freeze({ read: readFacts });
video.addEventListener("playing", () => {
  session.refused = false;
});
playback.onStall((seconds) => note(`Stalled for ${seconds.toFixed(1)} s`));
setInterval(show, TICK_MS);
show();
if (engineName) run();

/** Reach the playlist, play until that fails for good, again for ever. */
async function run() {
  for (let attempt = 0; ; attempt++) {
    await reach();
    const startedAt = Date.now();
    session.engine?.close();
    const stream = openStream(engineName, video, playlist, { note, onError });
    session.engine = stream;
    session.trouble = null;
    startPlaying();
    session.trouble = await stream.failed;
    note(session.trouble.message);
    if (Date.now() - startedAt > 15_000) attempt = 0;
    await pause(waitMs(attempt));
  }
}

/** Asks for the playlist until the origin gives it. */
async function reach() {
  for (let attempt = 0; ; attempt++) {
    const problem = await reachPlaylist(playlist);
    if (!problem) return;
    session.trouble = problem;
    await pause(waitMs(attempt));
  }
}

/** Waits, or until the viewer presses "Try now". */
function pause(ms) {
  session.retryAt = Date.now() + ms;
  show();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    session.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  }).finally(() => {
    session.retryAt = null;
    session.wake = () => {};
  });
}

/** Browsers may refuse to start without a gesture (NotAllowedError); then the page offers a button. */
async function startPlaying() {
  try {
    await video.play();
    session.refused = false;
  } catch (error) {
    session.refused = error.name === "NotAllowedError";
  }
  show();
}

function onError(error) {
  errors.push({ at: new Date().toISOString(), ...error });
  if (errors.length > 50) errors.shift();
  note([error.fatal && "fatal", error.details, error.message].filter(Boolean).join(": "));
}

function note(text) {
  log.unshift({ at: new Date(), text });
  if (log.length > 100) log.pop();
  view.showLog(log);
}

function readFacts() {
  const facts = { engine: engineName, playlist, ...playback.read(), ...session.engine?.read(), errors };
  if (!facts.started) Object.assign(facts, { latencySec: null, edgeSec: null, bufferSec: null });
  const { trouble, retryAt, refused } = session;
  return { ...facts, ...judge({ ...facts, trouble, retryAt, refused, now: Date.now() }) };
}

function show() {
  const facts = readFacts();
  view.show(facts);
  timeline.add({
    at: Date.now(),
    latency: facts.latencySec,
    buffer: facts.bufferSec,
    stalled: facts.stalling,
  });
  if (facts.hopeless) session.engine?.giveUp();
}
