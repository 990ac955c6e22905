import type { RequestStats } from "../stats/request-stats.ts";
import type { Measurements } from "../stats/totals.ts";
import type { VariantStats } from "../stats/variant-stats.ts";
import { distributionOf } from "./distribution.ts";
import { levelOf } from "./levels.ts";
import type { PlaybackReport, RequestsReport, RunReport } from "./report-shape.ts";

/** The part of a report that follows from the measurements alone. */
export type MeasuredFigures = Pick<
  RunReport,
  | "requests"
  | "segments"
  | "bytes"
  | "qoe"
  | "variants"
  | "conformance"
  | "integrity"
  | "lowLatency"
  | "measurements"
>;

export function measuredFigures(totals: Measurements): MeasuredFigures {
  const { requests, variants, clients } = totals;
  const all = variants.sum();
  return {
    requests: byName(requests.names, (kind) => requestsOf(requests.of(kind))),
    segments: segmentsOf(all),
    bytes: { received: requests.names.reduce((sum, kind) => sum + requests.of(kind).bytes, 0) },
    qoe: { ...playbackOf(all), switches: clients.switches },
    variants: byName(variants.names, (name) => {
      const variant = variants.of(name);
      return { ...playbackOf(variant), segments: segmentsOf(variant), bytes: variant.bytes };
    }),
    conformance: conformanceOf(totals),
    ...integrityOf(totals),
    ...lowLatencyOf(totals),
    measurements: totals.toData(),
  };
}

function byName<Name extends string, Value>(
  names: readonly Name[],
  value: (name: Name) => Value,
): Record<string, Value> {
  return Object.fromEntries(names.map((name) => [name, value(name)]));
}

function requestsOf(stats: RequestStats): RequestsReport {
  return {
    count: stats.count,
    failed: stats.failed,
    retries: stats.retries,
    unfinished: stats.unfinished,
    bytes: stats.bytes,
    byStatus: stats.byStatus.toRecord(),
    byProblem: stats.byProblem.toRecord(),
    ttfbMs: distributionOf(stats.ttfb),
    totalMs: distributionOf(stats.total),
    dueMs: distributionOf(stats.due),
  };
}

function segmentsOf({ downloaded, failed, missed }: VariantStats): RunReport["segments"] {
  return { downloaded, failed, missed };
}

function playbackOf(stats: VariantStats): PlaybackReport {
  return {
    startupMs: distributionOf(stats.startup),
    stalls: stats.stalls,
    stallSeconds: stats.stalledMs / 1000,
    stallMs: distributionOf(stats.stall),
    playedSeconds: stats.playedMs / 1000,
    rebufferRatio: stats.rebufferRatio,
    liveLatencyMs: distributionOf(stats.liveLatency),
  };
}

/** MUST first, then the most frequent. */
function conformanceOf({ violations }: Measurements): RunReport["conformance"] {
  return Object.entries(violations.toData())
    .map(([code, { count, example }]) => ({ code, level: levelOf(code), count, example }))
    .sort((a, b) => Number(b.level === "must") - Number(a.level === "must") || b.count - a.count);
}

function integrityOf({ integrity }: Measurements): Pick<RunReport, "integrity"> {
  const isVerified = integrity.right + integrity.wrong > 0;
  return { integrity: isVerified ? integrity.toData() : null };
}

function lowLatencyOf({ lowLatency }: Measurements): Pick<RunReport, "lowLatency"> {
  if (lowLatency.isEmpty) return { lowLatency: null };
  return {
    lowLatency: {
      earlyAnswers: lowLatency.early,
      heldMs: distributionOf(lowLatency.held),
      partLatenessMs: distributionOf(lowLatency.partLateness),
    },
  };
}
