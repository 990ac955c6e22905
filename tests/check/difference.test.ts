import { expect, test } from "bun:test";
import { firstDifference } from "../../lib/check/difference.ts";

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
