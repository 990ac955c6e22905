import { expect, test } from "bun:test";
import { firstDifference, restrict } from "../../lib/check/difference.ts";

test.each([
  [{ a: 1, b: [1, { c: "x" }] }, { b: [1, { c: "x" }], a: 1 }, undefined],
  [{ hls: { listSize: 10 } }, { hls: { listSize: 12 } }, "hls.listSize: 10 here, 12 there"],
  [{ a: [1, 2] }, { a: [1, 3] }, "a[1]: 2 here, 3 there"],
  [{ a: [1] }, { a: [1, 2] }, "a: [1] here, [1,2] there"],
  [{ a: 1 }, {}, "a: 1 here, undefined there"],
  [{}, { a: null }, "a: undefined here, null there"],
  [{ a: {} }, { a: [] }, "a: {} here, [] there"],
  [1, "1", 'the whole: 1 here, "1" there'],
])("of %j and %j is %p", (here, there, difference) => {
  expect(firstDifference(here, there)).toBe(difference as string);
});

test("of what has more than a shape, only the shape's keys are left, at every depth", () => {
  const value = { a: 1, b: { c: 2, d: 3 }, list: [{ x: 1, y: 2 }, { x: 3 }], only: 4 };
  const shape = { a: 0, b: { d: 0 }, list: [{ x: 0 }] };
  expect(restrict(value, shape)).toEqual({ a: 1, b: { d: 3 }, list: [{ x: 1 }, { x: 3 }] });
  expect(restrict(1, {})).toBe(1);
});
