import { describe, expect, test } from "bun:test";
import { renderColumns, wrap } from "../../lib/ui/columns.ts";

const WIDE = Number.POSITIVE_INFINITY;

describe("columns", () => {
  test("are as wide as their widest cell, the last without spaces behind", () => {
    expect(
      renderColumns(
        [
          ["a", "bb", "c"],
          ["aaa", "b", ""],
        ],
        { width: WIDE },
      ),
    ).toEqual(["a    bb  c", "aaa  b"]);
  });

  test("do not count colours, and count wide letters twice", () => {
    const red = "\u001b[31mab\u001b[39m";
    expect(
      renderColumns(
        [
          [red, "x"],
          ["日本", "y"],
        ],
        { width: WIDE },
      ),
    ).toEqual([`${red}    x`, "日本  y"]);
  });

  test("wrap the last cell under itself", () => {
    const words = "one two three four five six seven eight nine ten";
    expect(renderColumns([["key", words]], { width: 40, indent: 2 })).toEqual([
      "  key  one two three four five six seven",
      "       eight nine ten",
    ]);
  });

  test("a wide last cell makes no column wide", () => {
    expect(renderColumns([["only one wide cell"], ["a", "b"]], { width: WIDE })).toEqual([
      "only one wide cell",
      "a  b",
    ]);
  });

  test("nothing gives no line", () => {
    expect(renderColumns([], { width: 80 })).toEqual([]);
  });
});

describe("wrap", () => {
  test("breaks between words and keeps those that are too long", () => {
    expect(wrap("short", 30)).toEqual(["short"]);
    expect(wrap(`a ${"x".repeat(40)} b`, 30)).toEqual(["a", "x".repeat(40), "b"]);
  });

  test("does not wrap where nobody could read it", () => {
    expect(wrap("one two three four five six seven", 10)).toEqual(["one two three four five six seven"]);
  });

  test("keeps line breaks", () => {
    expect(wrap("one\ntwo", 30)).toEqual(["one", "two"]);
  });
});
