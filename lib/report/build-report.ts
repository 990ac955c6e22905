import type { Peaks } from "../stats/metric.ts";
import type { RunIdentity, ThresholdVerdict } from "../stats/run-view.ts";
import type { Measurements } from "../stats/totals.ts";
import { distributionOf } from "./distribution.ts";
import { measuredFigures } from "./measured-figures.ts";
import {
  type CanaryReport,
  type CapacityReport,
  type ExpectedLoad,
  REPORT_SCHEMA,
  type RunReport,
  type Series,
} from "./report-shape.ts";

export interface ReportInput {
  identity: RunIdentity;
  /** Version of the program. */
  hlsctl: string;
  /** How long it really was. */
  durationMs: number;
  endedBy: RunReport["run"]["endedBy"];
  /** Machines that took part. */
  nodes: number;
  totals: Measurements;
  series: Series;
  peaks: Peaks;
  openFilesLimit: number;
  thresholds: readonly ThresholdVerdict[];
  /** None: the run is valid. */
  invalidReasons: readonly string[];
  expected: ExpectedLoad | null;
  canaries: CanaryReport | null;
  capacity: CapacityReport | null;
  notes: readonly string[];
}

export function buildReport(input: ReportInput): RunReport {
  const { identity, totals, peaks } = input;
  return {
    schema: REPORT_SCHEMA,
    run: {
      id: identity.id,
      url: identity.url,
      engine: identity.engine,
      profile: identity.profile,
      variant: identity.variant,
      hlsctl: input.hlsctl,
      startedAt: new Date(identity.startedAtMs).toISOString(),
      durationMs: input.durationMs,
      valid: input.invalidReasons.length === 0,
      invalidReasons: [...input.invalidReasons],
      endedBy: input.endedBy,
      nodes: input.nodes,
    },
    clients: {
      target: identity.clients,
      started: totals.clients.started,
      peak: peaks.clients,
      failed: totals.clients.failed,
      neverPlayed: totals.clients.neverPlayed,
    },
    ...measuredFigures(totals),
    generator: generatorOf(input),
    thresholds: [...input.thresholds],
    expected: input.expected,
    canaries: input.canaries,
    capacity: input.capacity,
    notes: [...input.notes],
    series: input.series,
  };
}

function generatorOf({ totals, peaks, openFilesLimit, durationMs }: ReportInput): RunReport["generator"] {
  const { cpuMs, lag, scheduleDelay } = totals.generator;
  return {
    cpuSeconds: cpuMs / 1000,
    maxRssBytes: peaks.rssBytes,
    maxOpenFiles: peaks.openFiles,
    openFilesLimit,
    cpu: durationMs > 0 ? cpuMs / durationMs : 0,
    eventLoopLagMs: distributionOf(lag),
    scheduleDelayMs: distributionOf(scheduleDelay),
  };
}
