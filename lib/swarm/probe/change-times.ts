/** Between what times a playlist must have changed: after the last answer without the change was asked for, before the first one with it had come. */
export interface Change {
  afterMs: number;
  beforeMs: number;
}

export type Pace = { verdict: "early" | "late"; seconds: number } | null;

/**
 * Whether a live playlist changed sooner than half a target duration after its last change, or later than one and a half (RFC 8216,
 * 6.2.1). Only what is so wherever in their limits the changes lie.
 */
export function judgePace(last: Change, next: Change, targetDurationSec: number): Pace {
  const mostMs = next.beforeMs - last.afterMs;
  const leastMs = next.afterMs - last.beforeMs;
  if (mostMs < 500 * targetDurationSec) return { verdict: "early", seconds: mostMs / 1000 };
  if (leastMs > 1500 * targetDurationSec) return { verdict: "late", seconds: leastMs / 1000 };
  return null;
}
