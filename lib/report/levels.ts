import type { Level } from "../hls/conformance/rule.ts";
import { VIOLATIONS } from "../hls/conformance/violations.ts";

const LEVELS: ReadonlyMap<string, Level> = new Map(
  Object.entries(VIOLATIONS).map(([code, { level }]) => [code, level]),
);

/** Codes of violations of MUST level. */
export const MUST_CODES: ReadonlySet<string> = new Set(
  [...LEVELS].flatMap(([code, level]) => (level === "must" ? [code] : [])),
);

/** A code this version does not know, from a newer generator, is taken for the graver. */
export function levelOf(code: string): Level {
  return LEVELS.get(code) ?? "must";
}
