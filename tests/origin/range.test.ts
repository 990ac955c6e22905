import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parseRange } from "../../lib/origin/range.ts";

const WHOLE = "whole";
const OUTSIDE = "unsatisfiable";

const TABLE: [header: string, size: number, answer: string | [number, number]][] = [
  ["bytes=0-3", 10, [0, 4]],
  ["bytes=9-", 10, [9, 10]],
  ["bytes=0-99", 10, [0, 10]],
  ["bytes=-4", 10, [6, 10]],
  ["bytes=-40", 10, [0, 10]],
  ["bytes=10-", 10, OUTSIDE],
  ["bytes=-0", 10, OUTSIDE],
  ["bytes=3-2", 10, OUTSIDE],
  ["bytes=0-0,20-", 10, [0, 1]],
  ["bytes=20-,0-0", 10, [0, 1]],
  ["bytes=0-0,2-2", 10, WHOLE],
  ["bytes=0-0,2-2,abc", 10, WHOLE],
  ["bytes=0-0,abc", 10, OUTSIDE],
  ["bytes=0x1-2", 10, OUTSIDE],
  ["bytes=1.5-2", 10, OUTSIDE],
  ["bytes=9223372036854775808-", 10, OUTSIDE],
  ["bytes=0-9223372036854775808", 10, OUTSIDE],
  ["bytes=0-9", 0, WHOLE],
  ["bytes=-1", 0, WHOLE],
  ["bytes=5-", 0, OUTSIDE],
  ["lines=0-3", 10, WHOLE],
  ["", 10, WHOLE],
];

describe("a Range header", () => {
  test.each(TABLE)("%s of %d bytes is %j", (header, size, answer) => {
    const range = parseRange(header, size);
    const found: unknown = range.kind === "part" ? [range.start, range.end] : range.kind;
    expect(found).toEqual(answer);
  });

  test("never reaches outside the file, whatever it says", () => {
    const text = fc.string({ unit: fc.constantFrom(..."0123456789-, =bytes\t+eE."), maxLength: 30 });
    fc.assert(
      fc.property(text, fc.nat({ max: 1000 }), (rest, size) => {
        const range = parseRange(`bytes=${rest}`, size);
        if (range.kind !== "part") return true;
        return (
          Number.isInteger(range.start) && range.start >= 0 && range.start < range.end && range.end <= size
        );
      }),
      { numRuns: 2000 },
    );
  });

  test("that is one valid range gives those bytes", () => {
    const limits = fc
      .tuple(fc.nat({ max: 999 }), fc.nat({ max: 999 }))
      .filter(([first, last]) => first <= last);
    fc.assert(
      fc.property(limits, ([first, last]) => {
        expect(parseRange(`bytes=${first}-${last}`, 1000)).toEqual({
          kind: "part",
          start: first,
          end: last + 1,
        });
      }),
    );
  });
});
