import type { Gauges } from "./measurements.ts";

/** One second of a run; also a point of the report's time series. Null: there was nothing to measure. */
export interface Point {
  /** Seconds since the run began. */
  t: number;
  target: number;
  /** Viewers that are there; who has seen the end, or has given up, is not. */
  clients: number;
  playing: number;
  stalled: number;
  requests: number;
  failed: number;
  bytes: number;
  /** Of segments and parts, ms. */
  ttfbP50Ms: number | null;
  ttfbP99Ms: number | null;
  /** Of all kinds, from when they were due, ms. */
  dueP99Ms: number | null;
  stalls: number;
  stalledMs: number;
  playedMs: number;
  liveLatencyP50Ms: number | null;
  /** Of one processor, 1 = 100 %; all generators together. */
  cpu: number;
  rssBytes: number;
  lagP99Ms: number | null;
}

/** A threshold and what it says now. */
export interface ThresholdVerdict {
  expr: string;
  /** In the unit of the expression; null while there is nothing to judge. */
  value: number | null;
  ok: boolean;
}

/** What the origin's exporters said last; null what none told. */
export interface OriginView {
  url: string;
  /** Why there are no figures. */
  problem: string | null;
  requestsPerSec: number | null;
  activeConnections: number | null;
  /** Of all processors of its machine, 0 to 1. */
  cpu: number | null;
  /** Of one processor, of the server's own process, where that is all that is told. */
  processCpu: number | null;
  memoryBytes: number | null;
  sentBytesPerSec: number | null;
}

/** What the run is, known before it begins. */
export interface RunIdentity {
  id: string;
  url: string;
  engine: "native" | "ffmpeg";
  profile: string;
  variant: string;
  startedAtMs: number;
  /** Null: until it is stopped. */
  durationMs: number | null;
  /** When the ramp or the last stage is over. */
  rampEndsMs: number;
  clients: number;
}

/** A run as it stands, for dashboards; `M` is the live sum of its measurements (`totals.ts`). */
export interface RunView<M> {
  identity: RunIdentity;
  elapsedMs: number;
  gauges: Gauges;
  totals: M;
  /** The last points, oldest first. */
  points: readonly Point[];
  thresholds: readonly ThresholdVerdict[];
  /** Why the run is not valid, so far. */
  invalidReasons: readonly string[];
  origin: OriginView | null;
  notes: readonly string[];
}
