import { expect, test } from "bun:test";
import { liveOrigin, livePlaylist, numberOf, vodPlaylist } from "./support/scripts.ts";
import { openStage } from "./support/stage.ts";
import type { Origin } from "./support/stage-http.ts";

const QUICK = { bytes: 1000, tookMs: 100 };

/** An ordinary live stream, with something else for some of its segments. */
function liveExcept(isOther: (n: number, nowMs: number) => boolean, other: ReturnType<Origin>): Origin {
  const usual = liveOrigin({ hasDates: true }, QUICK);
  return (request, nowMs) => (isOther(numberOf(request.url), nowMs) ? other : usual(request, nowMs));
}

test("a live playlist is loaded a target duration after the last load began, when it changed", () => {
  const { clock, http } = openStage(liveOrigin());
  clock.runUntil(9000);
  expect(http.times(/m3u8/)).toEqual([0, 2000, 4000, 6000, 8000]);
});

test("and after half a target duration when it did not", () => {
  const { clock, http } = openStage(({ url }, nowMs) =>
    url.endsWith("m3u8") ? { body: livePlaylist(nowMs > 2500 ? nowMs - 2000 : Math.min(nowMs, 0)) } : {},
  );
  clock.runUntil(6500);
  expect(http.times(/m3u8/)).toEqual([0, 2000, 3000, 4000, 6000]);
});

test("an answer that takes long does not move the next load, which counts from the beginning of this one", () => {
  const { clock, http, recorder } = openStage(({ url }, nowMs) =>
    url.endsWith("m3u8") ? { body: livePlaylist(nowMs), tookMs: 1500 } : {},
  );
  clock.runUntil(7000);
  expect(http.times(/m3u8/)).toEqual([0, 2000, 4000, 6000]);
  expect(recorder.requests.filter(({ kind }) => kind === "media").map(({ dueMs }) => dueMs)).toEqual([
    0, 2000, 4000,
  ]);
});

test("a load that is overdue is sent at once and keeps its due time", () => {
  const { clock, recorder } = openStage(({ url }, nowMs) =>
    url.endsWith("m3u8") ? { body: livePlaylist(nowMs), tookMs: nowMs === 2000 ? 5000 : 0 } : {},
  );
  clock.runUntil(9500);
  const loads = recorder.requests.filter(({ kind }) => kind === "media");
  expect(loads.map(({ dueMs, sentMs }) => [dueMs, sentMs])).toEqual([
    [0, 0],
    [2000, 2000],
    [4000, 7000],
    [9000, 9000],
  ]);
});

test("a viewer begins three target durations before the end and plays with its first segment", () => {
  const { clock, http, recorder } = openStage(liveOrigin({ hasDates: true }, QUICK));
  clock.runUntil(10_000);
  expect(http.urls(/seg/).map(numberOf)).toEqual([103, 104, 105, 106, 107, 108, 109, 110]);
  expect(recorder.startups).toEqual([100]);
  expect(recorder.turns).toEqual([">starting", "starting>playing"]);
  expect(recorder.stallsBegun).toBe(0);
  expect(recorder.violations).toEqual([]);
});

test("latency is the age of what is shown: three segments and how long the first took", () => {
  const { clock, recorder } = openStage(liveOrigin({ hasDates: true }, QUICK));
  clock.runUntil(10_000);
  expect(new Set(recorder.latencies.map(Math.round))).toEqual(new Set([6100]));
});

test("without dates it is the way to the end of the playlist", () => {
  const { clock, recorder } = openStage(liveOrigin({}, QUICK));
  clock.runUntil(3000);
  expect(recorder.latencies.slice(0, 3).map(Math.round)).toEqual([6000, 5900, 5800]);
});

test("HOLD-BACK says where to begin, and EXT-X-START says it louder", () => {
  const control = "#EXT-X-SERVER-CONTROL:HOLD-BACK=10\n";
  const first = (head: string) => {
    const stage = openStage(({ url }, nowMs) =>
      url.endsWith("m3u8") ? { body: livePlaylist(nowMs).replace("#EXTINF", `${head}#EXTINF`) } : {},
    );
    stage.clock.runUntil(100);
    return numberOf(stage.http.urls(/seg/)[0] ?? "");
  };
  expect(first(control)).toBe(101);
  expect(first(`${control}#EXT-X-START:TIME-OFFSET=-7.5\n`)).toBe(102);
  expect(first("#EXT-X-START:TIME-OFFSET=0.5\n")).toBe(100);
});

test("segments are due when the playlist that listed them first had arrived", () => {
  const { clock, recorder } = openStage(({ url }, nowMs) =>
    url.endsWith("m3u8") ? { body: livePlaylist(nowMs), tookMs: 200 } : { tookMs: 300 },
  );
  clock.runUntil(5000);
  const due = recorder.requests
    .filter(({ kind }) => kind === "segment")
    .map(({ dueMs, sentMs }) => [dueMs, sentMs]);
  expect(due).toEqual([
    [200, 200],
    [200, 500],
    [200, 800],
    [2200, 2200],
    [4200, 4200],
  ]);
});

test("a server that stalls for five seconds makes one stall of just as much as the buffer did not hold", () => {
  const { clock, recorder, viewer } = openStage((request, nowMs) => {
    const answer = liveOrigin({ hasDates: true }, { tookMs: 100 })(request, nowMs);
    const restMs = nowMs >= 10_000 && nowMs < 15_000 ? 15_000 - nowMs : 0;
    return { ...answer, tookMs: (answer?.tookMs ?? 0) + restMs };
  });
  clock.runUntil(30_000);
  viewer.stop();
  // 103 to 109 had come and play from 100 to 14 100; the playlist of 10 000 comes at 15 000, and 110 at 15 100.
  expect(recorder.stallsBegun).toBe(1);
  expect(recorder.stalls.map(Math.round)).toEqual([1000]);
  expect(recorder.stalledMs.get("media")).toBeCloseTo(1000, 2);
  expect(recorder.playedMs.get("media")).toBeCloseTo(28_900, 2);
  expect(recorder.turns).toEqual([
    ">starting",
    "starting>playing",
    "playing>stalled",
    "stalled>playing",
    "playing>",
  ]);
});

test("a segment that fails is tried again after 1, 2, 4 s, and given up after its tries", () => {
  const { clock, http, recorder } = openStage(
    liveExcept((n) => n === 104, { status: 500 }),
    { segMaxRetry: 2 },
  );
  clock.runUntil(8000);
  expect(http.times(/seg104/)).toEqual([100, 1100, 3100]);
  expect(recorder.segments).toEqual({ downloaded: 5, failed: 1, missed: 0 });
  const tries = recorder.requests.filter(({ status }) => status === 500);
  expect(tries.map(({ attempt, dueMs }) => [attempt, dueMs])).toEqual([
    [0, 0],
    [1, 1100],
    [2, 3100],
  ]);
});

test("two of every hundred segments that fail are counted exactly", () => {
  const { clock, recorder } = openStage(
    liveExcept((n) => n % 50 === 0, { status: 503 }),
    { segMaxRetry: 0 },
  );
  clock.runUntil(2_000_500);
  expect(recorder.segments).toEqual({ downloaded: 1003 - 20, failed: 20, missed: 0 });
});

test("a listed segment that is not there breaks a rule, once", () => {
  const { clock, recorder } = openStage(liveExcept((n) => n === 104, { status: 404 }));
  clock.runUntil(8000);
  expect(recorder.violations).toEqual(["segment-unavailable"]);
  expect(recorder.examples[0]).toBe("http://origin.test/live/seg104.ts: status 404");
});

test("segments that left the window are missed, and the viewer jumps to where a live stream is begun", () => {
  const { clock, http, recorder } = openStage(
    (request, nowMs) => {
      if (numberOf(request.url) === 104) return { tookMs: 20_000 };
      return liveOrigin({ hasDates: true }, QUICK)(request, nowMs);
    },
    { timeoutMs: 60_000 },
  );
  clock.runUntil(24_000);
  // When segment 104 has come, 110 to 115 are listed, and 105 to 109 have gone.
  expect(recorder.segments.missed).toBe(5);
  expect(http.urls(/seg/).map(numberOf).slice(0, 3)).toEqual([103, 104, 113]);
});

test("a playlist that does not change is told once, and again after it did", () => {
  const freeze = (nowMs: number) =>
    nowMs < 4000 ? nowMs : nowMs < 20_000 ? 4000 : nowMs < 22_000 ? 20_000 : 22_000;
  const { clock, recorder } = openStage(({ url }, nowMs) =>
    url.endsWith("m3u8") ? { body: livePlaylist(freeze(nowMs), { hasDates: true }) } : {},
  );
  clock.runUntil(30_000);
  expect(recorder.violations.filter((code) => code === "playlist-stale")).toHaveLength(2);
});

test("a stream that begins anew with small numbers is followed after three target durations", () => {
  const { clock, http } = openStage(({ url }, nowMs) =>
    url.endsWith("m3u8") ? { body: livePlaylist(nowMs, { newestAtStart: nowMs < 10_000 ? 105 : 6 }) } : QUICK,
  );
  clock.runUntil(30_000);
  const numbers = http.urls(/seg/).map(numberOf);
  expect(numbers.at(-1)).toBe(21);
});

test("a live stream that ends is played to its end", () => {
  const { clock, http, recorder } = openStage(({ url }, nowMs) => {
    const ended = `${livePlaylist(4000, { hasDates: true })}#EXT-X-ENDLIST\n`;
    return url.endsWith("m3u8")
      ? { body: nowMs < 5000 ? livePlaylist(nowMs, { hasDates: true }) : ended }
      : QUICK;
  });
  clock.runUntil(60_000);
  expect(http.urls(/seg/).map(numberOf)).toEqual([103, 104, 105, 106, 107]);
  expect(recorder.turns).toEqual([">starting", "starting>playing", "playing>ended"]);
  expect(recorder.playedMs.get("media")).toBeCloseTo(10_000, 6);
  expect(recorder.stallsBegun).toBe(0);
  expect([clock.waiting, http.open]).toEqual([0, 0]);
});

test("something complete is played from its beginning, as far ahead as the buffer allows, and then it has ended", () => {
  const { clock, http, recorder } = openStage(
    ({ url }) => (url.endsWith("m3u8") ? { body: vodPlaylist(10) } : QUICK),
    { bufferSec: 6 },
  );
  clock.runUntil(1000);
  // Playing since 100 with 2 s for 0.1 s: three more fill it, the next has room when 6 s are left.
  expect(http.times(/seg/)).toEqual([0, 100, 200, 300]);
  clock.runUntil(2500);
  expect(http.times(/seg/).slice(4)).toEqual([2100]);
  clock.runUntil(60_000);
  expect(recorder.turns).toEqual([">starting", "starting>playing", "playing>ended"]);
  expect(recorder.playedMs.get("media")).toBeCloseTo(20_000, 6);
  expect(http.times(/m3u8/)).toEqual([0]);
  const due = recorder.requests.filter(({ kind }) => kind === "segment").map(({ dueMs }) => dueMs);
  expect(due.slice(0, 6)).toEqual([0, 0, 0, 0, 2100, 4100]);
});

test("every second has its share of what is played", () => {
  const { clock, recorder } = openStage(liveOrigin({}, QUICK));
  let before = 0;
  for (let second = 1; second <= 30; second++) {
    clock.runUntil(1000 * second);
    const now = recorder.playedMs.get("media") ?? 0;
    if (second > 2) expect(Math.abs(now - before - 1000)).toBeLessThanOrEqual(1);
    before = now;
  }
});

test("who leaves while the media still comes leaves nothing behind and is counted to the end", () => {
  const { clock, http, recorder, viewer } = openStage(liveOrigin({}, { bytes: 1000, tookMs: 1500 }));
  clock.runUntil(2250);
  viewer.stop();
  viewer.stop();
  expect(recorder.turns.at(-1)).toBe("playing>");
  expect(recorder.playedMs.get("media")).toBe(750);
  expect([clock.waiting, http.open]).toEqual([0, 0]);
});

test("a playlist with a byte order mark is played, and the mark is told", () => {
  const usual = liveOrigin({ hasDates: true }, QUICK);
  const { clock, recorder } = openStage((request, nowMs) => {
    const answer = usual(request, nowMs);
    return answer?.body ? { ...answer, body: `\uFEFF${answer.body}` } : answer;
  });
  clock.runUntil(9000);
  expect(recorder.turns).toEqual([">starting", "starting>playing"]);
  expect(new Set(recorder.violations)).toEqual(new Set(["byte-order-mark"]));
});
