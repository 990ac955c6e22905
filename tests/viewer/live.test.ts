import { expect, test } from "bun:test";
import { liveOrigin, livePlaylist, numberOf } from "./support/scripts.ts";
import { openStage } from "./support/stage.ts";

test("a live playlist is loaded a target duration after the last load began, when it changed", () => {
  const { clock, http } = openStage(liveOrigin());
  clock.runUntil(9000);
  expect(http.times(/m3u8/)).toEqual([0, 2000, 4000, 6000, 8000]);
});

test("after half a target duration when it did not", () => {
  const { clock, http } = openStage(({ url }, nowMs) =>
    url.endsWith("m3u8") ? { body: livePlaylist(nowMs > 2500 ? nowMs - 2000 : Math.min(nowMs, 0)) } : {},
  );
  clock.runUntil(6500);
  expect(http.times(/m3u8/)).toEqual([0, 2000, 3000, 4000, 6000]);
});

test("a viewer begins three target durations before the end and plays at once", () => {
  const { clock, http, recorder } = openStage(liveOrigin({}, { bytes: 1000, tookMs: 100 }));
  clock.runUntil(10_000);
  expect(http.urls(/seg/).map(numberOf)).toEqual([103, 104, 105, 106, 107, 108, 109, 110]);
  expect(recorder.startups).toEqual([100]);
  expect(recorder.turns).toEqual([">starting", "starting>playing"]);
  expect(recorder.stallsBegun).toBe(0);
  expect(recorder.violations).toEqual([]);
});
