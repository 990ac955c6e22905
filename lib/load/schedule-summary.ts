import { peakOf, piecesOf, rampEndsMs, viewersAt } from "./line.ts";
import { type LoadRate, loadOf, type ViewerDemand } from "./predict.ts";
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

/** `demand`: what one viewer asks for; null when the stream is not known. */
export function summariseSchedule(shape: LoadShape, demand: ViewerDemand | null): ScheduleSummary {
  const peak = peakOf(shape);
  const rowAt = (atMs: number): ScheduleRow => {
    const viewers = viewersBefore(shape, atMs);
    const load =
      demand && loadOf(demand, viewers, risingPerSec(shape, atMs) + replacedPerSec(shape, viewers));
    return { atMs, viewers, ...(load ?? { requestsPerSec: 0, bitsPerSec: 0 }) };
  };
  return {
    rows: moments(shape).map(rowAt),
    rampEndsMs: rampEndsMs(shape),
    durationMs: shape.durationMs,
    peak,
    replacedPerSec: replacedPerSec(shape, peak),
  };
}

/** Viewers per second who take the place of those who leave. */
export function replacedPerSec({ churn }: LoadShape, viewers: number): number {
  return churn ? (viewers * 1000) / meanWatchMs(churn) : 0;
}

/** Viewers per second who come because there shall be more. */
function risingPerSec(shape: LoadShape, atMs: number): number {
  const piece = piecesOf(shape).find(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
  return piece ? Math.max(0, ((piece.to - piece.from) * 1000) / (piece.toMs - piece.fromMs)) : 0;
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
