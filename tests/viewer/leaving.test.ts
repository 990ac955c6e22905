import { expect, test } from "bun:test";
import { lowOrigin } from "./support/low-latency.ts";
import { liveOrigin, livePlaylist, vodPlaylist } from "./support/scripts.ts";
import { openStage } from "./support/stage.ts";

const MASTER = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=300000,RESOLUTION=640x360\nlow.m3u8\n";
const isPlaylist = (url: string) => url.endsWith("m3u8");

test("a viewer that only waits never played, and its wait is in the startup times", () => {
  const origins = [
    () => ({ status: 503 }),
    ({ url }: { url: string }) => (isPlaylist(url) ? { body: vodPlaylist(3) } : { status: 503 }),
    ({ url }: { url: string }) => (isPlaylist(url) ? { body: vodPlaylist(3) } : null),
  ];
  for (const origin of origins) {
    const { clock, recorder, viewer } = openStage(origin, { segMaxRetry: 100 });
    clock.runUntil(20_000);
    viewer.stop();
    expect([recorder.neverPlays, recorder.startups]).toEqual([1, [20_000]]);
  }
});

test("one that gave up, or ended with nothing to show, never played either; it is told once", () => {
  const slow = { status: 503, tookMs: 4000 };
  const gone = openStage(() => slow, { reconnect: false });
  const empty = openStage(({ url }) => (isPlaylist(url) ? { body: vodPlaylist(1) } : slow), {
    segMaxRetry: 0,
  });
  for (const { clock, recorder, viewer } of [gone, empty]) {
    clock.runUntil(20_000);
    viewer.stop();
    expect([recorder.neverPlays, recorder.startups]).toEqual([1, [4000]]);
  }
});

test("one that plays, or leaves before 3 s, is no such viewer", () => {
  const playing = openStage(liveOrigin());
  playing.clock.runUntil(20_000);
  const short = openStage(() => ({ status: 503 }));
  short.clock.runUntil(2900);
  for (const { recorder, viewer } of [playing, short]) {
    viewer.stop();
    expect(recorder.neverPlays).toBe(0);
  }
  expect(playing.recorder.startups).toEqual([0]);
  expect(short.recorder.startups).toEqual([]);
});

test("a request that is overdue when the viewer leaves is told with its age", () => {
  const live = liveOrigin();
  const { clock, recorder, viewer } = openStage((request, nowMs) =>
    nowMs >= 10_000 && !isPlaylist(request.url) ? { waitMs: 1e6, tookMs: 1e6 } : live(request, nowMs),
  );
  clock.runUntil(20_000);
  viewer.stop();
  expect(recorder.overdue).toEqual([
    { kind: "segment", dueMs: 10_000, sentMs: 10_000, firstByteMs: null, leftMs: 20_000 },
  ]);
});

test("one whose answer has begun is told with its first byte, and one that is in time not at all", () => {
  const slow = { waitMs: 200, tookMs: 1e6 };
  const { clock, recorder, viewer } = openStage(({ url }) =>
    isPlaylist(url) ? { body: vodPlaylist(3) } : slow,
  );
  clock.runUntil(5000);
  viewer.stop();
  expect(recorder.overdue).toEqual([
    { kind: "segment", dueMs: 0, sentMs: 0, firstByteMs: 200, leftMs: 5000 },
  ]);
  const prompt = openStage(({ url }) => (isPlaylist(url) ? { body: vodPlaylist(3) } : slow));
  prompt.clock.runUntil(900);
  prompt.viewer.stop();
  expect(prompt.recorder.overdue).toEqual([]);
});

test("what low latency holds by design is not overdue", () => {
  const { clock, recorder, viewer } = openStage(lowOrigin({ hasHints: true }));
  clock.runUntil(10_300);
  viewer.stop();
  expect(recorder.overdue).toEqual([]);
});

test("first requests that fail are of the kind that the URL is known to lead to", () => {
  for (const urlKind of ["media", "multivariant"] as const) {
    const { clock, recorder, viewer } = openStage(() => ({ status: 503 }), { urlKind });
    clock.runUntil(5000);
    viewer.stop();
    expect(new Set(recorder.requests.map(({ kind }) => kind))).toEqual(new Set([urlKind]));
  }
});

test("what comes decides, whatever was known", () => {
  const found = openStage(({ url }) => (url.endsWith("stream.m3u8") ? { body: MASTER } : { status: 404 }));
  found.clock.runUntil(100);
  expect(found.recorder.requests[0]?.kind).toBe("multivariant");
});

test("a reload does not wait behind a slow segment, and a prompt origin sees one connection", () => {
  const slow = openStage(liveOrigin({}, { bytes: 1000, tookMs: 3000 }));
  slow.clock.runUntil(20_000);
  expect(slow.http.times(/m3u8/)).toEqual([
    0, 2000, 4000, 6000, 8000, 10_000, 12_000, 14_000, 16_000, 18_000, 20_000,
  ]);
  expect(
    slow.recorder.requests.filter(({ kind, dueMs, endMs }) => kind === "media" && endMs > dueMs),
  ).toEqual([]);
  expect(new Set(slow.http.sent.map(({ lane }) => lane))).toEqual(new Set(["main", "main reload"]));
  const prompt = openStage(liveOrigin({}, { bytes: 1000, tookMs: 300 }));
  prompt.clock.runUntil(20_000);
  expect(new Set(prompt.http.sent.map(({ lane }) => lane))).toEqual(new Set(["main"]));
});

test("no connection is opened while a segment waits for its next try", () => {
  const { clock, http } = openStage(({ url }, nowMs) =>
    isPlaylist(url) ? { body: livePlaylist(nowMs) } : { status: 503 },
  );
  clock.runUntil(20_000);
  expect(new Set(http.sent.map(({ lane }) => lane))).toEqual(new Set(["main"]));
});
