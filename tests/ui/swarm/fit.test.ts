import { expect, test } from "bun:test";
import fc from "fast-check";
import { showsUnicode, toAscii } from "../../../lib/ui/swarm/ascii.ts";
import { cut, cutMiddle, ends, flow, printable } from "../../../lib/ui/swarm/fit.ts";

const URL = "http://origin.example:17080/a/very/long/path/master.m3u8";
const words = fc.string({ unit: "grapheme", maxLength: 60 }).map(printable);
const width = fc.integer({ min: 0, max: 50 });

test("a cut line says so and is no wider than its room, colours and wide signs included", () => {
  expect(cut("abcdef", 4)).toBe("abc…");
  expect(Bun.stripANSI(cut("\u001b[31mabc漢字def\u001b[39m", 6))).toBe("abc漢…");
  fc.assert(fc.property(words, width, (text, room) => Bun.stringWidth(cut(text, room)) <= room));
});

test("an address keeps both of its ends", () => {
  expect(cutMiddle(URL, 24)).toBe("http://origi…master.m3u8");
  fc.assert(fc.property(words, width, (text, room) => Bun.stringWidth(cutMiddle(text, room)) <= room));
});

test("the right end stays while there is room for both, the left one gives way", () => {
  expect(ends("left side", "right", 18)).toBe("left side    right");
  expect(ends("a longer left side", "right", 18)).toBe("a longer le… right");
  expect(ends("left", "a right one", 12)).toBe("left");
});

test("parts that do not fit are left out whole, and the number of lines stays", () => {
  expect(flow(["one", "two", "three"], 8, 1)).toEqual(["one  two"]);
  expect(flow(["one", "two", "three"], 8, 2)).toEqual(["one  two", "three"]);
  expect(flow(["one"], 8, 3)).toEqual(["one", "", ""]);
  expect(flow(["much too long"], 8, 1)).toEqual(["much to…"]);
});

test("what a server says cannot steer the terminal", () => {
  expect(printable("a\u001b[2Jb\r\n\u009b31mc\u202ed")).toBe("a�[2Jb��\ufffd31mc�d");
});

test("ASCII terminals get ASCII of at most the same width, and colours stay", () => {
  expect(toAscii("✓ ██▒▓░ … 12 · ×3 – é漢", 40)).toBe("+ ##-!. ~ 12 - x3 - e?");
  expect(toAscii("\u001b[32m✓\u001b[39m", 40)).toBe("\u001b[32m+\u001b[39m");
  const anything = fc.string({ unit: "grapheme", maxLength: 60 }).map(printable);
  fc.assert(
    fc.property(anything, (text) => {
      const room = Bun.stringWidth(text);
      const ascii = toAscii(text, room);
      return /^[\u0020-\u007e]*$/.test(ascii) && Bun.stringWidth(ascii) <= room;
    }),
  );
});

test.each([
  [{ LANG: "C.UTF-8", TERM: "xterm" }, true],
  [{ LANG: "de_DE.utf8", TERM: "xterm" }, true],
  [{ LANG: "C.UTF-8", LC_ALL: "C", TERM: "xterm" }, false],
  [{ LANG: "C", LC_CTYPE: "en_GB.UTF-8", TERM: "screen" }, true],
  [{ LANG: "C.UTF-8", TERM: "linux" }, false],
  [{ TERM: "xterm" }, false],
])("a terminal of %p shows Unicode: %p", (env, shows) => expect(showsUnicode(env)).toBe(shows));
