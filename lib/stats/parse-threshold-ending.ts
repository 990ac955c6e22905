import { bad, good, type Parsed } from "../hls/parsed.ts";
import type { ThresholdWords } from "./parse-threshold.ts";
import type { TextCursor } from "./text-cursor.ts";
import type { Threshold } from "./threshold.ts";

type Ending = Pick<Threshold, "windowMs" | "abortOnFail" | "delayAbortMs">;

/** Figures come once a second. */
const SHORTEST_WINDOW_MS = 1000;

/** `for DURATION`, `abortOnFail` and `delayAbortEval=DURATION`, each at most once, in any order. */
export function readEnding(cursor: TextCursor, words: ThresholdWords): Parsed<Ending> {
  let windowMs: number | null = null;
  let abortOnFail = false;
  let delayAbortMs: number | null = null;
  while (!cursor.isAtEnd) {
    if (windowMs === null && cursor.take(/for(?!\S)/y)) {
      const window = readDuration(cursor, words, SHORTEST_WINDOW_MS);
      if (!window.ok) return window;
      windowMs = window.value;
    } else if (!abortOnFail && cursor.take(/abortOnFail(?!\S)/y)) {
      abortOnFail = true;
    } else if (delayAbortMs === null && cursor.take(/delayAbortEval=/y)) {
      const delay = readDuration(cursor, words, 0);
      if (!delay.ok) return delay;
      delayAbortMs = delay.value;
    } else {
      return bad(
        `${cursor.word} does not belong here; "for 10s", abortOnFail or delayAbortEval=10s may follow, once each`,
      );
    }
  }
  if (delayAbortMs !== null && !abortOnFail) return bad("delayAbortEval needs abortOnFail");
  return good({ windowMs, abortOnFail, delayAbortMs: delayAbortMs ?? 0 });
}

function readDuration(cursor: TextCursor, words: ThresholdWords, leastMs: number): Parsed<number> {
  const written = cursor.peek(/[^\s=]+/y);
  if (written === undefined) return bad(`a duration like 10s is needed, not ${cursor.word}`);
  const duration = words.parseDuration(written);
  if (!duration.ok) return duration;
  if (duration.value < leastMs) return bad(`"${written}" is shorter than ${leastMs / 1000} s`);
  cursor.take(/[^\s=]+/y);
  return duration;
}
