import { bad, good, type Parsed } from "../hls/parsed.ts";
import type { ThresholdWords } from "../stats/parse-threshold.ts";
import { Measurements } from "../stats/totals.ts";
import { distributionOf } from "./distribution.ts";
import { measuredFigures } from "./measured-figures.ts";
import { rejudge } from "./merge-thresholds.ts";
import { ENDINGS, REPORT_SCHEMA, type RunReport } from "./report-shape.ts";
import { mergeSeries } from "./series.ts";

/** Between the ids of the runs that a merged report is made of. */
const JOINT = "+";

/**
 * Runs of several nodes against the same stream, as one: counts and histograms add up exactly, the series by wall clock, and
 * thresholds over the whole run are judged anew. It is valid when all were. The memory and files of nodes are sums of their peaks.
 */
export function mergeReports(reports: readonly RunReport[], words: ThresholdWords): Parsed<RunReport> {
  const [first] = reports;
  if (!first) return bad("there is no report to merge");
  const twice = findTwice(reports);
  if (twice !== null) return bad(twice);
  const totals = new Measurements();
  for (const { measurements } of reports) totals.add(measurements);
  const span = spanOf(reports);
  const durationMs = span.toMs - span.fromMs;
  const series = mergeSeries(
    reports.map((report) => ({
      series: report.series,
      offsetSec: Math.round((startOf(report) - span.fromMs) / 1000),
    })),
  );
  const clients = clientsOf(reports, series.points.clients);
  const generator = generatorOf(reports, totals, durationMs);
  const peaks = { clients: clients.peak, rssBytes: generator.maxRssBytes, openFiles: generator.maxOpenFiles };
  const judged = rejudge(reports, { measurements: totals, elapsedMs: durationMs, peaks }, words);
  return good({
    schema: REPORT_SCHEMA,
    run: runOf(first, reports, { fromMs: span.fromMs, durationMs }),
    clients,
    ...measuredFigures(totals),
    generator,
    thresholds: judged.verdicts,
    expected: expectedOf(reports),
    canaries: onlyOne(reports.map(({ canaries }) => canaries)),
    capacity: onlyOne(reports.map(({ capacity }) => capacity)),
    notes: [...differencesOf(reports), ...judged.notes, ...told(reports, ({ notes }) => notes)],
    series,
  });
}

/** A run would be counted as often as it is there, on its own or in a merged report, whose id lists its runs. */
function findTwice(reports: readonly RunReport[]): string | null {
  const seen = new Map<string, number>();
  for (const [index, { run }] of reports.entries()) {
    for (const id of new Set(run.id.split(JOINT))) {
      const before = seen.get(id);
      if (before !== undefined) {
        return `run ${id} is in file ${before + 1} and in file ${index + 1}, and would be counted twice`;
      }
      seen.set(id, index);
    }
  }
  return null;
}

function startOf({ run }: RunReport): number {
  return Date.parse(run.startedAt);
}

function spanOf(reports: readonly RunReport[]): { fromMs: number; toMs: number } {
  return {
    fromMs: Math.min(...reports.map(startOf)),
    toMs: Math.max(...reports.map((report) => startOf(report) + report.run.durationMs)),
  };
}

function runOf(
  first: RunReport,
  reports: readonly RunReport[],
  { fromMs, durationMs }: { fromMs: number; durationMs: number },
): RunReport["run"] {
  return {
    ...first.run,
    id: unique(reports.map(({ run }) => run.id)).join(JOINT),
    startedAt: new Date(fromMs).toISOString(),
    durationMs,
    valid: reports.every(({ run }) => run.valid),
    invalidReasons: told(reports, ({ run }) => run.invalidReasons),
    endedBy: ENDINGS.find((ending) => reports.some(({ run }) => run.endedBy === ending)) ?? "duration",
    nodes: sum(reports, ({ run }) => run.nodes),
  };
}

/** The most at once: of the sum at every time, as far as the series tells. */
function clientsOf(reports: readonly RunReport[], atEachTime: readonly number[]): RunReport["clients"] {
  const peaks = reports.map(({ clients }) => clients.peak);
  return {
    target: sum(reports, ({ clients }) => clients.target),
    started: sum(reports, ({ clients }) => clients.started),
    peak: atEachTime.reduce((most, clients) => Math.max(most, clients), Math.max(...peaks)),
    failed: sum(reports, ({ clients }) => clients.failed),
    neverPlayed: sum(reports, ({ clients }) => clients.neverPlayed),
  };
}

function generatorOf(
  reports: readonly RunReport[],
  { generator }: Measurements,
  durationMs: number,
): RunReport["generator"] {
  return {
    cpuSeconds: generator.cpuMs / 1000,
    maxRssBytes: sum(reports, (report) => report.generator.maxRssBytes),
    maxOpenFiles: sum(reports, (report) => report.generator.maxOpenFiles),
    openFilesLimit: sum(reports, (report) => report.generator.openFilesLimit),
    cpu: durationMs > 0 ? generator.cpuMs / durationMs : 0,
    eventLoopLagMs: distributionOf(generator.lag),
    scheduleDelayMs: distributionOf(generator.scheduleDelay),
  };
}

/** Null when one of them did not know. */
function expectedOf(reports: readonly RunReport[]): RunReport["expected"] {
  const known = reports.flatMap(({ expected }) => (expected ? [expected] : []));
  if (known.length < reports.length) return null;
  return {
    requestsPerSec: sum(known, ({ requestsPerSec }) => requestsPerSec),
    bitsPerSec: sum(known, ({ bitsPerSec }) => bitsPerSec),
  };
}

/** What cannot be added up is kept where it is one node's alone. */
function onlyOne<Value>(values: readonly (Value | null)[]): Value | null {
  const [only, ...more] = values.filter((value) => value !== null);
  return more.length === 0 ? (only ?? null) : null;
}

/** Why the merged runs may be no measurement of one thing. */
export function differencesOf(reports: readonly RunReport[]): string[] {
  const notes = (["url", "engine", "profile", "variant", "hlsctl"] as const).flatMap((key) => {
    const values = unique(reports.map(({ run }) => run[key]));
    return values.length > 1 ? [`The merged runs differ in ${key}: ${values.join(", ")}.`] : [];
  });
  const latestStart = Math.max(...reports.map(startOf));
  const isApart = reports.some((report) => startOf(report) + report.run.durationMs <= latestStart);
  return isApart ? [...notes, "Not all of the merged runs were at the same time."] : notes;
}

/** With the run it comes from, where there are several. */
function told(reports: readonly RunReport[], pick: (report: RunReport) => readonly string[]): string[] {
  if (reports.length === 1) return reports.flatMap((report) => pick(report));
  return reports.flatMap((report) => pick(report).map((text) => `${report.run.id}: ${text}`));
}

function sum<Value>(values: readonly Value[], pick: (value: Value) => number): number {
  return values.reduce((total, value) => total + pick(value), 0);
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}
