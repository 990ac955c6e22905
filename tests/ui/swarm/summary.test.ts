import { expect, test } from "bun:test";
import type { RunReport } from "../../../lib/report/report-shape.ts";
import { painterFor } from "../../../lib/ui/paint.ts";
import { renderSummary } from "../../../lib/ui/swarm/summary.ts";
import { badReport, capacityReport, goodReport } from "./fake-report.ts";
import { expectGolden } from "./golden.ts";

const PLAIN = painterFor({}, {}, true);
const COLOURED = painterFor({ isTTY: true }, {}, false);
const WIDTH = 100;

const good = goodReport();
const bad = badReport();
const invalid: RunReport = {
  ...good,
  run: {
    ...good.run,
    valid: false,
    endedBy: "quit",
    nodes: 2,
    invalidReasons: [
      "the generator's event loop was late: p99 212 ms, allowed 100 ms",
      "this machine ran out of local ports 3 times",
    ],
  },
  integrity: null,
  expected: null,
};

test.each([
  ["summary-good.txt", good],
  ["summary-bad.txt", bad],
  ["summary-invalid.txt", invalid],
  ["summary-capacity.txt", capacityReport()],
])("the summary is that of tests/golden/swarm/%s", (file, report) => {
  expectGolden(file, renderSummary(report, PLAIN, WIDTH));
});

test("its first line says whether the run counts and is good", () => {
  const first = (report: RunReport) => renderSummary(report, PLAIN, WIDTH).split("\n")[0];
  expect(first(good)).toBe("✓ VALID  ✓ all 3 thresholds hold");
  expect(first(bad)).toBe(
    "✓ VALID  ✗ 1 of 3 thresholds failed  ✗ 21 never played  ! 1 rule of MUST level broken  ✗ wrong bytes",
  );
  expect(first(invalid)).toBe("✗ INVALID  ✓ all 3 thresholds hold");
  expect(first({ ...good, thresholds: [] })).toBe("✓ VALID");
});

test.each([60, 80, 120, 200])("no line is wider than %d columns, the table of requests included", (width) => {
  for (const line of renderSummary(bad, COLOURED, width).split("\n")) {
    expect(Bun.stringWidth(line), line).toBeLessThanOrEqual(width);
  }
});

test("where there is no terminal nothing is cut or wrapped", () => {
  const text = renderSummary(bad, PLAIN, Number.POSITIVE_INFINITY);
  expect(text).not.toContain("…");
  expect(text).toContain("had nothing new for 3.4 s; its target duration is 2 s\n");
});

test("a run in which nothing came has no figures, and no NaN", () => {
  const { requests, ...rest } = bad;
  const none = { count: 0, min: null, mean: null, p50: null, p90: null, p95: null, p99: null, max: null };
  const points = Object.fromEntries(Object.keys(rest.series.points).map((name) => [name, []]));
  const text = renderSummary(
    {
      ...rest,
      requests: {},
      clients: { target: 0, started: 0, peak: 0, failed: 0, neverPlayed: 0 },
      qoe: { ...rest.qoe, startupMs: none, stallMs: none, liveLatencyMs: none, rebufferRatio: null },
      generator: { ...rest.generator, eventLoopLagMs: none, scheduleDelayMs: none },
      series: { intervalSec: 1, points: points as unknown as RunReport["series"]["points"] },
      thresholds: [{ expr: "segment_ttfb: p(95)<200", value: null, ok: false }],
      variants: {},
    },
    PLAIN,
    WIDTH,
  );
  expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  expect(text).toContain("✗ segment_ttfb: p(95)<200  p(95)=none");
  expect(Object.keys(requests)).not.toBeEmpty();
});

test("what came at full load is per second, however long the intervals of the series are", () => {
  const loadOf = (report: RunReport) => /Load .*/.exec(renderSummary(report, PLAIN, 200))?.[0];
  const { points } = good.series;
  const of = (intervalSec: number): RunReport => {
    const requests = points.t.map(() => 4900 * intervalSec);
    return { ...good, series: { intervalSec, points: { ...points, requests } } };
  };
  expect(loadOf(of(1))).toContain("4,900/s and 10.6 Gbit/s at full load");
  expect(loadOf(of(2))).toContain("4,900/s and 5.31 Gbit/s at full load");
});

test("an example from a server is printed without its control characters", () => {
  const conformance = [{ code: "x", level: "must" as const, count: 1, example: "seg\u001b[2J.ts" }];
  expect(renderSummary({ ...good, conformance }, PLAIN, WIDTH)).toContain("seg�[2J.ts");
});
