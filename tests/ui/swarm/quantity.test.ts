import { expect, test } from "bun:test";
import {
  formatBitRate,
  formatBytes,
  formatClock,
  formatCount,
  formatMs,
  formatRate,
  formatRatio,
  formatSeconds,
} from "../../../lib/ui/swarm/quantity.ts";

test.each([
  [0, "0"],
  [999, "999"],
  [12_345, "12,345"],
  [1_234_567, "1,234,567"],
])("a count of %d is written %s", (value, text) => expect(formatCount(value)).toBe(text));

test.each([
  [null, "–"],
  [0, "0 ms"],
  [0.004, "0.00 ms"],
  [0.32, "0.32 ms"],
  [9.996, "10.0 ms"],
  [99.96, "100 ms"],
  [999.4, "999 ms"],
  [999.6, "1.00 s"],
  [12_345, "12.3 s"],
  [99_949, "99.9 s"],
  [125_000, "2:05 min"],
])("%p ms are written %s", (ms, text) => expect(formatMs(ms)).toBe(text));

test.each([
  [null, "–"],
  [0, "0 bit/s"],
  [999.7, "1.00 kbit/s"],
  [2_128_000, "2.13 Mbit/s"],
  [12.8e9, "12.8 Gbit/s"],
])("%p bit/s are written %s", (rate, text) => expect(formatBitRate(rate)).toBe(text));

test.each([
  [null, "–"],
  [19_000, "19.0 kB"],
  [1.71e12, "1.71 TB"],
  [3.2e19, "32000 PB"],
])("%p bytes are written %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test.each([
  [null, "–"],
  [0, "0 %"],
  [0.000_01, "<0.01 %"],
  [0.001_24, "0.12 %"],
  [1, "100 %"],
])("a ratio of %p is written %s", (ratio, text) => expect(formatRatio(ratio)).toBe(text));

test("rates keep three digits below a thousand and all of them above", () => {
  expect([null, 0.5, 61.23, 6120.4].map(formatRate)).toEqual(["–", "0.50/s", "61.2/s", "6,120/s"]);
  expect([0, 0.0001, 0.001, 0.0049, 0.005].map(formatRate)).toEqual([
    "0/s",
    "<0.001/s",
    "0.001/s",
    "0.005/s",
    "0.01/s",
  ]);
});

test("times of a run always have hours; sums of seconds have the unit that suits", () => {
  expect([0, 70_999, 7_384_000].map(formatClock)).toEqual(["00:00:00", "00:01:10", "02:03:04"]);
  expect([0.5, 12.54, 125, 7_384].map(formatSeconds)).toEqual(["500 ms", "12.5 s", "2:05 min", "02:03:04 h"]);
});
