import type { ClientState, RequestKind, RequestProblem } from "./sample.ts";

/**
 * Everything that is counted, JSON-safe and mergeable without loss: a run is the sum of its seconds and of its nodes.
 * Histograms are HDR (V2 compressed, base64), values in whole microseconds, three significant digits.
 */
export interface MeasurementsData {
  /** Viewers that began, that gave up, and that left without having played. */
  clients: { started: number; failed: number; neverPlayed: number };
  requests: Partial<Record<RequestKind, RequestsData>>;
  variants: Record<string, VariantData>;
  switches: { up: number; down: number };
  verified: { right: number; wrong: number; example: string | null };
  violations: Record<string, { count: number; example: string }>;
  lowLatency: { early: number; held: string | null; partLateness: string | null };
  generator: { lag: string | null; scheduleDelay: string | null; cpuMs: number };
}

export interface RequestsData {
  count: number;
  /** Of `count`: no whole answer, or a status of 400 and more. */
  failed: number;
  retries: number;
  /** Not of `count`: overdue when their viewers left; their ages are in the distributions, as lower bounds. */
  unfinished: number;
  bytes: number;
  byStatus: Record<string, number>;
  byProblem: Partial<Record<RequestProblem, number>>;
  /** From sending to the first byte; to the last; from when it was due to the last. Null: no value. */
  ttfb: string | null;
  total: string | null;
  due: string | null;
}

export interface VariantData {
  segments: { downloaded: number; failed: number; missed: number };
  bytes: number;
  playedMs: number;
  stalls: number;
  stalledMs: number;
  startup: string | null;
  stall: string | null;
  liveLatency: string | null;
}

/** What is so at one moment, and cannot be added up over time (over nodes it can). */
export interface Gauges {
  /** As the schedule wants it now. */
  target: number;
  clients: Record<ClientState, number>;
  /** Viewers started since the run began. */
  started: number;
  rssBytes: number;
  openFiles: number;
  openFilesLimit: number;
}
