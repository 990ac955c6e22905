import { CLOCK_WRAP, segmentTicks, TICKS_PER_SECOND } from "../hls/time.ts";

/** Where a live encoder begins in the endless stream. */
export interface LiveStart {
  /** Media sequence number of its first segment: whole segments since the Unix epoch. */
  startNumber: number;
  /** `-output_ts_offset` in seconds. */
  timestampOffsetSec: number;
}

/** FFmpeg takes about this long from its start to its first picture. */
export const START_UP_MS = 60;
/**
 * FFmpeg's `mpegts` muxer presents 1.4 s late (twice its default `-muxdelay`), our own 0.7 s (lib/hls/mux.ts); taken back,
 * the difference gives a segment the same time stamps whoever makes it.
 */
export const MUXER_LEAD_TICKS = 63_000;
const TICKS_PER_MS = TICKS_PER_SECOND / 1000;

/**
 * The segment boundary nearest to a moment. Numbers and time stamps follow from the clock alone, so that a restarted or
 * a second encoder goes on with the same ones; time stamps wrap at 33 bits (ISO/IEC 13818-1, 2.4.3.7).
 */
export function liveStart(nowMs: number, segmentDurationSec: number): LiveStart {
  const length = segmentTicks(segmentDurationSec);
  const startNumber = Math.round((nowMs * TICKS_PER_MS) / length);
  const wrapped = (startNumber * length + CLOCK_WRAP - MUXER_LEAD_TICKS) % CLOCK_WRAP;
  return { startNumber, timestampOffsetSec: Math.round((wrapped * 1e6) / TICKS_PER_SECOND) / 1e6 };
}

/** When to start FFmpeg so that its first picture meets the next segment boundary (Unix time in ms, not before now). */
export function nextLiveStartMs(nowMs: number, segmentDurationSec: number): number {
  const lengthMs = segmentTicks(segmentDurationSec) / TICKS_PER_MS;
  return Math.ceil((nowMs + START_UP_MS) / lengthMs) * lengthMs - START_UP_MS;
}
