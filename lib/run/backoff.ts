/** How often a child may die before hlsctl gives up. */
export const MAX_RESTARTS = 5;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 8000;
/** A child that ran this long was well: its earlier deaths are forgotten. */
const WELL_AFTER_MS = 60_000;

export interface Deaths {
  /** Deaths since the child was last well. */
  count: number;
}

/** What to do about a death: wait and start again, or give up. */
export function afterDeath(before: Deaths, ranMs: number): Deaths & { restartInMs: number | undefined } {
  const count = ranMs >= WELL_AFTER_MS ? 1 : before.count + 1;
  if (count > MAX_RESTARTS) return { count, restartInMs: undefined };
  return { count, restartInMs: Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (count - 1)) };
}
