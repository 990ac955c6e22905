/** Before anything was loaded; bits per second. */
export const DEFAULT_ESTIMATE = 500_000;

/** Shorter downloads say more of timers than of the network; ms. */
const SHORTEST_MS = 50;

/**
 * Throughput as hls.js estimates it: two exponentially weighted averages with half-lives of 3 and 9 s of downloading, and the
 * smaller one counts.
 */
export class Bandwidth {
  private readonly fast = { halfLifeSec: 3, value: 0 };
  private readonly slow = { halfLifeSec: 9, value: 0 };
  private weightSec = 0;

  add(bytes: number, tookMs: number): void {
    const sec = Math.max(tookMs, SHORTEST_MS) / 1000;
    const bitsPerSec = (8 * bytes) / sec;
    for (const average of [this.fast, this.slow]) {
      const kept = 0.5 ** (sec / average.halfLifeSec);
      average.value = bitsPerSec * (1 - kept) + average.value * kept;
    }
    this.weightSec += sec;
  }

  /** Bits per second. */
  get estimate(): number {
    if (this.weightSec === 0) return DEFAULT_ESTIMATE;
    return Math.min(...[this.fast, this.slow].map((average) => this.whole(average)));
  }

  /** Averages begin at 0, which has a weight of its own until it is forgotten. */
  private whole({ halfLifeSec, value }: { halfLifeSec: number; value: number }): number {
    return value / (1 - 0.5 ** (this.weightSec / halfLifeSec));
  }
}
