import { expect, test } from "bun:test";
import { lowOrigin, partName } from "./support/low-latency.ts";
import { openStage } from "./support/stage.ts";

const URL = "http://origin.test/live/stream.m3u8?token=a";

function names(urls: readonly string[]): string[] {
  return urls.map((url) => url.split("/").at(-1) ?? "");
}

test("reloads ask for the next part and are held until it is there", () => {
  const { clock, http, recorder } = openStage(lowOrigin(), { url: URL });
  clock.runUntil(2200);
  expect(names(http.urls(/m3u8/))).toEqual([
    "stream.m3u8?token=a",
    "stream.m3u8?token=a&_HLS_msn=106&_HLS_part=0",
    "stream.m3u8?token=a&_HLS_msn=106&_HLS_part=1",
    "stream.m3u8?token=a&_HLS_msn=106&_HLS_part=2",
    "stream.m3u8?token=a&_HLS_msn=106&_HLS_part=3",
    "stream.m3u8?token=a&_HLS_msn=107&_HLS_part=0",
  ]);
  expect(http.times(/m3u8/)).toEqual([0, 0, 500, 1000, 1500, 2000]);
  expect(recorder.holds).toEqual(Array(4).fill({ heldMs: 500, isEarly: false }));
});

test("what is held by design is in no latency", () => {
  const { clock, recorder } = openStage(lowOrigin({ hasHints: true }), { url: URL });
  clock.runUntil(10_000);
  for (const { sentMs, dueMs, endMs } of recorder.requests) {
    expect(endMs - sentMs).toBeLessThanOrEqual(20);
    expect(sentMs).toBeGreaterThanOrEqual(dueMs);
  }
  expect(recorder.requests.length).toBeGreaterThan(30);
});

test("parts are loaded in order from PART-HOLD-BACK on, where a decoder can begin", () => {
  const { clock, http, recorder } = openStage(lowOrigin(), { url: URL });
  clock.runUntil(3100);
  const parts = names(http.urls(/part\d/));
  expect(parts.slice(0, 6)).toEqual([
    partName(105, 0),
    partName(105, 1),
    partName(105, 2),
    partName(105, 3),
    partName(106, 0),
    partName(106, 1),
  ]);
  expect(http.urls(/seg/)).toEqual([]);
  expect(names(http.urls(/init/))).toEqual(["init.mp4"]);
  expect(recorder.segments).toEqual({ downloaded: 2, failed: 0, missed: 0 });
  expect(new Set(recorder.lateness.map(Math.round))).toEqual(new Set([0]));
});

test("a viewer at the edge plays without a stall, two seconds late", () => {
  const { clock, recorder, viewer } = openStage(lowOrigin(), { url: URL });
  clock.runUntil(60_000);
  viewer.stop();
  expect(recorder.stallsBegun).toBe(0);
  expect(Math.round(recorder.latencies.at(-1) ?? 0)).toBe(2040);
  expect(recorder.playedMs.get("media")).toBeGreaterThan(59_900);
  expect(recorder.violations.filter((code) => code !== "hint-missing")).toEqual([]);
});

test("hinted parts are asked for with the reload, once, and are there when they are listed", () => {
  const { clock, http, recorder } = openStage(lowOrigin({ hasHints: true }), { url: URL });
  clock.runUntil(5100);
  const parts = names(http.urls(/part\d/));
  expect(new Set(parts).size).toBe(parts.length);
  const hinted = http.sent.find(({ url }) => url.includes(partName(106, 2)));
  expect(hinted?.atMs).toBe(1000);
  expect(recorder.segments.downloaded).toBe(3);
  expect(recorder.violations).toEqual([]);
  expect(recorder.stallsBegun).toBe(0);
});

test("a hint that becomes another part is given up", () => {
  const usual = lowOrigin({ hasHints: true });
  const { clock, http, recorder } = openStage(
    (request, nowMs) => {
      if (request.url.includes("wrong")) return null;
      const answer = usual(request, nowMs);
      if (!request.url.includes("m3u8") || typeof answer?.body !== "string") return answer;
      return { ...answer, body: answer.body.replace(/(HINT:TYPE=PART,URI=")part106.2/, "$1wrong") };
    },
    { url: URL },
  );
  clock.runUntil(1400);
  expect(http.urls(/wrong/)).toHaveLength(1);
  clock.runUntil(3000);
  expect(recorder.violations).toContain("hint-unfulfilled");
  expect(names(http.urls(/part106/)).slice(0, 4)).toContain(partName(106, 2));
  expect(recorder.segments.failed).toBe(0);
});

test("with a skip boundary updates are deltas, and they are put together", () => {
  const { clock, http, recorder } = openStage(lowOrigin({ canSkip: true }), { url: URL });
  clock.runUntil(10_000);
  expect(names(http.urls(/_HLS_skip/))[0]).toBe("stream.m3u8?token=a&_HLS_msn=106&_HLS_part=0&_HLS_skip=YES");
  expect(http.urls(/_HLS_skip/)).toHaveLength(21);
  expect(recorder.violations.filter((code) => code !== "hint-missing")).toEqual([]);
  expect(recorder.segments.downloaded).toBe(6 - 1);
});

test("a delta that does not fit is told, and the playlist is loaded whole", () => {
  const usual = lowOrigin({ canSkip: true });
  const { clock, http, recorder } = openStage(
    (request, nowMs) => {
      const answer = usual(request, nowMs);
      if (!request.url.includes("msn=106&_HLS_part=1&_HLS_skip") || typeof answer?.body !== "string")
        return answer;
      return { ...answer, body: answer.body.replace(/SKIPPED-SEGMENTS=\d+/, "SKIPPED-SEGMENTS=40") };
    },
    { url: URL },
  );
  clock.runUntil(1200);
  expect(recorder.violations).toContain("delta-update-unmergeable");
  expect(names(http.urls(/m3u8/)).slice(2, 5)).toEqual([
    "stream.m3u8?token=a&_HLS_msn=106&_HLS_part=1&_HLS_skip=YES",
    "stream.m3u8?token=a",
    "stream.m3u8?token=a&_HLS_msn=106&_HLS_part=2&_HLS_skip=YES",
  ]);
});

test("reloads that are answered too early are told, and do not become a flood", () => {
  const { clock, http, recorder } = openStage(lowOrigin({ isEarly: true }), { url: URL });
  clock.runUntil(10_000);
  expect(recorder.holds.some(({ isEarly }) => isEarly)).toBe(true);
  expect(recorder.violations).toContain("blocking-reload-early");
  expect(http.urls(/m3u8/).length).toBeLessThanOrEqual(45);
  expect(recorder.stallsBegun).toBe(0);
});

test("who does not want low latency follows the same stream as an ordinary one", () => {
  const { clock, http } = openStage(lowOrigin({ hasHints: true }), { url: URL, lowLatency: false });
  clock.runUntil(6000);
  expect(http.urls(/part\d/)).toEqual([]);
  expect(http.urls(/_HLS/)).toEqual([]);
  expect(names(http.urls(/seg/)).slice(0, 3)).toEqual(["seg103.mp4", "seg104.mp4", "seg105.mp4"]);
});

test("a reload that the server refuses falls back to an ordinary one", () => {
  const usual = lowOrigin();
  const { clock, http, recorder } = openStage(
    (request, nowMs) =>
      request.url.includes("msn=107&_HLS_part=1") ? { status: 503 } : usual(request, nowMs),
    { url: URL },
  );
  clock.runUntil(5000);
  const urls = names(http.urls(/m3u8/));
  const refused = urls.findIndex((url) => url.includes("msn=107&_HLS_part=1"));
  expect(urls[refused + 1]).toBe("stream.m3u8?token=a");
  expect(http.times(/m3u8/)[refused + 1]).toBe(3500);
  expect(recorder.segments.missed).toBe(0);
});

test("a part that is published 300 ms late is that late, and breaks a rule where it came too long after the one before", () => {
  const lateMs = (n: number, part: number) => (n === 108 && part === 2 ? 300 : 0);
  for (const hasHints of [false, true]) {
    const { clock, recorder } = openStage(lowOrigin({ hasHints, lateMs }), { url: URL });
    clock.runUntil(10_000);
    expect(recorder.lateness.map(Math.round).filter((ms) => ms > 1)).toEqual([300]);
    expect(recorder.violations.filter((code) => code === "part-late")).toHaveLength(1);
  }
});

test("a part that comes a little later than one part target after the last is in order", () => {
  const { clock, recorder } = openStage(lowOrigin({ lateMs: (n) => (n === 108 ? 150 : 0) }), { url: URL });
  clock.runUntil(10_000);
  expect(Math.round(Math.max(...recorder.lateness))).toBe(150);
  expect(recorder.violations).not.toContain("part-late");
});
