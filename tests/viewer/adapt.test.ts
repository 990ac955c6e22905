import { expect, test } from "bun:test";
import { adapt } from "../../lib/viewer/adapt.ts";
import { Bandwidth, DEFAULT_ESTIMATE } from "../../lib/viewer/bandwidth.ts";
import type { Programme } from "../../lib/viewer/choose-variants.ts";

const [low, mid, high] = [500_000, 1_000_000, 2_000_000].map(
  (bandwidth): Programme => ({ label: `${bandwidth}`, url: `${bandwidth}`, bandwidth, audio: null }),
) as [Programme, Programme, Programme];
const ALL = [mid, high, low];

test.each([
  ["goes up when 0.7 of the throughput carries it", low, 2_858_000, 6000, high],
  ["and not before", low, 2_856_000, 6000, mid],
  ["stays while 0.95 of it does", high, 2_106_000, 6000, high],
  ["and goes down then", high, 2_104_000, 6000, mid],
  ["goes down when the next segment would come too late", mid, 1_500_000, 1000, low],
  ["takes the lowest when nothing fits", high, 100_000, 6000, low],
])("a viewer %s", (_, current, estimate, bufferedMs, expected) => {
  expect(adapt(ALL, current, { estimate, bufferedMs, durationMs: 2000 })).toBe(expected);
});

test("the throughput is the smaller of a fast and a slow average", () => {
  const bandwidth = new Bandwidth();
  expect(bandwidth.estimate).toBe(DEFAULT_ESTIMATE);
  bandwidth.add(1_000_000, 1000);
  expect(bandwidth.estimate).toBeCloseTo(8_000_000, 3);
  for (let i = 0; i < 3; i++) bandwidth.add(250_000, 1000);
  // One second of 8 Mbit/s, then three of 2: half of what is older than 3 s is forgotten.
  const kept = 0.5 ** (1 / 3);
  const fast = (8 * (1 - kept) * kept ** 3 + 2 * (1 - kept ** 3)) / (1 - kept ** 4);
  expect(bandwidth.estimate).toBeCloseTo(fast * 1_000_000, 0);
});

test("downloads that took next to no time do not count for gigabits", () => {
  const bandwidth = new Bandwidth();
  bandwidth.add(1_000_000, 0.01);
  expect(bandwidth.estimate).toBeCloseTo(160_000_000, 0);
});
