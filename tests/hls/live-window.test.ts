import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { liveWindow, segmentAt, segmentStartMs } from "../../lib/hls/live-window.ts";

const durations = fc.constantFrom(0.5, 0.96, 1, 1.001, 1.5, 1.92, 2, 2.002, 3, 4, 6, 6.006, 10);

describe("live window", () => {
  test("a segment is listed from the moment it is complete", () => {
    const spec = { segmentDurationSec: 2, listSize: 10, deleteThreshold: 5 };
    expect(liveWindow(1_763_000_000_000, spec)).toEqual({
      lastListed: 881_499_999,
      firstListed: 881_499_990,
      oldestKept: 881_499_985,
    });
    expect(liveWindow(1_763_000_001_999, spec).lastListed).toBe(881_499_999);
    expect(liveWindow(1_763_000_002_000, spec).lastListed).toBe(881_500_000);
  });

  test("the segment of a moment contains it, for fractions of a second too", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), durations, (nowMs, segmentDurationSec) => {
        const n = segmentAt(nowMs, segmentDurationSec);
        expect(Number.isSafeInteger(n)).toBe(true);
        expect(segmentStartMs(n, segmentDurationSec)).toBeLessThanOrEqual(nowMs);
        expect(segmentStartMs(n + 1, segmentDurationSec)).toBeGreaterThan(nowMs);
      }),
    );
  });

  test("every border belongs to the segment that begins there", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2e9 }), durations, (n, segmentDurationSec) => {
        expect(segmentAt(segmentStartMs(n, segmentDurationSec), segmentDurationSec)).toBe(n);
      }),
    );
  });

  test("keeps as many as are listed and the threshold, but none before the epoch", () => {
    const spec = { segmentDurationSec: 1.5, listSize: 6, deleteThreshold: 3 };
    const { firstListed, lastListed, oldestKept } = liveWindow(1_763_000_000_750, spec);
    expect([lastListed - firstListed + 1, firstListed - oldestKept]).toEqual([6, 3]);
    expect(liveWindow(4_000, spec)).toEqual({ firstListed: 0, lastListed: 1, oldestKept: 0 });
    expect(liveWindow(0, spec)).toEqual({ firstListed: 0, lastListed: -1, oldestKept: 0 });
  });
});
