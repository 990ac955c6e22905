import { describe, expect, test } from "bun:test";
import { findingInOneLine, renderFindings, renderPlainValue, renderValue } from "../../lib/ui/finding.ts";
import { painterFor } from "../../lib/ui/paint.ts";
import { findingsOf } from "../support/configs.ts";

const PAGE = { paint: painterFor({}, {}, true), width: 80 };

test("a finding tells key, value, source, code, what is expected and what to do", () => {
  const [finding] = findingsOf({ hls: { listSize: 2 } });
  expect(renderFindings([finding!], PAGE)).toEqual([
    "✗ hls.listSize = 2 (--set) [window-too-thin]",
    "  expected at least 3: a live playlist holds three target durations (RFC 8216",
    "  §6.2.2)",
    "  --set hls.listSize=3",
  ]);
  expect(findingInOneLine(finding!)).toStartWith("hls.listSize = 2 (--set): expected at least 3");
});

test("of very many findings the first are shown and the others counted", () => {
  const many = findingsOf(Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`x${index}`, index])));
  const lines = renderFindings(many, PAGE);
  expect(lines.filter((line) => line.startsWith("✗"))).toHaveLength(30);
  expect(lines.at(-1)).toBe("and 20 more; --json tells all");
});

test("a doubt has another mark than an error", () => {
  const [finding] = findingsOf({ hls: { flags: ["omit_endlist"] } });
  expect(renderFindings([finding!], PAGE)[0]).toStartWith("! hls.flags");
});

describe("values", () => {
  test.each<[unknown, string, string]>([
    ["3.1", '"3.1"', "3.1"],
    ["", '""', '""'],
    [["a", "b"], '["a","b"]', "a, b"],
    [[], "[]", "[]"],
    [[{ a: 1 }], '[{"a":1}]', '[{"a":1}]'],
    [null, "null", "null"],
    [Number.POSITIVE_INFINITY, "inf", "inf"],
    [Number.NEGATIVE_INFINITY, "-inf", "-inf"],
    [Number.NaN, "nan", "nan"],
    ["\u001b[31m", '"\\u001b[31m"', '"\\u001b[31m"'],
    ["\u009b31m", '"�31m"', '"�31m"'],
  ])("%p is %s, in a table %s", (value, text, plain) => {
    expect(renderValue(value)).toBe(text);
    expect(renderPlainValue(value)).toBe(plain);
  });

  test("long ones are cut", () => {
    expect(renderValue("x".repeat(100_000))).toHaveLength(60);
    expect(renderPlainValue("x".repeat(100_000))).toHaveLength(60);
  });
});
