import { closest, distance } from "fastest-levenshtein";

/** The candidate a misspelt word most likely meant; undefined when none is near. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0 || word === "") return undefined;
  const lower = word.toLowerCase();
  const prefixed = candidates.filter((candidate) => candidate.toLowerCase().startsWith(lower));
  if (prefixed.length === 1) return prefixed[0];
  const best = closest(lower, candidates as string[]);
  const allowed = Math.max(1, Math.floor(Math.max(lower.length, best.length) / 3));
  return distance(lower, best.toLowerCase()) <= allowed ? best : undefined;
}
