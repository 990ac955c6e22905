import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { segmentNames } from "../../lib/hls/segment-names.ts";

describe("segment names", () => {
  test.each([
    ["seg%05d.ts", 42, "seg00042.ts"],
    ["seg%05d.ts", 899_894_799, "seg899894799.ts"],
    ["%d.ts", 7, "7.ts"],
    ["a.%012d-b.ts", 7, "a.000000000007-b.ts"],
  ])("%s: %d is %s, and back", (pattern, n, name) => {
    const names = segmentNames(pattern);
    expect([names.nameOf(n), names.numberOf(name)]).toEqual([name, n]);
  });

  test.each([
    "seg0042.ts",
    "seg000042.ts",
    "seg00042.tsx",
    "xseg00042.ts",
    "seg-0042.ts",
    "seg.ts",
    "seg00042",
    "",
    "seg0004x.ts",
    "seg00042.ts.tmp",
    "seg1e400.ts",
  ])("no segment of seg%%05d.ts is called %j", (name) =>
    expect(segmentNames("seg%05d.ts").numberOf(name)).toBeUndefined(),
  );

  test("have one number each", () => {
    const pattern = fc.constantFrom("seg%05d.ts", "%d.ts", "1%d1.ts", "0%03d0.ts");
    fc.assert(
      fc.property(pattern, fc.nat({ max: 2 ** 31 }), (text, n) => {
        const names = segmentNames(text);
        return names.numberOf(names.nameOf(n)) === n;
      }),
    );
  });
});
