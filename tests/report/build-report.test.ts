import { describe, expect, test } from "bun:test";
import { VIOLATIONS } from "../../lib/hls/conformance/violations.ts";
import { MUST_CODES } from "../../lib/report/levels.ts";
import { parseReport } from "../../lib/report/parse-report.ts";
import { Measurements } from "../../lib/stats/totals.ts";
import { sampleOf } from "../stats/samples.ts";
import { reportOf, seriesOfSeconds, someMeasurements } from "./runs.ts";

describe("a report", () => {
  test("has the figures of the run by their names", () => {
    expect(reportOf()).toMatchObject({
      schema: "hlsctl/report/v1",
      run: {
        id: "r1",
        engine: "native",
        profile: "default",
        startedAt: "2026-01-02T03:04:05.000Z",
        durationMs: 60_000,
        valid: true,
        invalidReasons: [],
      },
      clients: { target: 10, started: 2, peak: 10, failed: 1 },
      requests: {
        segment: { count: 1000, failed: 20, bytes: 532_000_000, byStatus: { "200": 980, "404": 20 } },
        media: { count: 1, failed: 0, bytes: 400 },
      },
      segments: { downloaded: 1, failed: 0, missed: 0 },
      bytes: { received: 532_000_400 },
      qoe: { stalls: 1, stallSeconds: 1.5, playedSeconds: 60, rebufferRatio: 1.5 / 61.5, switches: 1 },
      variants: { "720p": { stalls: 1, playedSeconds: 60, bytes: 532_000_000 } },
      conformance: [{ code: "no-such-code-yet", level: "must", count: 1, example: "from a newer hlsctl" }],
      generator: { cpuSeconds: 15, cpu: 0.25, maxRssBytes: 50_000_000, eventLoopLagMs: { count: 1 } },
      thresholds: [{ expr: "errors: rate<0.01", value: 0.02, ok: false }],
      integrity: null,
      lowLatency: null,
    });
  });

  test("has every percentile of every kind", () => {
    const { ttfbMs, totalMs, dueMs } = reportOf().requests.segment ?? {};
    expect(Object.keys(ttfbMs ?? {})).toEqual(["count", "min", "mean", "p50", "p90", "p95", "p99", "max"]);
    expect([ttfbMs?.p50, totalMs?.p50, dueMs?.max].map((ms) => Math.round(ms ?? 0))).toEqual([10, 40, 45]);
  });

  test("is not valid as soon as there is a reason", () => {
    expect(reportOf({ invalidReasons: ["The loop lagged."] }).run).toMatchObject({
      valid: false,
      invalidReasons: ["The loop lagged."],
    });
  });

  test("names violations of MUST level first, then the most frequent", () => {
    const totals = new Measurements();
    const should = Object.keys(VIOLATIONS).filter((code) => !MUST_CODES.has(code));
    const told = [...should.slice(0, 2), ...[...MUST_CODES].slice(0, 2)];
    for (const [i, code] of told.entries()) for (let n = 0; n <= i; n++) totals.violation(code, "x");
    expect(reportOf({ totals }).conformance.map(({ level, count }) => `${level} ${count}`)).toEqual([
      "must 4",
      "must 3",
      "should 2",
      "should 1",
    ]);
  });

  test("tells of integrity and low latency only where there was any", () => {
    const totals = new Measurements();
    totals.verified(false, "seg1: wrong");
    totals.blockingReload(400, true);
    expect(reportOf({ totals })).toMatchObject({
      integrity: { right: 0, wrong: 1, example: "seg1: wrong" },
      lowLatency: { earlyAnswers: 1, heldMs: { count: 1 }, partLatenessMs: { count: 0, p50: null } },
    });
  });

  test("of a run in which nothing happened is whole", () => {
    const report = reportOf({ totals: new Measurements(), series: seriesOfSeconds(1, 0), durationMs: 0 });
    expect(report).toMatchObject({
      requests: {},
      variants: {},
      qoe: { rebufferRatio: null },
      generator: { cpu: 0 },
    });
    expect(parseReport(JSON.stringify(report))).toEqual({ ok: true, value: report });
  });

  test("of two hours with eleven variants and every kind is under 5 MB", () => {
    const totals = someMeasurements();
    for (const kind of ["multivariant", "part", "init", "key"] as const) {
      for (let i = 0; i < 20_000; i++)
        totals.request(sampleOf({ kind, firstByteMs: 1001 + (i % 9973) * 0.7, endMs: 1e4 + i }));
    }
    for (let v = 0; v < 11; v++) {
      for (let i = 0; i < 5000; i++) totals.liveLatency(`variant ${v}`, 5000 + ((i * 7919) % 20_000));
    }
    const report = reportOf({
      totals,
      series: seriesOfSeconds(1, 7200, { ttfbP99Ms: 123.456, bytes: 1_812_345_678 }),
    });
    expect(JSON.stringify(report).length).toBeLessThan(2_500_000);
  });
});
