import { closest, distance } from "fastest-levenshtein";

/** `debgu` is as far from `debug` as two wrong letters. */
const SWAPPED_LETTERS = 2;

/** The candidate a misspelt word most likely meant; undefined when none is near. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0 || word === "") return undefined;
  const lower = word.toLowerCase();
  const prefixed = candidates.filter((candidate) => candidate.toLowerCase().startsWith(lower));
  if (prefixed.length === 1) return prefixed[0];
  const best = closest(lower, candidates as string[]);
  const length = Math.max(lower.length, best.length);
  const allowed = Math.max(length < 4 ? 1 : SWAPPED_LETTERS, Math.floor(length / 3));
  return distance(lower, best.toLowerCase()) <= allowed ? best : undefined;
}
