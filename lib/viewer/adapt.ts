import type { Programme } from "./choose-variants.ts";

export interface Conditions {
  /** Bits per second. */
  estimate: number;
  /** Before the playhead. */
  bufferedMs: number;
  /** Of one segment. */
  durationMs: number;
}

/** Of the estimate, to stay or go down, and to go up (hls.js). */
const STAY = 0.95;
const UP = 0.7;

/**
 * What to load next: the best variant that the throughput carries and whose next segment would come before the buffer has run
 * out; else the lowest.
 */
export function adapt(programmes: readonly Programme[], current: Programme, now: Conditions): Programme {
  const rising = [...programmes].sort((a, b) => a.bandwidth - b.bandwidth);
  const fits = ({ bandwidth }: Programme) => {
    const usable = now.estimate * (bandwidth > current.bandwidth ? UP : STAY);
    return bandwidth <= usable && (bandwidth * now.durationMs) / usable <= now.bufferedMs;
  };
  return rising.findLast(fits) ?? rising[0] ?? current;
}
