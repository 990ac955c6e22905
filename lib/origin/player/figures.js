import { bitRate, byteSize, count, DASH, known, seconds } from "./format.js";

/** The figures of the page: `{id, value, text, note}`, the plain value beside what is shown of it. */
export function figures(facts) {
  return [
    latency(facts),
    buffer(facts),
    variant(facts),
    dropped(facts),
    throughput(facts),
    segment(facts),
    stalls(facts),
    sequence(facts),
  ];
}

/** The media playlist in words: how many segments it lists, of what length. */
export function windowText({ firstSequence, lastSequence, windowSec, targetDurationSec }) {
  if (!known(windowSec)) return "";
  if (!known(lastSequence)) return `Window ${seconds(windowSec)}`;
  const listed = lastSequence - firstSequence + 1;
  return `Playlist: ${listed} segments, ${seconds(windowSec)}; target duration ${targetDurationSec} s`;
}

function latency({ latencySec, edgeSec }) {
  const value = latencySec ?? edgeSec;
  return { id: "latency", value, text: seconds(value), note: latencyNote(latencySec, edgeSec) };
}

function latencyNote(latencySec, edgeSec) {
  if (!known(edgeSec)) return "";
  if (!known(latencySec)) return "behind the edge; no date in the playlist";
  if (latencySec < 0) return "negative: the clocks differ";
  return `${seconds(edgeSec)} behind the edge`;
}

function buffer({ bufferSec, bufferRanges }) {
  const note = bufferRanges === 1 ? "without a gap" : `${bufferRanges} ranges`;
  return { id: "buffer", value: bufferSec, text: seconds(bufferSec), note: known(bufferSec) ? note : "" };
}

function variant({ variants = [], current, width, height }) {
  const playing = variants[current];
  const name = playing?.name ?? (height ? `${height}p` : null);
  const size = `${playing?.width || width}×${playing?.height || height}`;
  const note = playing ? `${size}, ${bitRate(playing.bps)}` : size;
  return { id: "variant", value: name, text: name ?? DASH, note: name ? note : "" };
}

function dropped({ droppedFrames, shownFrames }) {
  const value = shownFrames ? droppedFrames : null;
  return {
    id: "dropped",
    value,
    text: count(value),
    note: shownFrames ? `of ${count(shownFrames)} frames` : "",
  };
}

function throughput({ throughputBps, ttfbMs }) {
  const note = ttfbMs ? `first byte in ${Math.round(ttfbMs)} ms` : "";
  return { id: "throughput", value: throughputBps, text: bitRate(throughputBps), note };
}

function segment({ segment: last }) {
  const note = last ? `${byteSize(last.bytes)} in ${seconds(last.durationSec)}` : "";
  return { id: "segment", value: last?.bps, text: bitRate(last?.bps), note };
}

function stalls({ stalls: times, stalledSec }) {
  return {
    id: "stalls",
    value: times,
    text: count(times),
    note: times ? `${seconds(stalledSec)} in all` : "",
  };
}

/** Not grouped in thousands: it is the number in a file name. */
function sequence({ lastSequence, playingSequence }) {
  const text = known(lastSequence) ? String(lastSequence) : DASH;
  return {
    id: "sequence",
    value: lastSequence,
    text,
    note: known(playingSequence) ? `playing ${playingSequence}` : "",
  };
}
