import type { MeasurementsData } from "../stats/measurements.ts";
import type { Point, RunIdentity, ThresholdVerdict } from "../stats/run-view.ts";

export const REPORT_SCHEMA = "hlsctl/report/v1";

/** Percentiles of a distribution in ms; null when there is no value. */
export interface Distribution {
  count: number;
  min: number | null;
  mean: number | null;
  p50: number | null;
  p90: number | null;
  p95: number | null;
  p99: number | null;
  max: number | null;
}

/**
 * `duration`: it ran its time · `ended`: every viewer had seen the end, or had given up, and none was to come · `interrupted` ·
 * `quit`: asked to in the dashboard · `threshold`: abortOnFail · `capacity`: a search · `generator`: all generators died.
 */
export type EndedBy = (typeof ENDINGS)[number];

/** The gravest first. */
export const ENDINGS = [
  "generator",
  "threshold",
  "interrupted",
  "quit",
  "capacity",
  "duration",
  "ended",
] as const;

/** The result of a run: what `--json` prints as `data` and `--report` writes. */
export interface RunReport {
  schema: typeof REPORT_SCHEMA;
  run: {
    id: string;
    url: string;
    engine: RunIdentity["engine"];
    profile: string;
    variant: string;
    hlsctl: string;
    /** ISO 8601. */
    startedAt: string;
    durationMs: number;
    valid: boolean;
    invalidReasons: string[];
    endedBy: EndedBy;
    nodes: number;
  };
  /** `neverPlayed`: left, ended or gave up after waiting at least 3 s for a first segment. */
  clients: { target: number; started: number; peak: number; failed: number; neverPlayed: number };
  requests: Record<string, RequestsReport>;
  segments: { downloaded: number; failed: number; missed: number };
  bytes: { received: number };
  qoe: QoeReport;
  /** Of every variant: the same figures, but for switches, which belong to none. */
  variants: Record<string, VariantReport>;
  conformance: { code: string; level: "must" | "should"; count: number; example: string }[];
  /** `--verify` only. */
  integrity: { right: number; wrong: number; example: string | null } | null;
  lowLatency: { earlyAnswers: number; heldMs: Distribution; partLatenessMs: Distribution } | null;
  generator: {
    cpuSeconds: number;
    maxRssBytes: number;
    maxOpenFiles: number;
    openFilesLimit: number;
    /** Of one processor, mean over the run. */
    cpu: number;
    eventLoopLagMs: Distribution;
    scheduleDelayMs: Distribution;
  };
  thresholds: ThresholdVerdict[];
  /** What the playlist let expect at full load, and what came there. */
  expected: ExpectedLoad | null;
  /** FFmpeg clients beside a native swarm, and where they disagree. */
  canaries: CanaryReport | null;
  capacity: CapacityReport | null;
  notes: string[];
  series: Series;
  /** The sum itself, for `merge` and `compare`: all of the above can be worked out from it. */
  measurements: MeasurementsData;
}

export interface RequestsReport {
  count: number;
  failed: number;
  retries: number;
  /** Not of `count`: overdue when their viewers left; their ages are in the distributions, as lower bounds. */
  unfinished: number;
  bytes: number;
  byStatus: Record<string, number>;
  byProblem: Record<string, number>;
  ttfbMs: Distribution;
  totalMs: Distribution;
  dueMs: Distribution;
}

/** How playback went. */
export interface PlaybackReport {
  startupMs: Distribution;
  stalls: number;
  stallSeconds: number;
  stallMs: Distribution;
  playedSeconds: number;
  /** Stalled of stalled and played time; the start is not counted (ITU-T P.1203.3). Null: nothing played. */
  rebufferRatio: number | null;
  liveLatencyMs: Distribution;
}

export interface QoeReport extends PlaybackReport {
  switches: number;
}

export interface VariantReport extends PlaybackReport {
  segments: RunReport["segments"];
  bytes: number;
}

export interface ExpectedLoad {
  requestsPerSec: number;
  bitsPerSec: number;
}

export interface CanaryReport {
  clients: number;
  /** A figure as both engines saw it; `agrees` within the tolerance that stands beside it. */
  figures: {
    name: string;
    native: number | null;
    ffmpeg: number | null;
    tolerance: string;
    agrees: boolean;
  }[];
  example: string | null;
}

export interface CapacityReport {
  slo: string[];
  /** The most viewers with which the SLO held; null when it never did. */
  knee: number | null;
  /** What was the limit: the SLO, the generator (the origin may carry more), or the upper end of the search. */
  limitedBy: "slo" | "generator" | "maximum";
  steps: { clients: number; fromMs: number; toMs: number; ok: boolean; verdicts: ThresholdVerdict[] }[];
}

/**
 * Columns of equal length, one entry for every `intervalSec` seconds; `t` is the end of each. Where that is more than a second,
 * counts are sums, targets, clients and those playing are the last, stalled ones, memory and 99th percentiles the highest (no
 * stretch was worse), medians and processor time means.
 */
export interface Series {
  intervalSec: number;
  points: { [Name in keyof Point]: Point[Name][] };
}
