/**
 * Durations are decimals (8.2 s) that binary fractions only come near: 15 × 8.2 is 122.99999999999999. So sums with
 * them are done in whole microseconds, where products are exact and divisions round down as they do in Nix.
 */
const MICROS = 1_000_000;

/** A duration in whole microseconds. */
function toMicros(durationSec: number): number {
  return Math.round(durationSec * MICROS);
}

/** A whole number of durations, in seconds. */
export function timesDuration(count: number, durationSec: number): number {
  return (count * toMicros(durationSec)) / MICROS;
}

/** ⌊amount × duration / divisor⌋ of whole amounts; their product can leave the 53 bits of a number. */
export function floorTimesDuration(amount: number, durationSec: number, divisor: number): number {
  const product = BigInt(amount) * BigInt(toMicros(durationSec));
  return Number(product / (BigInt(divisor) * BigInt(MICROS)));
}

/** Pictures in a duration; whole when it is meant to be, so within a millionth. */
export function framesIn(durationSec: number, framerate: number): number {
  const frames = framerate * durationSec;
  const whole = Math.round(frames);
  return Math.abs(frames - whole) < 1e-6 ? whole : frames;
}
