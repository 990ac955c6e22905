import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseDate } from "../../lib/hls/parse-date.ts";

test("dates as packagers write them are understood", () => {
  const ms = Date.UTC(2026, 1, 3, 4, 5, 6);
  const texts = [
    "2026-02-03T04:05:06Z",
    "2026-02-03 04:05:06Z",
    "2026-02-03T04:05:06",
    "2026-02-03T05:05:06+01:00",
  ];
  texts.push(
    "2026-02-03T05:05:06+0100",
    "2026-02-03T05:05:06+01",
    "2026-02-02T22:35:06-0530",
    "2026-02-03T04:05:06z",
  );
  for (const text of texts) expect([text, parseDate(text)]).toEqual([text, ms]);
  expect(parseDate("2026-02-03T04:05:06.1234567Z")).toBeCloseTo(ms + 123.4567, 3);
  expect(parseDate("2026-02-03T04:05:06,5Z")).toBe(ms + 500);
});

test("what is no date is null", () => {
  const texts = ["", "2026", "soon", "2026-13-01T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-01T25:00:00Z"];
  texts.push(
    "2026-01-01T00:60:00Z",
    "2026-01-01T00:00:00X",
    "2026-01-01T00:00:00+1",
    "2026-01-01T00:00Z",
    "2026-0a-01T00:00:00Z",
  );
  for (const text of texts) expect([text, parseDate(text)]).toEqual([text, null]);
});

test("any date that can be written comes back", () => {
  const dates = fc.date({ min: new Date("1000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
  fc.assert(fc.property(dates, (date) => expect(parseDate(date.toISOString())).toBe(date.getTime())));
});
