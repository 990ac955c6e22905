import { peakOf, piecesOf, rampEndsMs, viewersAt } from "./line.ts";
import { type LoadRate, timesViewers } from "./predict.ts";
import type { Churn, LoadShape } from "./shape.ts";

/** A moment of the schedule and what is expected then. */
export interface ScheduleRow extends LoadRate {
  atMs: number;
  viewers: number;
}

/** What the schedule comes to, before anything starts. */
export interface ScheduleSummary {
  rows: ScheduleRow[];
  rampEndsMs: number;
  /** Null: until it is stopped. */
  durationMs: number | null;
  peak: number;
  /** Viewers replaced per second at the peak by those who leave. */
  replacedPerSec: number;
}

const ROWS_PER_PIECE = 4;
const MOST_ROWS = 16;
const LEAST_GAP_MS = 1000;

/** `perViewer`: what one viewer asks for; null when the stream is not known. */
export function summariseSchedule(shape: LoadShape, perViewer: LoadRate | null): ScheduleSummary {
  const peak = peakOf(shape);
  const each = perViewer ?? { requestsPerSec: 0, bitsPerSec: 0 };
  return {
    rows: moments(shape).map((atMs) => {
      const viewers = viewersBefore(shape, atMs);
      return { atMs, viewers, ...timesViewers(each, viewers) };
    }),
    rampEndsMs: rampEndsMs(shape),
    durationMs: shape.durationMs,
    peak,
    replacedPerSec: shape.churn ? (peak * 1000) / meanWatchMs(shape.churn) : 0,
  };
}

/** Ends of the lines and, where they are long enough to be told apart, a few moments within them. */
function moments(shape: LoadShape): number[] {
  const endMs = shape.durationMs ?? Number.POSITIVE_INFINITY;
  const pieces = piecesOf(shape);
  const isFew = pieces.length * ROWS_PER_PIECE <= MOST_ROWS;
  const found = pieces.flatMap(({ fromMs, toMs }) => {
    const rows = isFew && toMs - fromMs >= ROWS_PER_PIECE * LEAST_GAP_MS ? ROWS_PER_PIECE : 1;
    return Array.from({ length: rows }, (_, row) => fromMs + ((row + 1) / rows) * (toMs - fromMs));
  });
  const all = [0, ...found.filter((atMs) => atMs <= endMs), ...(shape.durationMs === null ? [] : [endMs])];
  return [...new Set(all.map(Math.round))].sort((one, other) => one - other);
}

/** At the very end nobody is left; the row shows who was there up to then. */
function viewersBefore(shape: LoadShape, atMs: number): number {
  return viewersAt({ ...shape, durationMs: null }, atMs);
}

function meanWatchMs(churn: Churn): number {
  switch (churn.kind) {
    case "fixed":
      return churn.ms;
    case "uniform":
      return (churn.fromMs + churn.toMs) / 2;
    case "exponential":
      return churn.meanMs;
    case "lognormal":
      return churn.medianMs * Math.exp(churn.sigma ** 2 / 2);
    default:
      return churn satisfies never;
  }
}
