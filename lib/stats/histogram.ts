import { decodeFromCompressedBase64, encodeIntoCompressedBase64, Int32Histogram } from "hdr-histogram-js";

/** Whole microseconds; what is outside counts as the nearer end. */
const LOWEST_US = 1;
const HIGHEST_US = 3_600_000_000;
const SIGNIFICANT_DIGITS = 3;
const US_PER_MS = 1000;
/** As small as the default to a few per cent, in a third of its time. */
const COMPRESSION_LEVEL = 3;
/** The longest encoding of a histogram of this size is half as long. */
const ENCODED_LIMIT = 262_144;

/**
 * Durations in ms, kept as counts of HDR buckets from 1 µs to 1 h, so that every figure is true to 0.1 % and histograms add
 * up without loss. The counts (95 kB) are allocated with the first value. A percentile is the upper end of its bucket.
 */
export class Histogram {
  #counts: Int32Histogram | null = null;

  /** A new one of all values. */
  static sum(parts: Iterable<Histogram>): Histogram {
    const sum = new Histogram();
    for (const part of parts) sum.add(part);
    return sum;
  }

  /** Less than 1 µs counts as 1 µs, more than 1 h as 1 h. */
  record(ms: number): void {
    const us = Math.round(ms * US_PER_MS);
    if (Number.isNaN(us)) throw new RangeError("A duration that is not a number cannot be recorded.");
    this.#allocated().recordValue(Math.max(LOWEST_US, Math.min(us, HIGHEST_US)));
  }

  get count(): number {
    return this.#counts?.totalCount ?? 0;
  }

  /** `p` from 0 to 100; ms. Null: no value. */
  percentile(p: number): number | null {
    if (!this.#counts || this.count === 0) return null;
    return Math.min(this.#counts.getValueAtPercentile(p), HIGHEST_US) / US_PER_MS;
  }

  get min(): number | null {
    return this.percentile(0);
  }

  get max(): number | null {
    return this.percentile(100);
  }

  /** Ms; null: no value. */
  get mean(): number | null {
    return this.#counts && this.count > 0 ? this.#counts.mean / US_PER_MS : null;
  }

  /** How many values are at most as long as each bound; bounds in ms, ascending (the buckets of Prometheus). */
  countsUpTo(boundsMs: readonly number[]): number[] {
    const totals = boundsMs.map(() => 0);
    this.#visit((fromMs, count) => {
      const first = boundsMs.findIndex((bound) => fromMs <= bound);
      if (first >= 0) totals[first] = (totals[first] ?? 0) + count;
    });
    let total = 0;
    return totals.map((count) => {
      total += count;
      return total;
    });
  }

  /** `sign` -1 takes away what was added before. */
  add(other: Histogram, sign: 1 | -1 = 1): void {
    if (!other.#counts || other.count === 0) return;
    if (sign === 1) this.#allocated().add(other.#counts);
    else this.#allocated().subtract(other.#counts);
  }

  /** Throws when it is none (`isHistogram` tells). Null: nothing to add. */
  addEncoded(text: string | null): void {
    if (text === null) return;
    const counts = decodeCounts(text);
    if (!counts)
      throw new Error("Not an HDR histogram from 1 µs to 1 h of three digits, V2 compressed, in base64.");
    if (this.count === 0) this.#counts = counts;
    else this.#allocated().add(counts);
  }

  clear(): void {
    if (this.count > 0) this.#counts?.reset();
  }

  /** HDR V2 compressed, base64; null: no value. */
  encode(): string | null {
    return this.#counts && this.count > 0
      ? encodeIntoCompressedBase64(this.#counts, COMPRESSION_LEVEL)
      : null;
  }

  /** Throws as `addEncoded` does. */
  static decode(text: string | null): Histogram {
    const histogram = new Histogram();
    histogram.addEncoded(text);
    return histogram;
  }

  #allocated(): Int32Histogram {
    this.#counts ??= new Int32Histogram(LOWEST_US, HIGHEST_US, SIGNIFICANT_DIGITS);
    return this.#counts;
  }

  #visit(each: (fromMs: number, count: number) => void): void {
    if (!this.#counts || this.count === 0) return;
    const values = this.#counts.recordedValuesIterator;
    values.reset();
    while (values.hasNext()) {
      const { valueIteratedTo, countAtValueIteratedTo } = values.next();
      each(this.#counts.lowestEquivalentValue(valueIteratedTo) / US_PER_MS, countAtValueIteratedTo);
    }
  }
}

/** Whether `encode` made it, here or elsewhere. */
export function isHistogram(text: string): boolean {
  return decodeCounts(text) !== undefined;
}

/** The library throws on what is no base64, not compressed or of another version. */
function decodeCounts(text: string): Int32Histogram | undefined {
  if (text.length > ENCODED_LIMIT) return undefined;
  try {
    const counts = decodeFromCompressedBase64(text);
    return counts instanceof Int32Histogram && isOurs(counts) ? counts : undefined;
  } catch {
    return undefined;
  }
}

function isOurs(counts: Int32Histogram): boolean {
  return (
    counts.lowestDiscernibleValue === LOWEST_US &&
    counts.highestTrackableValue === HIGHEST_US &&
    counts.numberOfSignificantValueDigits === SIGNIFICANT_DIGITS &&
    counts.totalCount > 0
  );
}
