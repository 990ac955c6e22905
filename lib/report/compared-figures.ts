import type { Histogram } from "../stats/histogram.ts";
import { REQUEST_KINDS, type RequestKind } from "../stats/sample.ts";
import { Measurements } from "../stats/totals.ts";
import { type Estimate, exactly, percentileEstimate, rateEstimate, shareEstimate } from "./estimate.ts";
import { MUST_CODES } from "./levels.ts";
import type { RunReport } from "./report-shape.ts";

export type FigureUnit =
  | "ms"
  | "share"
  | "per second"
  | "bit/s"
  | "per hour"
  | "processors"
  | "bytes"
  | "clients";

/** A figure of a run that can be held against that of another. */
export interface ComparedFigure {
  name: string;
  unit: FigureUnit;
  /** Null: neither is better, it says what was done. */
  better: "lower" | "higher" | null;
  estimate: Estimate | null;
}

const HOUR_MS = 3_600_000;

/** In the order of a page. */
export function comparedFigures(report: RunReport): ComparedFigure[] {
  const measured = Measurements.from(report.measurements);
  return [
    ...loadFigures(report),
    ...playbackFigures(measured),
    ...REQUEST_KINDS.flatMap((kind) => requestFigures(measured, kind)),
    ...streamFigures(measured),
    ...generatorFigures(report, measured),
  ];
}

function loadFigures({ run, clients, bytes, requests }: RunReport): ComparedFigure[] {
  const seconds = run.durationMs / 1000;
  const count = Object.values(requests).reduce((total, kind) => total + kind.count, 0);
  const failed = Object.values(requests).reduce((total, kind) => total + kind.failed, 0);
  const perSecond = (amount: number) => exactly(seconds > 0 ? amount / seconds : null);
  return [
    { name: "clients", unit: "clients", better: null, estimate: exactly(clients.peak) },
    { name: "requests", unit: "per second", better: null, estimate: perSecond(count) },
    { name: "received", unit: "bit/s", better: null, estimate: perSecond(8 * bytes.received) },
    { name: "errors", unit: "share", better: "lower", estimate: shareEstimate(failed, count) },
    {
      name: "clients_failed",
      unit: "share",
      better: "lower",
      estimate: shareEstimate(clients.failed, clients.started),
    },
    {
      name: "clients_never_played",
      unit: "share",
      better: "lower",
      estimate: shareEstimate(clients.neverPlayed, clients.started),
    },
  ];
}

function playbackFigures({ variants }: Measurements): ComparedFigure[] {
  const all = variants.sum();
  const hours = (all.playedMs + all.stalledMs) / HOUR_MS;
  const segments = all.downloaded + all.failed + all.missed;
  return [
    ...percentiles("startup", all.startup, [50, 95]),
    { name: "rebuffer_ratio", unit: "share", better: "lower", estimate: exactly(all.rebufferRatio) },
    { name: "stalls", unit: "per hour", better: "lower", estimate: rateEstimate(all.stalls, hours) },
    ...percentiles("stall_duration", all.stall, [50, 95]),
    ...percentiles("live_latency", all.liveLatency, [50, 95]),
    {
      name: "segments_failed",
      unit: "share",
      better: "lower",
      estimate: shareEstimate(all.failed, segments),
    },
    {
      name: "segments_missed",
      unit: "share",
      better: "lower",
      estimate: shareEstimate(all.missed, segments),
    },
  ];
}

function requestFigures({ requests }: Measurements, kind: RequestKind): ComparedFigure[] {
  const { ttfb, due } = requests.of(kind);
  return [
    ...percentiles(`${kind}_ttfb`, ttfb, [50, 95, 99]),
    ...percentiles(`${kind}_due`, due, [50, 95, 99]),
  ];
}

function streamFigures({ violations, integrity, variants }: Measurements): ComparedFigure[] {
  const hours = variants.sum().playedMs / HOUR_MS;
  const must = violations.sum((code) => MUST_CODES.has(code));
  return [
    { name: "violations_must", unit: "per hour", better: "lower", estimate: rateEstimate(must, hours) },
    {
      name: "corrupt",
      unit: "share",
      better: "lower",
      estimate: shareEstimate(integrity.wrong, integrity.right + integrity.wrong),
    },
  ];
}

function generatorFigures({ generator }: RunReport, measured: Measurements): ComparedFigure[] {
  return [
    ...percentiles("loop_lag", measured.generator.lag, [99]),
    { name: "cpu", unit: "processors", better: "lower", estimate: exactly(generator.cpu) },
    { name: "rss", unit: "bytes", better: "lower", estimate: exactly(generator.maxRssBytes) },
  ];
}

function percentiles(name: string, values: Histogram, percents: readonly number[]): ComparedFigure[] {
  return percents.map((percent) => ({
    name: `${name} p(${percent})`,
    unit: "ms",
    better: "lower",
    estimate: percentileEstimate(values, percent),
  }));
}
