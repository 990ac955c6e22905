import { expect, test } from "bun:test";
import { isPartLate, PartPace } from "../../lib/viewer/part-pace.ts";
import type { Piece } from "../../lib/viewer/piece.ts";

function part(dateMs: number | null, discontinuitySequence = 0): Piece {
  const at = { sequence: 1, part: 0 };
  return {
    kind: "part",
    at,
    sequence: 1,
    uri: "part.mp4",
    byteRange: null,
    durationMs: 500,
    dateMs,
    isGap: false,
    discontinuitySequence,
    map: null,
    key: null,
    next: at,
    isLast: false,
  };
}

test.each([
  ["an offset of the clock is nothing", [7_000, 7_500, 8_000], [0, 0, 0]],
  ["the promptest part so far is on time", [900, 1_200, 2_000, 2_200], [0, 0, 300, 0]],
])("without dates %s", (_, completedMs, lateMs) => {
  const pace = new PartPace();
  expect(completedMs.map((ms) => pace.lateMs(part(null), ms))).toEqual(lateMs);
});

test("dates tell where a part ends, whatever durations add up to", () => {
  const pace = new PartPace();
  const late = [0, 501, 1002, 1503].map((ms) =>
    pace.lateMs(part(1e12 + ms), 40 + ms + (ms === 1002 ? 300 : 0)),
  );
  expect(late).toEqual([0, 0, 300, 0]);
});

test("what does not go on from what came begins anew", () => {
  const pace = new PartPace();
  pace.lateMs(part(null), 500);
  expect(pace.lateMs(part(null, 1), 9_000)).toBe(0);
  pace.reset();
  expect(pace.lateMs(part(null, 1), 30_000)).toBe(0);
});

test("a part is late after one part target, a quarter of it and 100 ms", () => {
  expect([isPartLate(724, 0.5), isPartLate(726, 0.5)]).toEqual([false, true]);
});
