import { expect, test } from "bun:test";
import fc from "fast-check";
import { suggest } from "../../lib/registry/suggest.ts";

const WORDS = [
  "default",
  "low-latency",
  "4k-abr",
  "stress-test",
  "stress",
  "logged",
  "debug",
  "tap",
  "tap-logged",
];

test.each([
  ["defualt", "default"],
  ["low-latancy", "low-latency"],
  ["LOW-LATENCY", "low-latency"],
  ["low", "low-latency"],
  ["4k", "4k-abr"],
  ["stres", "stress"],
  ["taplogged", "tap-logged"],
  ["debgu", "debug"],
])("%s most likely means %s", (word, meant) => {
  expect(suggest(word, WORDS)).toBe(meant);
});

test.each(["", "xyz", "kubernetes", "zzzzzzzz"])("%p means none of them", (word) => {
  expect(suggest(word, WORDS)).toBeUndefined();
});

test("nothing is suggested out of nothing", () => {
  expect(suggest("default", [])).toBeUndefined();
});

test("what is suggested is a candidate, and a word is its own suggestion", () => {
  fc.assert(
    fc.property(fc.string(), (word) => {
      expect([...WORDS, undefined]).toContain(suggest(word, WORDS) as string);
    }),
  );
  for (const word of ["default", "4k-abr", "tap-logged"]) expect(suggest(word, WORDS)).toBe(word);
});
