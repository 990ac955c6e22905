import { describe, expect, test } from "bun:test";
import { checkConditions, rangeApplies } from "../../lib/origin/conditions.ts";

const FILE = { etag: '"6b-a"', modifiedMs: Date.parse("Tue, 12 Jan 2027 21:33:20 GMT") + 700 };
const SAME = "Tue, 12 Jan 2027 21:33:20 GMT";
const BEFORE = "Tue, 12 Jan 2027 21:33:19 GMT";
const AFTER = "Tue, 12 Jan 2027 21:33:21 GMT";

function lookup(headers: Record<string, string>) {
  return (name: string) => headers[name] ?? null;
}

const CONDITIONS: [headers: Record<string, string>, answer: string][] = [
  [{}, "send"],
  [{ "if-none-match": '"6b-a"' }, "not-modified"],
  [{ "if-none-match": 'W/"6b-a"' }, "not-modified"],
  [{ "if-none-match": '"1", "2" , "6b-a"' }, "not-modified"],
  [{ "if-none-match": "*" }, "not-modified"],
  [{ "if-none-match": '"6b-b"' }, "send"],
  [{ "if-none-match": "" }, "send"],
  [{ "if-modified-since": SAME }, "not-modified"],
  [{ "if-modified-since": AFTER }, "not-modified"],
  [{ "if-modified-since": BEFORE }, "send"],
  [{ "if-modified-since": "soon" }, "send"],
  [{ "if-none-match": '"6b-a"', "if-modified-since": BEFORE }, "send"],
  [{ "if-none-match": '"6b-b"', "if-modified-since": SAME }, "send"],
  [{ "if-match": '"6b-a"' }, "send"],
  [{ "if-match": "*" }, "send"],
  [{ "if-match": 'W/"6b-a"' }, "failed"],
  [{ "if-match": '"6b-b"' }, "failed"],
  [{ "if-unmodified-since": SAME }, "send"],
  [{ "if-unmodified-since": BEFORE }, "failed"],
  [{ "if-unmodified-since": "soon" }, "send"],
  [{ "if-match": '"6b-b"', "if-none-match": '"6b-a"' }, "failed"],
];

describe("a conditional request", () => {
  test.each(CONDITIONS)("%j: %s", (headers, answer) => {
    expect(checkConditions(lookup(headers), FILE)).toBe(answer as never);
  });

  test("of a file without ETag is never answered with 304", () => {
    const file = { etag: undefined, modifiedMs: FILE.modifiedMs };
    const answers = [{ "if-none-match": "*" }, { "if-modified-since": AFTER }].map((headers) =>
      checkConditions(lookup(headers), file),
    );
    expect(answers).toEqual(["send", "send"]);
  });

  test.each<[Record<string, string>, boolean]>([
    [{}, true],
    [{ "if-range": '"6b-a"' }, true],
    [{ "if-range": 'W/"6b-a"' }, false],
    [{ "if-range": '"6b-b"' }, false],
    [{ "if-range": SAME }, true],
    [{ "if-range": BEFORE }, false],
    [{ "if-range": AFTER }, false],
    [{ "if-range": "soon" }, false],
  ])("%j: its range counts: %s", (headers, answer) => {
    expect(rangeApplies(lookup(headers), FILE)).toBe(answer);
  });
});
