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

/** How long after the end of a segment's date it could be seen. */
export interface Publication {
  atMs: number;
  delayMs: number;
}

/** Media that is watched for less tells nothing of a drift. */
const LEAST_MS = 20_000;
/** Loads are a third of a target duration apart; the least delays of both halves differ by less when nothing drifts. */
const SLACK_MS = 500;

/** By how much dates moved against the clock from the first half of the time to the second; null: cannot be told. */
export function judgeDrift(
  publications: readonly Publication[],
): { driftMs: number; isDrift: boolean } | null {
  const first = publications[0];
  const last = publications.at(-1);
  if (!first || !last || last.atMs - first.atMs < LEAST_MS) return null;
  const middleMs = (first.atMs + last.atMs) / 2;
  const least = (half: readonly Publication[]) => Math.min(...half.map(({ delayMs }) => delayMs));
  const before = publications.filter(({ atMs }) => atMs <= middleMs);
  const after = publications.filter(({ atMs }) => atMs > middleMs);
  const driftMs = least(after) - least(before);
  return { driftMs, isDrift: Math.abs(driftMs) > SLACK_MS };
}
