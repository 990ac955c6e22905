/** How long after the end of a segment's date it could be seen. */
export interface Publication {
  atMs: number;
  delayMs: number;
  /** It may have been there so much sooner: since the answer before, which did not have it. */
  unsureMs: number;
}

/** By how much dates moved against the clock meanwhile; below zero: ahead of it. */
export interface Drift {
  driftMs: number;
  overMs: number;
  isDrift: boolean;
}

/** Media that is watched for less tells nothing of a drift. */
const LEAST_MS = 20_000;
/** Late publications are no drift: of so many at least only the least delay counts. */
const LEAST_OF = 3;
const MOST_GROUPS = 10;
/** What a server may vary by itself. */
const SLACK_MS = 100;

/**
 * The straight line through the delays, when it rises or falls by more than the times of looking at the playlist can make it: that
 * finds a drift of 1.5 % in a minute where the target duration is 2 s. What is best in both halves must move the same way, so that a
 * server which is late only at the end does not count. Null: cannot be told.
 */
export function judgeDrift(publications: readonly Publication[]): Drift | null {
  const first = publications[0];
  const last = publications.at(-1);
  if (!first || !last || last.atMs - first.atMs < LEAST_MS || publications.length < 2 * LEAST_OF) return null;
  const overMs = last.atMs - first.atMs;
  const line = lineThrough(leastOfGroups(publications));
  const driftMs = overMs * line.slope;
  const unsureMs = median(publications.map((publication) => publication.unsureMs));
  const isBeyondDoubt = Math.abs(driftMs) > overMs * line.doubt * unsureMs + SLACK_MS;
  return { driftMs, overMs, isDrift: isBeyondDoubt && shiftOf(publications) * driftMs > 0 };
}

function leastOfGroups(publications: readonly Publication[]): Publication[] {
  const count = Math.min(MOST_GROUPS, Math.floor(publications.length / LEAST_OF));
  const start = (group: number) => Math.floor((group * publications.length) / count);
  return Array.from({ length: count }, (_, group) =>
    leastOf(publications.slice(start(group), start(group + 1))),
  );
}

/** From the first half of the publications to the second. */
function shiftOf(publications: readonly Publication[]): number {
  const half = Math.floor(publications.length / 2);
  return leastOf(publications.slice(half)).delayMs - leastOf(publications.slice(0, half)).delayMs;
}

function leastOf(publications: readonly Publication[]): Publication {
  return publications.reduce((least, one) => (one.delayMs < least.delayMs ? one : least));
}

/**
 * By least squares. `doubt` is the slope that delays which stay the same, but are seen late by up to 1 ms, seem to have at worst:
 * when all of the first half are, and none of the second.
 */
function lineThrough(points: readonly Publication[]): { slope: number; doubt: number } {
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const meanMs = sum(points.map(({ atMs }) => atMs)) / points.length;
  const squares = sum(points.map(({ atMs }) => (atMs - meanMs) ** 2));
  return {
    slope: sum(points.map(({ atMs, delayMs }) => (atMs - meanMs) * delayMs)) / squares,
    doubt: sum(points.map(({ atMs }) => Math.abs(atMs - meanMs))) / 2 / squares,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
