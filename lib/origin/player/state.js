/**
 * One word for how it goes, and what to tell the viewer about it.
 * States: unsupported, waiting (no stream yet), lost (it was there), loading, refused (autoplay), stalled, stale
 * (the playlist stands still), playing, paused, ended.
 * Returns `{state, notice, hopeless}`: `notice` is null or `{title, detail, action, busy, beside}`, where `beside` leaves the
 * picture in view; `hopeless` asks for a fresh start.
 */
export function judge(facts) {
  const { engine, trouble, started, refused, ended, paused, stalling } = facts;
  if (!engine) return told("unsupported", UNSUPPORTED);
  if (trouble) return troubled(facts);
  if (ended) return told("ended", ENDED);
  if (refused) return told("refused", REFUSED);
  if (!started) return told("loading", LOADING);
  if (paused) return told("paused");
  if (stalling) return stalled(facts);
  return told("playing");
}

const UNSUPPORTED = {
  title: "This browser cannot play the stream",
  detail:
    "It has neither Media Source Extensions nor HLS of its own. The stream is there all the same: the lines below play it elsewhere.",
};
const ENDED = { title: "The stream has ended", detail: "Its playlist says so (EXT-X-ENDLIST)." };
const REFUSED = { title: "Ready to play", detail: "This browser waits for you to start.", action: "Play" };
const LOADING = { title: "Opening the stream", detail: "", busy: true };

function told(state, notice = null) {
  return { state, notice, hopeless: false };
}

function troubled({ trouble, retryAt, now, started }) {
  const when = retryAt ? `Next try in ${Math.max(1, Math.ceil((retryAt - now) / 1000))} s.` : "Trying now.";
  const notice = {
    title: trouble.message,
    detail: `${trouble.detail} ${when}`,
    action: "Try now",
    busy: true,
  };
  return started ? told("lost", { ...notice, beside: true }) : told("waiting", notice);
}

/** A playlist that stands still is the origin's trouble; one that goes on while nothing plays is the player's. */
function stalled({ quietSec = 0, targetDurationSec, lastSequence, stallingSec }) {
  const target = targetDurationSec ?? 2;
  if (quietSec > 3 * target) {
    const detail = `The playlist has ended with segment ${lastSequence} for ${Math.round(quietSec)} s. Does the encoder still run?`;
    return told("stale", { title: "The stream stands still", detail, busy: true, beside: true });
  }
  const notice = { title: "Waiting for data", detail: "The buffer ran empty.", busy: true, beside: true };
  return { ...told("stalled", notice), hopeless: stallingSec > Math.max(10, 4 * target) };
}
