import { describe, expect, test } from "bun:test";
import { parseDuration } from "../../lib/load/parse-duration.ts";
import { suggest } from "../../lib/registry/suggest.ts";
import type { ReportInput } from "../../lib/report/build-report.ts";
import { mergeReports } from "../../lib/report/merge-reports.ts";
import type { RunReport } from "../../lib/report/report-shape.ts";
import { Measurements } from "../../lib/stats/totals.ts";
import { reportOf, someMeasurements } from "./runs.ts";

function merged(...reports: RunReport[]): RunReport {
  const parsed = mergeReports(reports, { suggest, parseDuration });
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}

function node(id: string, changes: Partial<ReportInput> = {}, laterMs = 0): RunReport {
  const identity = { ...INPUT, id, startedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5) + laterMs };
  return reportOf({ ...changes, identity });
}

const INPUT: ReportInput["identity"] = {
  id: "",
  url: "http://127.0.0.1:17080/stream.m3u8",
  engine: "native",
  profile: "default",
  variant: "all",
  startedAtMs: 0,
  durationMs: 60_000,
  rampEndsMs: 10_000,
  clients: 10,
};

describe("merged reports", () => {
  test("have the percentiles of all requests, not a mean of percentiles", () => {
    const fast = someMeasurements({ ttfbMs: 10, requests: 9000 });
    const slow = someMeasurements({ ttfbMs: 1000, requests: 1000 });
    const both = new Measurements();
    both.merge(fast);
    both.merge(slow);
    const sum = merged(node("a", { totals: fast }), node("b", { totals: slow }));
    expect(sum.measurements).toEqual(both.toData());
    expect(sum.requests).toEqual(reportOf({ totals: both }).requests);
    expect(sum.clients).toMatchObject({ target: 20, started: 4, failed: 2 });
  });

  test("do not depend on the order, but for examples and the words of the first", () => {
    const [a, b, c] = [
      node("a"),
      node("b", {}, 1000),
      node("c", { totals: someMeasurements({ ttfbMs: 99 }) }, 2500),
    ];
    const [one, other] = [merged(a, b, c), merged(merged(c, a), b)];
    expect({ ...one, run: null, notes: [] }).toEqual({ ...other, run: null, notes: [] });
  });

  test("lie on one time axis, from the first start to the last end", () => {
    const { run, series, clients, generator } = merged(node("a"), node("b", {}, 10_000));
    expect(run).toMatchObject({
      id: "a+b",
      startedAt: "2026-01-02T03:04:05.000Z",
      durationMs: 70_000,
      nodes: 2,
    });
    expect(series.points.t.length).toBe(70);
    expect(clients.peak).toBe(20);
    expect(generator).toMatchObject({
      cpuSeconds: 30,
      cpu: 30 / 70,
      maxRssBytes: 100_000_000,
      openFilesLimit: 40_000,
    });
  });

  test("are valid when all are, and say whose reason it was", () => {
    const sum = merged(
      node("a"),
      node("b", { invalidReasons: ["The loop lagged."], endedBy: "interrupted" }),
    );
    expect(sum.run).toMatchObject({
      valid: false,
      invalidReasons: ["b: The loop lagged."],
      endedBy: "interrupted",
    });
  });

  test("judge thresholds over all nodes: two that fail alone may pass together", () => {
    const thresholds = [{ expr: "errors: rate<0.015", value: 0.02, ok: false }];
    const bad = node("a", { thresholds, totals: someMeasurements({ notFound: 20 }) });
    const good = node("b", { thresholds: [], totals: someMeasurements({ notFound: 0 }) });
    const [verdict] = merged(bad, good).thresholds;
    expect(verdict).toEqual({ expr: "errors: rate<0.015", value: 20 / 2002, ok: true });
  });

  test("keep the verdict of a window from the node that failed, and say so", () => {
    const expr = "errors: rate<0.01 for 10s";
    const sum = merged(
      node("a", { thresholds: [{ expr, value: 0, ok: true }] }),
      node("b", { thresholds: [{ expr, value: 0.5, ok: false }] }),
    );
    expect(sum.thresholds).toEqual([{ expr, value: 0.5, ok: false }]);
    expect(sum.notes).toContain(`"${expr}" was judged on every node by itself.`);
  });

  test("say what differs", () => {
    const other = reportOf({
      identity: { ...INPUT, id: "b", url: "http://127.0.0.1:17080/other.m3u8", startedAtMs: 0 },
    });
    expect(merged(node("a"), other).notes.slice(0, 2)).toEqual([
      "The merged runs differ in url: http://127.0.0.1:17080/stream.m3u8, http://127.0.0.1:17080/other.m3u8.",
      "Not all of the merged runs were at the same time.",
    ]);
  });

  test("are not counted twice, neither a file given twice nor a run that a merged one holds already", () => {
    const problem = (...reports: RunReport[]) => {
      const result = mergeReports(reports, { suggest, parseDuration });
      return result.ok ? null : result.problem;
    };
    expect(problem(node("a"), node("b"), node("a"))).toBe(
      "run a is in file 1 and in file 3, and would be counted twice",
    );
    const both = merged(node("a"), node("b"));
    expect(problem(node("b"), both)).toBe("run b is in file 1 and in file 2, and would be counted twice");
    expect(problem(both, node("c"))).toBeNull();
  });

  test("of one are that one, and of none a problem", () => {
    expect(merged(node("a", { thresholds: [] }))).toEqual(node("a", { thresholds: [] }));
    expect(mergeReports([], { suggest, parseDuration }).ok).toBe(false);
  });
});
