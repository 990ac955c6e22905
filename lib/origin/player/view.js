import { figures, windowText } from "./figures.js";
import { createLadder } from "./ladder.js";
import { createLines } from "./lines.js";

const STATE_WORDS = {
  unsupported: "Not supported",
  waiting: "Waiting",
  lost: "Lost",
  loading: "Loading",
  refused: "Ready",
  stalled: "Stalled",
  stale: "Standing still",
  playing: "Live",
  paused: "Paused",
  ended: "Ended",
};

const find = (selector) => document.querySelector(selector);

/** Writes facts into the page. `onAct`, `onLive` and `onPick(index)` are what the viewer asks for. */
export function createView({ playlist, onAct, onLive, onPick }) {
  const ladder = createLadder(find("#ladder fieldset"), onPick);
  const lines = createLines(find("#elsewhere"), playlist);
  find("#host").textContent = location.host;
  document.title = `${location.host} · hlsctl origin`;
  find("#act").addEventListener("click", onAct);
  find("#live").addEventListener("click", onLive);

  return {
    show(facts) {
      showState(facts);
      showLive(facts);
      showEngine(facts);
      for (const figure of figures(facts)) showFigure(figure);
      write(find("#window"), windowText(facts));
      ladder.show(facts);
      lines.show(facts);
    },
    showLog,
  };
}

/** Text is only set when it differs, so that screen readers and selections are left in peace. */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function showState({ state, notice }) {
  document.documentElement.dataset.state = state;
  write(find("#state"), STATE_WORDS[state]);
  const box = find("#notice");
  box.hidden = notice === null;
  box.toggleAttribute("data-beside", Boolean(notice?.beside));
  box.toggleAttribute("data-busy", Boolean(notice?.busy));
  write(box.querySelector("h2"), notice?.title ?? "");
  write(box.querySelector("p"), notice?.detail ?? "");
  find("#act").hidden = !notice?.action;
  write(find("#act"), notice?.action ?? "");
  find("#video").controls = !notice || Boolean(notice.beside);
}

/** Offered once the viewer has fallen two segments behind where the player would be. */
function showLive({ state, edgeSec, targetLatencySec, targetDurationSec }) {
  const late = edgeSec > (targetLatencySec ?? 6) + 2 * (targetDurationSec ?? 2);
  find("#live").hidden = !(late && (state === "playing" || state === "paused"));
}

function showEngine({ engine }) {
  const words = { "hls.js": `Played by hls.js ${window.Hls?.version}`, native: "Played by the browser" };
  write(find("#engine"), words[engine] ?? "");
}

function showFigure({ id, value, text, note }) {
  const element = document.getElementById(id);
  const [figure, small] = element.querySelectorAll("dd");
  element.dataset.value = value ?? "";
  write(figure, text);
  write(small, note);
}

function showLog(log) {
  write(find("#events-count"), String(log.length));
  const items = log.map(({ at, text }) => {
    const item = document.createElement("li");
    const time = Object.assign(document.createElement("time"), { textContent: at.toLocaleTimeString() });
    item.append(time, ` ${text}`);
    return item;
  });
  find("#events ol").replaceChildren(...items);
}
