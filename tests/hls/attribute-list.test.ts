import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseAttributes } from "../../lib/hls/attribute-list.ts";

test("quotes are taken off, and commas and equals signs inside them kept", () => {
  const attributes = parseAttributes('A=1, B="x,y=z",C=0xAB ,D="",E=FOO');
  expect(Object.fromEntries(attributes)).toEqual({ A: "1", B: "x,y=z", C: "0xAB", D: "", E: "FOO" });
});

test("what is no attribute is skipped, and a quote that stays open goes to the end", () => {
  expect(Object.fromEntries(parseAttributes("junk,A=1,,junk"))).toEqual({ A: "1" });
  expect(Object.fromEntries(parseAttributes('A="x,B=2'))).toEqual({ A: "x,B=2" });
  expect(Object.fromEntries(parseAttributes('A="x"y,B=2'))).toEqual({ A: "x", B: "2" });
  expect(parseAttributes("").size).toBe(0);
});

test("lists written by the rules come back", () => {
  const value = fc.string().map((text) => text.replaceAll(/["\r\n]/g, ""));
  const list = fc.dictionary(fc.stringMatching(/^[A-Z0-9-]{1,12}$/), value);
  fc.assert(
    fc.property(list, (attributes) => {
      const text = Object.entries(attributes)
        .map(([name, quoted]) => `${name}="${quoted}"`)
        .join(",");
      expect(Object.fromEntries(parseAttributes(text))).toEqual({ ...attributes });
    }),
  );
});
