/**
 * The stream clock. Everything is counted in ticks of 90 kHz since the Unix epoch (the MPEG-2 time base), kept as
 * integers below 2^53, so that segment n means the same instant in every process and for every fraction of a second.
 */

export const TICKS_PER_SECOND = 90_000;
/** Sound of clips, in Hz. */
export const AUDIO_SAMPLE_RATE = 48_000;
/** One AAC frame: 1024 samples at 48 kHz. */
export const AUDIO_FRAME_TICKS = 1920;
/** PTS and PCR base are 33-bit counters (ISO/IEC 13818-1, 2.4.3.7). */
export const CLOCK_WRAP = 2 ** 33;

interface Cadence {
  framerate: number;
  segmentDurationSec: number;
}

/** Whole ticks in a segment; exact for every duration that is a multiple of 1/90000 s. */
export function segmentTicks(segmentDurationSec: number): number {
  return Math.round(segmentDurationSec * TICKS_PER_SECOND);
}

/** Ticks since the epoch at which segment n begins. */
export function segmentStartTicks(n: number, segmentDurationSec: number): number {
  return n * segmentTicks(segmentDurationSec);
}

/** Pictures in one segment. */
export function framesPerSegment(cadence: Cadence): number {
  return Math.round(cadence.framerate * cadence.segmentDurationSec);
}

/** Ticks from the beginning of a segment to its picture i. */
export function frameOffsetTicks(i: number, cadence: Cadence): number {
  return Math.round((i * segmentTicks(cadence.segmentDurationSec)) / framesPerSegment(cadence));
}

/** Index of the first audio frame that begins at or after the tick. */
export function audioFrameFrom(ticks: number): number {
  const rest = ticks % AUDIO_FRAME_TICKS;
  return (ticks - rest) / AUDIO_FRAME_TICKS + (rest === 0 ? 0 : 1);
}

/** Audio frames [first, end) that begin within segment n. */
export function audioFramesOf(n: number, segmentDurationSec: number): { first: number; end: number } {
  return {
    first: audioFrameFrom(segmentStartTicks(n, segmentDurationSec)),
    end: audioFrameFrom(segmentStartTicks(n + 1, segmentDurationSec)),
  };
}

/**
 * EXT-X-TARGETDURATION in seconds: no EXTINF, rounded to the nearest integer, may exceed it (RFC 8216, 4.3.3.1), and zero
 * would stop every reload.
 */
export function targetDuration(segmentDurationSec: number): number {
  return Math.max(1, Math.round(segmentDurationSec));
}
