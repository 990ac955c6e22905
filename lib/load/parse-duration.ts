import { bad, good, type Parsed } from "../hls/parsed.ts";

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const LONGEST_MS = 366 * UNIT_MS.d;

/** `90s`, `1h30m`, `250ms`, `1.5m`; a number without a unit is seconds. Answers ms. */
export function parseDuration(text: string): Parsed<number> {
  const plain = /^\d+(?:\.\d+)?$/.test(text) ? `${text}s` : text;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/.test(plain)) {
    return bad(`"${text}" is no duration; write it like 90s, 5m, 1h30m or 250ms`);
  }
  const units = Array.from(plain.matchAll(/[a-z]+/g), ([unit]) => unit);
  if (new Set(units).size < units.length) return bad(`"${text}" has a unit twice; write it like 1h30m`);
  let total = 0;
  for (const [, amount, unit] of plain.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    total += Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
  }
  return total <= LONGEST_MS ? good(total) : bad(`"${text}" is longer than a year`);
}
