import type { Piece } from "./piece.ts";

/** A part may come so much later by the way between. */
const SLACK = { share: 0.25, ms: 100 };

/** Whether a part that came so long after the one before was published too late: more than a part target (bis, 6.2.1). */
export function isPartLate(waitedMs: number, partTargetSec: number): boolean {
  return waitedMs > 1000 * partTargetSec * (1 + SLACK.share) + SLACK.ms;
}

/**
 * How late parts of one playlist are complete: each is held against the end of its media, by its dates or, without them, by the sum of
 * durations since the beginning. The promptest part so far is on time, so that no clock needs to be right. A jump or a
 * discontinuity begins anew.
 */
export class PartPace {
  private leastMs = Number.POSITIVE_INFINITY;
  private sumMs = 0;
  private discontinuitySequence: number | null = null;
  private hasDates = false;

  /** What comes next does not go on from what came. */
  reset(): void {
    this.leastMs = Number.POSITIVE_INFINITY;
  }

  /** Passes a piece that is not measured. */
  pass({ durationMs, dateMs, discontinuitySequence }: Piece): void {
    const hasDates = dateMs !== null;
    if (discontinuitySequence !== this.discontinuitySequence || hasDates !== this.hasDates) this.reset();
    this.discontinuitySequence = discontinuitySequence;
    this.hasDates = hasDates;
    this.sumMs += durationMs;
  }

  /** A part that was complete then. */
  lateMs(piece: Piece, completedMs: number): number {
    this.pass(piece);
    const mediaEndMs = piece.dateMs === null ? this.sumMs : piece.dateMs + piece.durationMs;
    const differenceMs = completedMs - mediaEndMs;
    this.leastMs = Math.min(this.leastMs, differenceMs);
    return differenceMs - this.leastMs;
  }
}
