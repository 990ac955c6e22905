import { expect, test } from "bun:test";
import { liveOrigin, livePlaylist, numberOf } from "./support/scripts.ts";
import { openStage, type StageOptions } from "./support/stage.ts";
import type { Answer } from "./support/stage-http.ts";

/** The first answers are these, then it is an ordinary live stream. */
function after(first: readonly Answer[], options: StageOptions = {}) {
  let count = 0;
  const usual = liveOrigin({ hasDates: true });
  return openStage((request, nowMs) => {
    const other = request.url.includes("m3u8") ? first[count++] : undefined;
    return other ?? usual(request, nowMs);
  }, options);
}

const DOWN: Answer = { status: 503 };

test("who reconnects comes back after 1, 2, 4 s and then at the limit, and plays", () => {
  const { clock, http, recorder } = after(Array(6).fill(DOWN), { reconnectDelayMaxMs: 4000 });
  clock.runUntil(30_000);
  expect(http.times(/m3u8/).slice(0, 7)).toEqual([0, 1000, 3000, 7000, 11_000, 15_000, 19_000]);
  expect(recorder.turns).toEqual([">starting", "starting>playing"]);
  expect(recorder.requests.slice(0, 7).map(({ attempt }) => attempt)).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test("chance takes up to a quarter off the waits, so that a crowd spreads", () => {
  const { clock, http } = after([DOWN, DOWN], { chance: 0.999 });
  clock.runUntil(5000);
  expect(http.times(/m3u8/)[1]).toBeCloseTo(750.25, 6);
});

test("who does not has failed, and nothing is left of it", () => {
  const { clock, http, recorder } = after([DOWN], { reconnect: false });
  clock.runUntil(5000);
  expect(recorder.turns).toEqual([">starting", "starting>failed"]);
  expect([clock.waiting, http.open, http.isClosed]).toEqual([0, 0, true]);
});

test("a playlist that fails in the middle is loaded again, and what plays goes on", () => {
  const live: Answer = { body: livePlaylist(0, { hasDates: true }) };
  const { clock, http, recorder } = after([live, DOWN, DOWN]);
  clock.runUntil(20_000);
  expect(http.times(/m3u8/).slice(0, 5)).toEqual([0, 2000, 3000, 5000, 7000]);
  expect(recorder.stallsBegun).toBe(0);
  expect(recorder.turns).toEqual([">starting", "starting>playing"]);
});

test("one that does not come back fails who does not reconnect", () => {
  const live: Answer = { body: livePlaylist(0) };
  const { clock, http, recorder } = after([live, DOWN], { reconnect: false });
  clock.runUntil(20_000);
  expect(recorder.turns).toEqual([">starting", "starting>playing", "playing>failed"]);
  expect(recorder.playedMs.get("media")).toBeCloseTo(2000, 6);
  expect([clock.waiting, http.open]).toEqual([0, 0]);
});

test.each([
  [
    "<!DOCTYPE html><html><title>Sign in</title></html>",
    "playlist-unparsable",
    'is an HTML page, no playlist ("Sign in")',
  ],
  ["", "playlist-unparsable", "#EXTM3U"],
  ["\u0000\u0001garbage", "playlist-unparsable", "#EXTM3U"],
  ["#EXTM3U\n#EXT-X-TARG", "playlist-torn", ""],
])("%j instead of a playlist is %s", (body, code, words) => {
  const { clock, recorder } = after([{ body }]);
  clock.runUntil(5000);
  expect(recorder.violations).toEqual([code]);
  expect(recorder.examples[0]).toContain(words);
  expect(recorder.turns).toEqual([">starting", "starting>playing"]);
});

test("a playlist whose connection breaks is torn", () => {
  const { clock, recorder } = after([{ problem: "truncated", status: 200, body: "#EXTM3U\n" }]);
  clock.runUntil(3000);
  expect(recorder.violations).toEqual(["playlist-torn"]);
});

test("an answer that is older than what another viewer had before is incoherent", () => {
  const first = after([]);
  first.clock.runUntil(5000);
  expect(first.recorder.violations).toEqual([]);
  const older: Answer = { body: livePlaylist(0, { hasDates: true }) };
  const { clock, recorder } = after([{ body: livePlaylist(2000, { hasDates: true }) }, older]);
  clock.runUntil(3500);
  expect(recorder.violations).toContain("cache-incoherent");
  expect(recorder.examples[recorder.violations.indexOf("cache-incoherent")]).toContain(
    "ends with 105 after 106",
  );
});

test("a segment that never comes times out, is tried again and given up; the stall is as long as it is", () => {
  const usual = liveOrigin({ hasDates: true }, { tookMs: 100 });
  const { clock, recorder, viewer } = openStage(
    (request, nowMs) => (numberOf(request.url) === 104 ? null : usual(request, nowMs)),
    { segMaxRetry: 1, timeoutMs: 4000 },
  );
  clock.runUntil(20_000);
  viewer.stop();
  // Asked for at 100 and 5100, given up at 9100: the playlist that waited is loaded, then 105 comes at 9200.
  expect(recorder.stalls.map(Math.round)).toEqual([7100]);
  expect(recorder.segments.failed).toBe(1);
});

test("a piece of a playlist is torn though it can be read, and is not followed", () => {
  const whole = livePlaylist(0, { hasDates: true });
  for (const piece of [whole.slice(0, -"ts\n".length), `${whole}#EXTINF:2.000,\n`, `${whole}#EXT-X-PROG`]) {
    const { clock, http, recorder } = after([{ body: piece }]);
    clock.runUntil(1500);
    expect(recorder.violations).toEqual(["playlist-torn"]);
    expect(http.times(/m3u8/)).toEqual([0, 1000]);
    expect(recorder.segments.downloaded).toBe(3);
  }
});

test("a text that begins like a playlist and is whole is no torn one", () => {
  const { clock, recorder } = after([{ body: "#EXTM3U\n#EXT-X-TARGETDURATION:soon\n#EXTINF:2,\na.ts\n" }]);
  clock.runUntil(1500);
  expect(recorder.violations).toEqual(["playlist-unparsable"]);
});
