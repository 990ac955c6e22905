import { expect, test } from "bun:test";
import { Coherence } from "../../lib/viewer/coherence.ts";

const URL = "http://a/stream.m3u8";

function seen(...answers: [sequence: number, sentMs: number, endMs: number, parts?: number][]) {
  const coherence = new Coherence();
  return answers.map(([sequence, sentMs, endMs, parts = 0]) =>
    coherence.judge(URL, { sequence, parts }, { sentMs, endMs, targetDurationSec: 2 }),
  );
}

test("an answer is too old when somebody had more before it was asked for", () => {
  expect(seen([5, 0, 10], [6, 20, 30], [5, 31, 40])).toEqual([null, null, { sequence: 6, parts: 0 }]);
});

test("and not when it was asked for before that", () => {
  expect(seen([5, 0, 10], [6, 20, 30], [5, 29, 40])).toEqual([null, null, null]);
});

test("parts count, too", () => {
  expect(seen([5, 0, 10, 2], [5, 20, 30, 1])).toEqual([null, { sequence: 5, parts: 2 }]);
});

test("a stream that began anew is a new one after three target durations without the old", () => {
  expect(seen([500, 0, 10], [1, 3000, 3010], [2, 6020, 6030], [3, 8000, 8010])).toEqual([
    null,
    { sequence: 500, parts: 0 },
    null,
    null,
  ]);
});

test("many answers are judged by the newest that was there, however many came since", () => {
  const answers = Array.from({ length: 50 }, (_, n): [number, number, number] => [n, 100 * n, 100 * n + 10]);
  expect(seen(...answers, [45, 4820, 4830]).at(-1)).toEqual({ sequence: 48, parts: 0 });
});
