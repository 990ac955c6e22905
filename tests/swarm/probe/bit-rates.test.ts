import { describe, expect, test } from "bun:test";
import { averageBitRate, type Measured, peakBitRate } from "../../../lib/swarm/probe/bit-rates.ts";

/** Segments of 2 s with these sizes in bytes. */
const of = (bytes: readonly number[], durationSec = 2): Measured[] =>
  bytes.map((size, i) => ({ sequence: 10 + i, durationSec, bytes: size }));

describe("the peak bit rate", () => {
  test("of segments as long as the target duration is that of the largest", () => {
    expect(peakBitRate(of([1000, 4000, 2000]), 2)).toBe(16_000);
  });

  test("of short segments is that of a run of half to one and a half target durations", () => {
    // 6 s: runs of 2 and 4 segments of 2 s; alone a segment is too short.
    expect(peakBitRate(of([1000, 9000, 1000, 1000]), 6)).toBe((10_000 * 8) / 4);
  });

  test("does not run over a gap", () => {
    const [first, second] = of([1000, 3000]);
    const apart = [first!, { ...second!, sequence: 99 }];
    expect(peakBitRate(apart, 4)).toBe(12_000);
    expect(peakBitRate(apart, 8)).toBeNull();
  });

  test("counts a segment that is longer than one and a half target durations by itself", () => {
    expect(peakBitRate(of([8000], 8), 4)).toBe(8000);
  });

  test("of nothing is none", () => {
    expect([peakBitRate([], 2), averageBitRate([])]).toEqual([null, null]);
  });
});

test("the average bit rate is all bits by all time", () => {
  expect(averageBitRate(of([1000, 4000, 1000]))).toBe(8000);
});
