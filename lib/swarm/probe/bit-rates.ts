/** A segment as it came. */
export interface Measured {
  sequence: number;
  durationSec: number;
  bytes: number;
}

/**
 * The peak segment bit rate (RFC 8216, 4.1): the largest of any run of successive segments that lasts half to one and a half
 * target durations; a single segment counts when no run does. Null: nothing was measured.
 */
export function peakBitRate(segments: readonly Measured[], targetDurationSec: number): number | null {
  const [leastSec, mostSec] = [0.5 * targetDurationSec, 1.5 * targetDurationSec];
  let peak: number | null = null;
  segments.forEach((first, at) => {
    let bytes = 0;
    let seconds = 0;
    for (let next = at; next < segments.length; next++) {
      const segment = segments[next]!;
      if (segment.sequence !== first.sequence + next - at) return;
      bytes += segment.bytes;
      seconds += segment.durationSec;
      if (seconds > mostSec && next > at) return;
      if (seconds >= leastSec) peak = Math.max(peak ?? 0, (bytes * 8) / seconds);
    }
  });
  return peak;
}

/** Of all that was measured (RFC 8216, 4.1: the average segment bit rate). */
export function averageBitRate(segments: readonly Measured[]): number | null {
  const seconds = mediaSec(segments);
  return seconds > 0 ? (segments.reduce((sum, { bytes }) => sum + bytes, 0) * 8) / seconds : null;
}

export function mediaSec(segments: readonly Measured[]): number {
  return segments.reduce((sum, { durationSec }) => sum + durationSec, 0);
}
