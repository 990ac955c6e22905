import { segmentTicks, TICKS_PER_SECOND } from "./time.ts";

const TICKS_PER_MS = TICKS_PER_SECOND / 1000;

export interface WindowSpec {
  segmentDurationSec: number;
  /** Segments in the playlist. */
  listSize: number;
  /** Segments kept after they have left the playlist. */
  deleteThreshold: number;
}

/** Media sequence numbers, all inclusive. */
export interface LiveWindow {
  firstListed: number;
  lastListed: number;
  oldestKept: number;
}

/**
 * What a live origin lists and keeps at a moment. Segment n covers [n·D, (n+1)·D) seconds of the Unix epoch and exists once
 * that time is over. Counted in whole ticks, so that a fractional D has no rounding at its boundaries.
 */
export function liveWindow(nowMs: number, spec: WindowSpec): LiveWindow {
  const lastListed = segmentAt(nowMs, spec.segmentDurationSec) - 1;
  const firstListed = Math.max(0, lastListed - spec.listSize + 1);
  return { firstListed, lastListed, oldestKept: Math.max(0, firstListed - spec.deleteThreshold) };
}

/** The segment that is being produced at a moment. */
export function segmentAt(nowMs: number, segmentDurationSec: number): number {
  const ticks = Math.floor(nowMs * TICKS_PER_MS);
  const length = segmentTicks(segmentDurationSec);
  return (ticks - (ticks % length)) / length;
}

/** Unix time in ms (perhaps with a fraction) at which segment n begins; it is complete when n + 1 begins. */
export function segmentStartMs(n: number, segmentDurationSec: number): number {
  return (n * segmentTicks(segmentDurationSec)) / TICKS_PER_MS;
}
