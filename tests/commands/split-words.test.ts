import { expect, test } from "bun:test";
import fc from "fast-check";
import { splitWords } from "../../lib/commands/split-words.ts";
import { quoteShell } from "../../lib/render/quote/shell.ts";

test.each([
  ["", []],
  ["  --clients   5 ", ["--clients", "5"]],
  [`--header 'X: a b' ""`, ["--header", "X: a b", ""]],
  [`a"b c"d\\ e`, ["ab cd e"]],
  [`"a\\"b\\c" 'd\\e'`, [`a"b\\c`, "d\\e"]],
  ["$HOME `x` *", ["$HOME", "`x`", "*"]],
])("%s", (text, words) => expect(splitWords(text)).toEqual({ ok: true, value: words as string[] }));

test.each(["'open", 'open"', `"a\\"`])("%s is not closed", (text) => expect(splitWords(text).ok).toBe(false));

test("what is quoted for a shell comes back as it was", () => {
  const word = fc.string().filter((text) => !text.includes("\0"));
  fc.assert(
    fc.property(fc.array(word), (words) => {
      expect(splitWords(words.map(quoteShell).join(" "))).toEqual({ ok: true, value: words });
    }),
  );
});
