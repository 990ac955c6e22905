import { expect, test } from "bun:test";
import { liveOrigin, livePlaylist, numberOf } from "./support/scripts.ts";
import { openStage } from "./support/stage.ts";
import type { Answer, Origin } from "./support/stage-http.ts";

const QUICK = { bytes: 1000, tookMs: 100 };

/** A live stream whose segments from 104 on are answered with something else. */
function spoilt(answer: Answer): Origin {
  const usual = liveOrigin({ hasDates: true }, QUICK);
  return (request, nowMs) => (numberOf(request.url) >= 104 ? answer : usual(request, nowMs));
}

test.each([
  [{ bytes: 0 }, "segment-empty"],
  [{ status: 503 }, "segment-failed"],
  [{ problem: "timeout" }, "segment-failed"],
  [{ problem: "reset" }, "segment-failed"],
  [{ problem: "truncated", status: 200 }, "segment-truncated"],
  [{ status: 403 }, "segment-unavailable"],
  [{ status: 410 }, "segment-unavailable"],
] satisfies [Answer, string][])(
  "segments with %j break a rule, and nothing of them is played",
  (answer, code) => {
    const { clock, recorder, viewer } = openStage(spoilt(answer), { segMaxRetry: 1 });
    clock.runUntil(9000);
    viewer.stop();
    expect(new Set(recorder.violations)).toEqual(new Set([code]));
    expect(recorder.segments.downloaded).toBe(1);
    expect(recorder.segments.failed).toBeGreaterThan(1);
    expect(recorder.playedMs.get("media")).toBeCloseTo(2000, 2);
    expect(recorder.stallsBegun).toBe(1);
  },
);

test("what this machine lacks is no fault of the server", () => {
  const { clock, recorder } = openStage(spoilt({ problem: "no-port" }), { segMaxRetry: 0 });
  clock.runUntil(9000);
  expect(recorder.violations).toEqual([]);
});

test("a segment with a scheme that players do not know is told", () => {
  const { clock, recorder } = openStage((request, nowMs) => {
    if (request.url.startsWith("ftp:")) return { problem: "protocol" };
    return { body: livePlaylist(nowMs, { hasDates: true }).replaceAll(/^seg/gm, "ftp://origin.test/seg") };
  });
  clock.runUntil(500);
  expect(recorder.violations).toEqual(["uri-unfetchable"]);
});

test("a playlist is stale while its reload has no answer, told once, and no wait is for ever", () => {
  const usual = liveOrigin({ hasDates: true }, QUICK);
  const { clock, http, recorder } = openStage((request, nowMs) =>
    request.url.includes("m3u8") && nowMs >= 4000 && nowMs < 6000 ? null : usual(request, nowMs),
  );
  // Had since 2000, asked for again at 4000.
  clock.runUntil(4990);
  expect(recorder.violations).toEqual([]);
  clock.runUntil(6100);
  expect(recorder.violations).toEqual(["playlist-stale"]);
  clock.runUntil(18_900);
  expect(recorder.violations).toEqual(["playlist-stale"]);
  expect(http.sent.filter(({ url }) => url.includes("m3u8")).map(({ request }) => request.totalMs)[0]).toBe(
    15_000,
  );
  expect(http.sent.find(({ url }) => url.includes("seg"))?.request.totalMs).toBe(120_000);
});

test("a playlist that is slow but comes is not stale", () => {
  const usual = liveOrigin({ hasDates: true }, QUICK);
  const { clock, recorder } = openStage((request, nowMs) => {
    const answer = usual(request, nowMs);
    return request.url.includes("m3u8") ? { ...answer, tookMs: 900 } : answer;
  });
  clock.runUntil(60_000);
  expect(recorder.violations).toEqual([]);
});

test("failures of the reload make a playlist stale, too", () => {
  const usual = liveOrigin({ hasDates: true }, QUICK);
  const { clock, recorder } = openStage((request, nowMs) =>
    request.url.includes("m3u8") && nowMs >= 2000 ? { status: 500 } : usual(request, nowMs),
  );
  clock.runUntil(20_000);
  expect(recorder.violations).toEqual(["playlist-stale"]);
});

test.each([
  ["forward", 100_000],
  ["backward and forward again", -90],
])("numbers that jump %s are a new beginning: no more than a window is missed", (_, by) => {
  const { clock, http, recorder, viewer } = openStage(({ url }, nowMs) => {
    if (!url.includes("m3u8")) return QUICK;
    const isOther = nowMs >= 10_000 && nowMs < 40_000;
    return { body: livePlaylist(nowMs, { hasDates: true, newestAtStart: isOther ? 105 + by : 105 }) };
  });
  clock.runUntil(80_000);
  viewer.stop();
  expect(recorder.segments.missed).toBeLessThanOrEqual(6);
  expect(recorder.violations.filter((code) => code === "media-sequence-jumped")).toHaveLength(1);
  expect(recorder.violations).toContain("media-sequence-decreased");
  expect(numberOf(http.urls(/seg/).at(-1) ?? "")).toBe(145);
});

test("who was kept away for long has missed all that came meanwhile, and the numbers did not jump", () => {
  const usual = liveOrigin({ hasDates: true }, QUICK);
  const { clock, recorder } = openStage(
    (request, nowMs) =>
      nowMs >= 2000 && nowMs < 60_000
        ? { ...usual(request, nowMs), status: 500, tookMs: 60_000 - nowMs }
        : usual(request, nowMs),
    { timeoutMs: 90_000, segMaxRetry: 0 },
  );
  clock.runUntil(66_000);
  expect(recorder.segments.missed).toBeGreaterThan(15);
  expect(recorder.violations).not.toContain("media-sequence-jumped");
});
