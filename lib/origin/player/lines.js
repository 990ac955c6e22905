import { shellWord } from "./format.js";

/** The lines to copy: how other players reach the stream, and the media playlist of each variant. */
export function createLines(section, playlist) {
  section.querySelector("#lines").replaceChildren(...elsewhere(playlist).map(copyLine));
  const details = section.querySelector("#playlists");
  let shown = "";
  return {
    show({ variants = [] }) {
      const lines = variants
        .filter(({ url }) => url !== playlist)
        .toSorted((a, b) => b.bps - a.bps)
        .map(({ name, url }) => [name, url]);
      if (JSON.stringify(lines) === shown) return;
      shown = JSON.stringify(lines);
      details.hidden = lines.length === 0;
      details.querySelector("ul").replaceChildren(...lines.map(copyLine));
    },
  };
}

function elsewhere(playlist) {
  const url = shellWord(playlist);
  return [
    ["Playlist", playlist],
    ["ffplay", `ffplay ${url}`],
    ["mpv", `mpv ${url}`],
    ["VLC", `vlc ${url}`],
    ["Load test", `hlsctl swarm ${url}`],
  ];
}

/** What it is for, the text, a button. */
function copyLine([label, text]) {
  const line = document.createElement("li");
  const name = Object.assign(document.createElement("span"), { textContent: label });
  const code = Object.assign(document.createElement("code"), { textContent: text });
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Copy" });
  button.setAttribute("aria-label", `Copy ${label}`);
  button.addEventListener("click", async () => {
    button.textContent = (await copy(text, code)) ? "Copied" : "Selected";
    setTimeout(() => {
      button.textContent = "Copy";
    }, 1500);
  });
  line.append(name, code, button);
  return line;
}

/** The clipboard exists only on secure origins (loopback is one); elsewhere the text is selected for the viewer to copy. */
async function copy(text, code) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(code);
    return document.execCommand("copy");
  }
}
