import { expect, test } from "bun:test";
import fc from "fast-check";
import { withDirectives, withoutDirectives } from "../../lib/viewer/directives.ts";

test.each([
  ["http://a/b.m3u8", null, false, "http://a/b.m3u8?_HLS_msn=7"],
  ["http://a/b.m3u8", 0, false, "http://a/b.m3u8?_HLS_msn=7&_HLS_part=0"],
  ["http://a/b.m3u8?x=1", 2, true, "http://a/b.m3u8?x=1&_HLS_msn=7&_HLS_part=2&_HLS_skip=YES"],
  ["http://a/b.m3u8#t", null, true, "http://a/b.m3u8?_HLS_msn=7&_HLS_skip=YES#t"],
])("%s with part %p and skip %p", (url, part, canSkip, expected) => {
  expect(withDirectives(url, { sequence: 7, part, canSkip })).toBe(expected);
});

test("what is put on comes off, and nothing else", () => {
  const query = fc.constantFrom("", "?a=1", "?a=1&b=2", "#f", "?a=1#f");
  const part = fc.option(fc.nat(9));
  fc.assert(
    fc.property(query, fc.nat(), part, fc.boolean(), (rest, sequence, part, canSkip) => {
      const url = `http://a/b.m3u8${rest}`;
      expect(withoutDirectives(withDirectives(url, { sequence, part, canSkip }))).toBe(url);
    }),
  );
  expect(withoutDirectives("http://a/b?_HLS_msn=1&a=2&_HLS_part=3")).toBe("http://a/b?a=2");
});
