import { expect, test } from "bun:test";
import { LagSamples } from "../../lib/net/lag-samples.ts";

test("few samples are all there, once", () => {
  const samples = new LagSamples();
  for (const lag of [3, 1, 2]) samples.add(lag);
  expect(samples.take()).toEqual([3, 1, 2]);
  expect(samples.take()).toEqual([]);
});

test("of many there is an even choice with the largest", () => {
  const samples = new LagSamples();
  for (let i = 0; i < 100_000; i += 1) samples.add(i === 77 ? 1e6 : i);
  const taken = samples.take();
  expect(taken.length).toBeLessThan(2100);
  expect(taken.length).toBeGreaterThan(500);
  expect(Math.max(...taken)).toBe(1e6);
  const firstHalf = taken.filter((lag) => lag < 50_000).length / taken.length;
  expect(firstHalf).toBeCloseTo(0.5, 1);
});
