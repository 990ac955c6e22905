/**
 * Cost of the embedded source: milliseconds to make one segment of each rung of the 4k-abr ladder.
 *
 *   bun bench/mux.ts
 */
import type { Rendition } from "../lib/hls/media.ts";
import { muxSegment } from "../lib/hls/mux.ts";
import { synthClip } from "../lib/hls/synth.ts";

const LADDER = [
  { name: "2160p", width: 3840, height: 2160, kbps: 15192, levelIdc: 51 },
  { name: "1080p", width: 1920, height: 1080, kbps: 5128, levelIdc: 40 },
  { name: "720p", width: 1280, height: 720, kbps: 2128, levelIdc: 31 },
  { name: "480p", width: 854, height: 480, kbps: 1096, levelIdc: 31 },
  { name: "360p", width: 640, height: 360, kbps: 564, levelIdc: 30 },
];
const SEGMENT_SEC = 2;
const WARM_UP = 20;
const REPEATS = 200;

let total = 0;
for (const { name, width, height, kbps, levelIdc } of LADDER) {
  const shape = { width, height, framerate: 30, segmentDurationSec: SEGMENT_SEC };
  const clip = synthClip({ ...shape, label: name, pattern: "smptebars", levelIdc });
  const rendition: Rendition = { ...shape, name, segmentSizeBytes: (kbps * 1000 * SEGMENT_SEC) / 8 };
  const first = Math.floor(Date.now() / 1000 / SEGMENT_SEC);
  const video = median((i) => clip.video(first + i));
  const whole = median((i) => muxSegment(rendition, clip, first + i));
  total += whole;
  console.log(
    `${name}  ${whole.toFixed(3)} ms a segment (of which pictures ${video.toFixed(3)} ms)  ${share(whole)}`,
  );
}
console.log(`all    ${total.toFixed(3)} ms  ${share(total)}`);

function median(work: (i: number) => unknown): number {
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + REPEATS; i++) {
    const from = performance.now();
    work(i);
    if (i >= WARM_UP) times.push(performance.now() - from);
  }
  return times.sort((a, b) => a - b)[REPEATS >> 1] ?? 0;
}

function share(ms: number): string {
  return `${((ms / 1000 / SEGMENT_SEC) * 100).toFixed(4)} % of a core`;
}
