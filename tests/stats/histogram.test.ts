import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Histogram, isHistogram } from "../../lib/stats/histogram.ts";

function histogramOf(...values: number[]): Histogram {
  const histogram = new Histogram();
  for (const ms of values) histogram.record(ms);
  return histogram;
}

const duration = fc.double({ min: 0, max: 4_000_000, noNaN: true });

describe("a histogram of durations", () => {
  test("without values has no figures", () => {
    const { count, min, mean, max } = new Histogram();
    expect({
      count,
      min,
      mean,
      max,
      p: new Histogram().percentile(50),
      text: new Histogram().encode(),
    }).toEqual({
      count: 0,
      min: null,
      mean: null,
      max: null,
      p: null,
      text: null,
    });
  });

  test("tells percentiles as the field does: the smallest value that as many are not above", () => {
    const hundred = histogramOf(...Array.from({ length: 100 }, (_, i) => i + 1));
    for (const [p, ms] of [
      [0, 1],
      [1, 1],
      [50, 50],
      [90, 90],
      [99, 99],
      [99.5, 100],
      [100, 100],
    ] as const) {
      expect(Math.abs((hundred.percentile(p) ?? 0) - ms) / ms).toBeLessThan(0.001);
    }
    expect(Math.abs((hundred.mean ?? 0) - 50.5) / 50.5).toBeLessThan(0.001);
  });

  test("is true to 0.1 % from 1 µs to 1 h, and takes what is outside for the nearer end", () => {
    fc.assert(
      fc.property(duration, (ms) => {
        const wanted = Math.min(Math.max(ms, 0.001), 3_600_000);
        for (const found of [histogramOf(ms).min, histogramOf(ms).max]) {
          // Half a microsecond is what rounding may add.
          expect(Math.abs((found ?? 0) - wanted)).toBeLessThanOrEqual(wanted * 0.001 + 0.0005);
        }
      }),
    );
    expect([histogramOf(-5).max, histogramOf(0).max, histogramOf(9e9).max]).toEqual([
      0.001, 0.001, 3_600_000,
    ]);
  });

  test("refuses what is no number", () => {
    expect(() => histogramOf(Number.NaN)).toThrow(RangeError);
  });

  test("is the same however its values came together", () => {
    fc.assert(
      fc.property(fc.array(duration, { maxLength: 60 }), fc.nat(60), (values, at) => {
        const parts = histogramOf(...values.slice(0, at));
        parts.add(histogramOf(...values.slice(at)));
        const decoded = Histogram.decode(histogramOf(...values).encode());
        for (const one of [parts, decoded]) {
          expect(one.encode()).toEqual(histogramOf(...values).encode());
          expect([one.min, one.percentile(95), one.max, one.mean]).toEqual([
            histogramOf(...values).min,
            histogramOf(...values).percentile(95),
            histogramOf(...values).max,
            histogramOf(...values).mean,
          ]);
        }
      }),
      { numRuns: 50 },
    );
  });

  test("is as before when what was added is taken away", () => {
    const histogram = histogramOf(1, 20, 300);
    histogram.add(histogramOf(5000, 0.2));
    histogram.add(histogramOf(5000, 0.2), -1);
    expect(histogram.encode()).toBe(histogramOf(1, 20, 300).encode());
    expect(histogram.max).toBe(histogramOf(300).max);
  });

  test("is empty after it was cleared, and counts again", () => {
    const histogram = histogramOf(1, 2);
    histogram.clear();
    expect(histogram.encode()).toBeNull();
    histogram.record(7);
    expect(histogram.encode()).toBe(histogramOf(7).encode());
  });

  test("counts a value that equals a bound as within it", () => {
    expect(histogramOf(0.5, 100, 100.2, 250, 9000).countsUpTo([1, 100, 250, 1000])).toEqual([1, 2, 4, 4]);
  });
});

describe("an encoded histogram", () => {
  const text = histogramOf(1, 20, 300).encode() ?? "";

  test("is read back; anything else is told apart", () => {
    expect(isHistogram(text)).toBe(true);
    for (const damaged of [
      "",
      "nonsense",
      text.slice(1),
      text.slice(0, -8),
      text.replace(/.(....)$/, "A$1"),
      "AAAA".repeat(1e5),
    ]) {
      expect(isHistogram(damaged)).toBe(false);
      expect(() => Histogram.decode(damaged)).toThrow("Not an HDR histogram");
    }
  });

  test("of another range or precision is none of ours", async () => {
    const { Int32Histogram, encodeIntoCompressedBase64 } = await import("hdr-histogram-js");
    for (const [highest, digits] of [
      [3_600_000_000, 2],
      [1_000_000, 3],
    ] as const) {
      const other = new Int32Histogram(1, highest, digits);
      other.recordValue(5);
      expect(isHistogram(encodeIntoCompressedBase64(other))).toBe(false);
    }
  });
});
