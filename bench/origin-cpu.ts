/**
 * Processor time and punctuality of the whole origin process while one client reads every rendition in real time.
 * Run: bun run build && bun bench/origin-cpu.ts [SECONDS]      (600 for the ten-minute run)
 */
import { readFile } from "node:fs/promises";
import { bringUp } from "./support/origin.ts";

const seconds = Number(process.argv[2] ?? 60);
const CASES = [
  ["default", "--source", "embedded", "--server", "embedded"],
  ["4k-abr", "--source", "embedded", "--server", "embedded"],
  ["4k-abr", "--source", "loop", "--server", "embedded"],
];
/** Clock ticks of /proc/PID/stat per second (Linux: USER_HZ). */
const TICKS = 100;
/** A player's clock is never quite the origin's. */
const AFTER_DUE_MS = 20;

interface Tally {
  segments: number;
  bytes: number;
  late: number;
  worstMs: number;
}

for (const args of CASES) {
  await using origin = await bringUp(args, 18_201);
  const renditions = await renditionUrls(`${origin.url}/master.m3u8`);
  const before = await cpuSeconds(origin.pid);
  const end = Date.now() + seconds * 1000;
  const tallies = await Promise.all(renditions.map((url) => follow(url, end)));
  const cores = ((await cpuSeconds(origin.pid)) - before) / seconds;
  const segments = sum(tallies.map((tally) => tally.segments));
  const rate = (sum(tallies.map((tally) => tally.bytes)) * 8) / seconds / 1e6;
  const late = sum(tallies.map((tally) => tally.late));
  const worst = Math.max(...tallies.map((tally) => tally.worstMs));
  console.log(
    `${args.join(" ")}: ${(cores * 100).toFixed(2)} % of a core, ${segments} segments, ${rate.toFixed(1)} Mbit/s, ${late} late, worst ${worst.toFixed(0)} ms after the segment was complete`,
  );
}

async function renditionUrls(master: string): Promise<string[]> {
  const text = await (await fetch(master)).text();
  return text
    .split("\n")
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => new URL(line, master).href);
}

/** Reloads a live playlist when its next segment is due, as a player would about once a target duration, and downloads each new segment; a segment is late when it is not whole half its duration after it was due. */
async function follow(playlist: string, end: number): Promise<Tally> {
  const tally: Tally = { segments: 0, bytes: 0, late: 0, worstMs: 0 };
  let last = -1;
  while (Date.now() < end) {
    const text = await (await fetch(playlist)).text();
    const listed = listSegments(text);
    if (last < 0) last = listed.at(-1)?.sequence ?? -1;
    for (const segment of listed.filter(({ sequence }) => sequence > last)) {
      const bytes = await (await fetch(new URL(segment.uri, playlist))).arrayBuffer();
      const delayMs = Date.now() - segment.dueMs;
      tally.segments += 1;
      tally.bytes += bytes.byteLength;
      tally.worstMs = Math.max(tally.worstMs, delayMs);
      if (delayMs > segment.durationMs / 2) tally.late += 1;
      last = segment.sequence;
    }
    const newest = listed.at(-1);
    const nextMs = newest ? newest.dueMs + newest.durationMs + AFTER_DUE_MS - Date.now() : 0;
    await Bun.sleep(Math.max(100, nextMs));
  }
  return tally;
}

function listSegments(text: string) {
  let sequence = Number(/MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1]);
  return [...text.matchAll(/DATE-TIME:(\S+)\n#EXTINF:([\d.]+),\n(\S+)/g)].map(
    ([, date = "", duration, uri = ""]) => {
      const durationMs = Number(duration) * 1000;
      return { sequence: sequence++, uri, durationMs, dueMs: Date.parse(date) + durationMs };
    },
  );
}

async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
