import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { mergeSeries, SeriesBuilder } from "../../lib/report/series.ts";
import { pointAt, seriesOfSeconds } from "./runs.ts";

function total(column: readonly (number | null)[]): number {
  return column.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

describe("a series", () => {
  test("has one entry a second up to two hours, under 1.5 MB as JSON", () => {
    const builder = new SeriesBuilder();
    for (let t = 1; t <= 7200; t++) {
      builder.add(
        pointAt(t + 0.003, {
          bytes: 1_800_000_123,
          requests: 10_123,
          playedMs: 9_999_123.4567,
          cpu: 0.123456789,
          ttfbP50Ms: 12.3451,
          ttfbP99Ms: 123.4567,
          dueP99Ms: 1234.5678,
          rssBytes: 150_000_000,
        }),
      );
    }
    const series = builder.toSeries();
    expect([series.intervalSec, series.points.t.length, series.points.t[0], series.points.t.at(-1)]).toEqual([
      1, 7200, 1, 7200,
    ]);
    expect(JSON.stringify(series).length).toBeLessThan(1_500_000);
  });

  test("of two days is coarser and no longer, and has lost no count", () => {
    const builder = new SeriesBuilder();
    const seconds = 2 * 86_400;
    for (let t = 1; t <= seconds; t++) builder.add(pointAt(t));
    const { intervalSec, points } = builder.toSeries();
    expect(intervalSec).toBe(32);
    expect(points.t.length).toBe(seconds / 32);
    expect([total(points.requests), total(points.bytes), total(points.stalledMs)]).toEqual([
      20 * seconds,
      1_000_000 * seconds,
      100 * seconds,
    ]);
    expect(points.cpu.every((cpu) => cpu === 0.25)).toBe(true);
  });

  test("loses no count and shows no better percentile, however coarse", () => {
    const point = fc.record({
      requests: fc.nat(1000),
      ttfbP99Ms: fc.option(fc.nat(500)),
      stalled: fc.nat(20),
      cpu: fc.nat(4),
    });
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 1, maxLength: 40 }),
        fc.constantFrom(1, 2, 4, 8),
        (points, intervalSec) => {
          const builder = new SeriesBuilder(intervalSec);
          for (const [i, changes] of points.entries()) builder.add(pointAt(i + 1, changes));
          const series = builder.toSeries().points;
          expect(total(series.requests)).toBe(total(points.map(({ requests }) => requests)));
          expect(Math.max(...series.stalled)).toBe(Math.max(...points.map(({ stalled }) => stalled)));
          expect(Math.max(...series.ttfbP99Ms.map((ms) => ms ?? -1))).toBe(
            Math.max(...points.map(({ ttfbP99Ms }) => ttfbP99Ms ?? -1)),
          );
          // Means weigh by seconds: 1e-4 is what is kept of a figure.
          const weights = series.t.map((t, i) => t - (series.t[i - 1] ?? 0));
          const mean = total(series.cpu.map((cpu, i) => cpu * (weights[i] ?? 0)));
          expect(mean).toBeCloseTo(total(points.map(({ cpu }) => cpu)), 1);
        },
      ),
    );
  });

  test("weighs medians by requests and passes over seconds without a value", () => {
    const builder = new SeriesBuilder(4);
    builder.add(pointAt(1, { ttfbP50Ms: 10, requests: 300 }));
    builder.add(pointAt(2, { ttfbP50Ms: 50, requests: 100 }));
    builder.add(pointAt(3, { ttfbP50Ms: null, requests: 0 }));
    expect(builder.toSeries().points).toMatchObject({ t: [3], ttfbP50Ms: [20], requests: [400] });
  });

  test("keeps its place in time where seconds are missing", () => {
    const builder = new SeriesBuilder(2);
    for (const t of [1, 2, 7, 8, 9]) builder.add(pointAt(t));
    expect(builder.toSeries().points.t).toEqual([2, 8, 9]);
  });
});

describe("merged series", () => {
  test("add up by wall clock where they overlap and stand alone where they do not", () => {
    const { points } = mergeSeries([
      { series: seriesOfSeconds(1, 4), offsetSec: 0 },
      { series: seriesOfSeconds(1, 4, { clients: 5, ttfbP99Ms: 70, lagP99Ms: null }), offsetSec: 2 },
    ]);
    expect(points).toMatchObject({
      t: [1, 2, 3, 4, 5, 6],
      clients: [10, 10, 15, 15, 5, 5],
      requests: [20, 20, 40, 40, 20, 20],
      ttfbP99Ms: [50, 50, 70, 70, 70, 70],
      lagP99Ms: [1.5, 1.5, 1.5, 1.5, null, null],
      cpu: [0.25, 0.25, 0.5, 0.5, 0.25, 0.25],
    });
  });

  test("take the coarser interval and lose no count", () => {
    const coarse = new SeriesBuilder(4);
    for (let t = 1; t <= 16; t++) coarse.add(pointAt(t));
    const merged = mergeSeries([
      { series: coarse.toSeries(), offsetSec: 0 },
      { series: seriesOfSeconds(1, 16), offsetSec: 3 },
    ]);
    expect(merged.intervalSec).toBe(4);
    expect(total(merged.points.requests)).toBe(2 * 16 * 20);
    expect(merged.points.clients).toEqual([20, 20, 20, 20, 10]);
  });
});
