const SPAN_MS = 120_000;
const WIDTH = 600;
const HEIGHT = 120;
const SVG = "http://www.w3.org/2000/svg";

/** Draws latency and buffer over the last two minutes. `add({at, latency, buffer, stalled})`: ms, seconds, seconds, boolean. */
export function createTimeline(figure) {
  const svg = figure.querySelector("svg");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  const stalls = drawn(svg, "stall");
  const lines = { buffer: drawn(svg, "buffer"), latency: drawn(svg, "latency") };
  const samples = [];

  return {
    add(sample) {
      samples.push(sample);
      while (samples[0].at < sample.at - SPAN_MS) samples.shift();
      const top = ceiling(samples);
      const x = (at) => WIDTH - ((sample.at - at) / SPAN_MS) * WIDTH;
      const y = (value) => HEIGHT - (Math.min(value, top) / top) * HEIGHT;
      for (const [name, path] of Object.entries(lines)) path.setAttribute("d", curve(samples, name, x, y));
      stalls.setAttribute("d", bands(samples, x));
      figure.querySelector(".top").textContent = `${top} s`;
      figure.querySelector(".middle").textContent = `${top / 2}`;
    },
  };
}

function drawn(svg, name) {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("class", name);
  svg.append(path);
  return path;
}

/** The next of 4, 10, 20, 40, 100 … seconds above everything shown. */
function ceiling(samples) {
  const most = Math.max(...samples.map(({ latency, buffer }) => Math.max(latency ?? 0, buffer ?? 0)));
  for (let unit = 1; unit < 1e6; unit *= 10) {
    for (const step of [4, 10, 20]) if (most <= step * unit * 0.95) return step * unit;
  }
  return most;
}

/** One band from the sample before to each sample that found the playback stalled. */
function bands(samples, x) {
  const band = (from, to) => `M${from.toFixed(1)} 0H${to.toFixed(1)}V${HEIGHT}H${from.toFixed(1)}Z`;
  return samples
    .map(({ at, stalled }, i) => (stalled ? band(x(samples[i - 1]?.at ?? at), x(at)) : ""))
    .join("");
}

/** Gaps where nothing is known stay gaps. */
function curve(samples, name, x, y) {
  let drawing = false;
  return samples
    .map((sample) => {
      const value = sample[name];
      if (value === null || value === undefined) {
        drawing = false;
        return "";
      }
      const command = drawing ? "L" : "M";
      drawing = true;
      return `${command}${x(sample.at).toFixed(1)} ${y(Math.max(0, value)).toFixed(1)}`;
    })
    .join("");
}
