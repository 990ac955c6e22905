import { expect, test } from "bun:test";
import { surveyStream } from "../../lib/swarm/survey.ts";
import { vodPlaylist } from "../viewer/support/scripts.ts";
import { StageClock } from "../viewer/support/stage-clock.ts";
import { type Origin, StageHttp } from "../viewer/support/stage-http.ts";

const URL = "http://origin.test/live/stream.m3u8";
const MASTER = `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=800000,CODECS="mp4a.40.2"\n${URL}\n`;

/** A survey in virtual time. */
async function survey(origin: Origin, url = URL, timeoutMs = 15_000) {
  const clock = new StageClock();
  const http = new StageHttp(clock, origin);
  const said: string[] = [];
  const running = surveyStream(
    { url, variant: "all", lowLatency: true, bufferSec: 30, decrypt: false, timeoutMs },
    { http, nowMs: () => clock.nowMs(), at: (ms, run) => clock.at(ms, run), say: (text) => said.push(text) },
  );
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  running.then(over, over);
  while (!isOver && clock.nowMs() < 100_000) {
    clock.runUntil(clock.nowMs() + 50);
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  }
  return { found: await running, said, tookMs: clock.nowMs(), sent: http.sent };
}

test("a segment is weighed, and nothing is said while all is quick", async () => {
  const { found, said } = await survey(({ url }) =>
    url.endsWith("m3u8") ? { body: vodPlaylist(3) } : { bytes: 250_000 },
  );
  expect(found.demand.steady.bitsPerSec).toBe(1_000_000);
  expect([found.notes, said]).toEqual([[], []]);
});

test("one that is not whole in ten seconds is not waited for: BANDWIDTH is used, and that is told", async () => {
  const { found, said, tookMs } = await survey(({ url }) => {
    if (url.endsWith("master.m3u8")) return { body: MASTER };
    return url.endsWith("m3u8") ? { body: vodPlaylist(3) } : null;
  }, "http://origin.test/live/master.m3u8");
  expect(tookMs).toBeLessThanOrEqual(10_200);
  expect(found.demand.steady.bitsPerSec).toBeCloseTo(800_000, -5);
  expect(found.notes[0]).toContain("the bit rate to expect is taken from BANDWIDTH");
  expect(said).toEqual([
    "Still waiting for a segment, to know how much to expect: http://origin.test/live/seg2.ts",
  ]);
});

test("a short timeout holds for the segment, too, and for all of every exchange", async () => {
  const { found, tookMs, sent } = await survey(
    ({ url }) => (url.endsWith("m3u8") ? { body: vodPlaylist(3) } : null),
    URL,
    1000,
  );
  expect(tookMs).toBeLessThanOrEqual(1200);
  expect(found.notes[0]).toContain("the bit rate to expect is not known");
  expect(sent.map(({ request }) => request.totalMs)).toEqual([1000, 1000]);
});

test("an empty segment weighs nothing that could be told", async () => {
  const { found } = await survey(({ url }) =>
    url.endsWith("m3u8") ? { body: vodPlaylist(3) } : { bytes: 0 },
  );
  expect(found.notes[0]).toContain("seg2.ts: is empty");
});

function ladder(variants: number): string {
  const lines = Array.from(
    { length: variants },
    (_, i) => `#EXT-X-STREAM-INF:BANDWIDTH=${1000 + i}\nv${i}.m3u8\n`,
  );
  return `#EXTM3U\n${lines.join("")}`;
}

const LADDER = "http://origin.test/live/master.m3u8";

test("of thousands of renditions twenty are looked at, and all of them are counted and expected", async () => {
  const { found, sent, tookMs } = await survey(({ url }) => {
    if (url === LADDER) return { body: ladder(3000) };
    return url.endsWith("m3u8") ? { body: vodPlaylist(3) } : { bytes: 250_000 };
  }, LADDER);
  expect(sent).toHaveLength(1 + 20 + 20);
  expect(tookMs).toBeLessThan(1000);
  expect(found.tracks).toBe(3000);
  expect(found.demand.steady.bitsPerSec).toBeCloseTo(3000 * 1_000_000, 0);
  expect(found.notes).toEqual([
    "The first 20 of 3000 renditions were looked at; the others are taken to be like them.",
  ]);
});

test("renditions that lack alike are told once, with how many there are", async () => {
  const { found } = await survey(({ url }) => {
    if (url === LADDER) return { body: ladder(10) };
    if (url.endsWith("v0.m3u8")) return { body: vodPlaylist(3) };
    return url.endsWith("m3u8") ? { status: 404 } : { bytes: 250_000 };
  }, LADDER);
  expect(found.tracks).toBe(10);
  expect(found.notes).toEqual([
    "http://origin.test/live/v1.m3u8 is no stream that can be played: the server answered 404. And 8 more like it.",
  ]);
});
