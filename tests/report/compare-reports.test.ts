import { describe, expect, test } from "bun:test";
import { compareReports } from "../../lib/report/compare-reports.ts";
import { Measurements } from "../../lib/stats/totals.ts";
import { sampleOf } from "../stats/samples.ts";
import { reportOf, someMeasurements } from "./runs.ts";

function row(metric: string, a: Measurements, b: Measurements) {
  const { rows } = compareReports(reportOf({ totals: a }), reportOf({ totals: b }));
  return rows.find((each) => each.metric === metric);
}

/** Repeatable times between half and one and a half of the mean. */
function requests(count: number, meanMs: number, seed: number): Measurements {
  const into = new Measurements();
  for (let i = 0; i < count; i++) {
    const share = ((i * 7919 + seed * 104_729) % 10_007) / 10_007;
    into.request(sampleOf({ firstByteMs: 1000 + meanMs * (0.5 + share), endMs: 3000 }));
  }
  return into;
}

describe("compared reports", () => {
  test("of the same run are the same in everything", () => {
    const { rows, notes } = compareReports(reportOf(), reportOf());
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter(({ verdict }) => verdict !== "same")).toEqual([]);
    expect(notes).toEqual([]);
  });

  test("call what doubled worse and the other way round better", () => {
    const [fast, slow] = [someMeasurements({ ttfbMs: 50 }), someMeasurements({ ttfbMs: 100 })];
    expect(row("segment_ttfb p(95)", fast, slow)).toMatchObject({ verdict: "worse", unit: "ms" });
    expect(row("segment_ttfb p(95)", slow, fast)).toMatchObject({ verdict: "better" });
    expect(row("segment_ttfb p(95)", fast, slow)?.change).toBeCloseTo(1, 1);
  });

  test("leave noise alone: another draw of the same times is the same", () => {
    for (const seed of [1, 2, 3]) {
      expect(row("segment_ttfb p(99)", requests(400, 100, 0), requests(400, 100, seed))?.verdict).toBe(
        "same",
      );
    }
  });

  test("take few samples for what they are: 8 % of ten say nothing, of ten thousand they do", () => {
    expect(row("segment_ttfb p(50)", requests(10, 100, 0), requests(10, 108, 1))?.verdict).toBe("same");
    expect(row("segment_ttfb p(50)", requests(10_000, 100, 0), requests(10_000, 108, 1))?.verdict).toBe(
      "worse",
    );
  });

  test("pass over what nobody would notice, in ms and in per cent", () => {
    expect(row("segment_ttfb p(50)", requests(10_000, 1, 0), requests(10_000, 1.8, 1))?.verdict).toBe("same");
    expect(row("segment_ttfb p(50)", requests(290, 1.7, 0), requests(120, 5.5, 1))?.verdict).toBe("same");
    expect(row("segment_ttfb p(50)", requests(290, 1.7, 0), requests(120, 9, 1))?.verdict).toBe("worse");
    expect(row("segment_ttfb p(50)", requests(10_000, 1000, 0), requests(10_000, 1040, 1))?.verdict).toBe(
      "same",
    );
  });

  test("judge shares by how many there were", () => {
    const errors = (all: number, failed: number) => someMeasurements({ requests: all, notFound: failed });
    expect(row("errors", errors(100, 1), errors(100, 2))?.verdict).toBe("same");
    expect(row("errors", errors(20_000, 200), errors(20_000, 400))?.verdict).toBe("worse");
    expect(row("errors", errors(5000, 0), errors(5000, 100))).toMatchObject({
      a: 0,
      change: null,
      verdict: "worse",
    });
  });

  test("say different where neither is better, and unknown where one has no value", () => {
    expect(row("received", requests(1000, 1, 0), requests(2000, 1, 0))?.verdict).toBe("different");
    expect(row("startup p(50)", new Measurements(), someMeasurements())).toMatchObject({
      a: null,
      change: null,
      verdict: "unknown",
    });
    expect(row("part_ttfb p(50)", someMeasurements(), someMeasurements())).toBeUndefined();
  });

  test("count stalls by the time played", () => {
    const stalls = (count: number, hours: number) => {
      const into = new Measurements();
      into.played("720p", hours * 3_600_000);
      for (let i = 0; i < count; i++) into.stallBegan("720p");
      return into;
    };
    expect(row("stalls", stalls(100, 100), stalls(200, 200))).toMatchObject({ a: 1, b: 1, verdict: "same" });
    expect(row("stalls", stalls(100, 100), stalls(200, 100))?.verdict).toBe("worse");
    expect(row("stalls", stalls(0, 100), stalls(2, 100))?.verdict).toBe("same");
  });

  test("say what was not the same to begin with", () => {
    const other = reportOf({ invalidReasons: ["the loop was late", "no ports"], hlsctl: "0.2.0", nodes: 2 });
    expect(compareReports(reportOf(), other).notes).toEqual([
      "Run r1 is not valid: the loop was late; no ports.",
      "The runs differ in nodes: 1 and 2.",
      "The runs differ in version of hlsctl: 0.1.0 and 0.2.0.",
    ]);
  });
});
