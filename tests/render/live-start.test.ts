import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { liveStart, nextLiveStartMs } from "../../lib/render/live-start.ts";

const NOW_MS = Date.UTC(2026, 10, 21, 10, 44, 43, 950);
const MOMENT = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2100, 0) });
const DURATION = fc.constantFrom(0.5, 1, 1.2, 2, 2.002, 4, 6, 10, 60);

describe("the start of a live encoder", () => {
  test("is numbered with the segments since the epoch", () => {
    expect(liveStart(NOW_MS, 2).startNumber).toBe(Math.round(NOW_MS / 2000));
    expect(liveStart(0, 2).startNumber).toBe(0);
  });

  test("is the nearest boundary: FFmpeg may be started a little before or after it", () => {
    expect(liveStart(20_000 - 90, 2)).toEqual(liveStart(20_000 + 90, 2));
  });

  test("puts the first picture 0.7 s after the segment's time, as lib/hls does, on a 33-bit clock", () => {
    // FFmpeg's mpegts muxer adds 1.4 s.
    expect(liveStart(20_000, 2).timestampOffsetSec).toBe(20 - 0.7);
    expect(liveStart(0, 2).timestampOffsetSec).toBeCloseTo(2 ** 33 / 90_000 - 0.7, 5);
  });

  test("counts time stamps on without a step from one segment to the next, but for the wrap", () => {
    fc.assert(
      fc.property(MOMENT, DURATION, (nowMs, durationSec) => {
        const here = liveStart(nowMs, durationSec);
        const next = liveStart(nowMs + durationSec * 1000, durationSec);
        const step = Math.round((next.timestampOffsetSec - here.timestampOffsetSec) * 90_000);
        expect(next.startNumber).toBe(here.startNumber + 1);
        expect([durationSec * 90_000, durationSec * 90_000 - 2 ** 33].map(Math.round)).toContain(step);
      }),
    );
  });

  test("is not in the past, nor more than a segment away, and its number is not one that was begun", () => {
    fc.assert(
      fc.property(MOMENT, DURATION, (nowMs, durationSec) => {
        const atMs = nextLiveStartMs(nowMs, durationSec);
        expect(atMs).toBeGreaterThanOrEqual(nowMs - 1e-3);
        expect(atMs).toBeLessThanOrEqual(nowMs + durationSec * 1000);
        expect(liveStart(atMs, durationSec).startNumber).toBeGreaterThan(
          Math.floor(nowMs / (durationSec * 1000)),
        );
      }),
    );
  });
});
