import { afterAll, describe, expect } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parsePlaylist } from "../../lib/hls/parse-playlist.ts";
import { renderLive } from "../../lib/render/ffmpeg.ts";
import { nextLiveStartMs } from "../../lib/render/live-start.ts";
import { originOf } from "../support/configs.ts";
import { probe } from "../support/decode.ts";
import { testWithTool } from "../support/tools.ts";

const SEGMENT_MS = 1000;
/** FFmpeg alone is within 50 ms; a machine that runs all tests at once is not alone. */
const TOLERANCE_MS = 900;
const ORIGIN = originOf("low-latency", { video: { width: 320, height: 180 } });
const folder = mkdtempSync(join(tmpdir(), "hlsctl-restart-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a live encoder in real time", () => {
  testWithTool(
    ["ffmpeg", "ffprobe"],
    "tells the date of its segments right, and killed and started again goes on with the clock's numbers",
    async () => {
      const before = await runUntil(2);
      const left = readdirSync(folder).filter((file) => file.endsWith(".ts"));
      const after = await runUntil(1);
      for (const { dateMs, sequence } of [...before, ...after]) {
        expect(Math.abs((dateMs ?? 0) - sequence * SEGMENT_MS)).toBeLessThan(TOLERANCE_MS);
      }
      const [last, next] = [before.at(-1)?.sequence ?? 0, after[0]?.sequence ?? 0];
      expect(next).toBeGreaterThan(last);
      expect(next).toBeLessThan(last + 6);
      expect(after.map(({ uri }) => uri).filter((uri) => left.includes(uri))).toEqual([]);
      const stamps = await Promise.all([last, next].map(firstPts));
      expect(stamps).toEqual([last, next].map((n) => (n * 90_000 + 63_000) % 2 ** 33));
    },
  );
});

/** Starts FFmpeg on the next boundary, kills it as soon as it lists so many segments of its own; returns these. */
async function runUntil(count: number) {
  const known = listed().length === 0 ? -1 : (listed().at(-1)?.sequence ?? -1);
  await Bun.sleep(nextLiveStartMs(Date.now(), SEGMENT_MS / 1000) - Date.now());
  const argv = renderLive(ORIGIN, { outputDir: folder, nowMs: Date.now() });
  const child = Bun.spawn(["ffmpeg", ...argv], { stdout: "ignore", stderr: "pipe" });
  const deadlineMs = Date.now() + 15_000;
  const own = () => listed().filter(({ sequence }) => sequence > known);
  while (own().length < count && child.exitCode === null && Date.now() < deadlineMs) await Bun.sleep(10);
  const segments = own();
  const listedMs = Date.now();
  child.kill("SIGKILL");
  await child.exited;
  expect(await child.stderr.text()).toBe("");
  expect(segments.length).toBe(count);
  const endMs = (segments.at(-1)?.dateMs ?? 0) + SEGMENT_MS;
  expect(Math.abs(listedMs - endMs)).toBeLessThan(TOLERANCE_MS);
  return segments;
}

function listed() {
  const path = join(folder, ORIGIN.config.hls.playlistName);
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const playlist = parsePlaylist(text);
  return playlist.ok && playlist.value.kind === "media" ? playlist.value.segments : [];
}

async function firstPts(sequence: number): Promise<number> {
  const bytes = await Bun.file(join(folder, `seg${String(sequence).padStart(5, "0")}.ts`)).bytes();
  const [first] = await probe(bytes, "v", "packet=pts");
  return Number(first?.[0]);
}
