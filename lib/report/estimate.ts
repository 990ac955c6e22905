import type { Histogram } from "../stats/histogram.ts";

/** A figure and the 95 % interval it is in, were the samples independent. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

/** Standard deviations of 95 %. */
const Z = 1.96;

/** Free of any distribution: the ranks between which the quantile lies are binomial. */
export function percentileEstimate(values: Histogram, percent: number): Estimate | null {
  const value = values.percentile(percent);
  if (value === null) return null;
  const share = percent / 100;
  const margin = 100 * Z * Math.sqrt((share * (1 - share)) / values.count);
  const low = values.percentile(Math.max(0, percent - margin)) ?? value;
  const high = values.percentile(Math.min(100, percent + margin)) ?? value;
  return { value, low, high };
}

/** `of` of `all` events; Wilson's interval, which is sound near 0 too. */
export function shareEstimate(of: number, all: number): Estimate | null {
  if (all === 0) return null;
  const share = of / all;
  const scale = 1 + Z ** 2 / all;
  const centre = (share + Z ** 2 / (2 * all)) / scale;
  const margin = (Z * Math.sqrt((share * (1 - share)) / all + (Z / (2 * all)) ** 2)) / scale;
  return { value: share, low: Math.max(0, centre - margin), high: Math.min(1, centre + margin) };
}

/** Events in so many units of time; Poisson's interval, in which none at all may have been three. */
export function rateEstimate(count: number, units: number): Estimate | null {
  if (units === 0) return null;
  const margin = Z * Math.sqrt(count);
  return {
    value: count / units,
    low: Math.max(0, count - margin) / units,
    high: (count === 0 ? 3 : count + margin) / units,
  };
}

/** Of which no spread is known. */
export function exactly(value: number | null): Estimate | null {
  return value === null ? null : { value, low: value, high: value };
}
