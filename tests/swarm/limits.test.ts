import { expect, test } from "bun:test";
import { nativeNeeds } from "../../lib/load/needs.ts";
import { findLack, limitWarnings, type MachineLimits } from "../../lib/swarm/limits.ts";

const LIMITS: MachineLimits = { openFiles: 20_000, ports: 10_000, freeMemoryBytes: 1e9, platform: "linux" };

function lackOf(viewers: number, tracks: number, limits: Partial<MachineLimits> = {}) {
  return findLack({ viewers, tracks }, nativeNeeds(viewers, tracks, 1), { ...LIMITS, ...limits });
}

test("every rendition of every viewer needs a file and a port", () => {
  expect(lackOf(5, 2000)).toBeNull();
  const lack = lackOf(5, 3000);
  expect(lack?.message).toBe(
    "5 viewers × 3000 renditions need 15000 local ports; this machine has 10000 towards one server.",
  );
  expect(lack?.hint).toContain("--variant highest");
});

test("viewers of one rendition are not told to follow fewer", () => {
  const lack = lackOf(30_000, 1, { ports: null });
  expect(lack?.message).toBe("30000 viewers need 30064 open files in one process; this one may have 20000.");
  expect(lack?.hint).toContain("prlimit");
  expect(lack?.hint).not.toContain("--variant");
});

test("the memory of every rendition counts", () => {
  expect(limitWarnings(nativeNeeds(20, 1, 1), LIMITS)).toEqual([]);
  expect(limitWarnings(nativeNeeds(20, 3000, 1), LIMITS)).toEqual([
    "The viewers need about 1290 MB of memory, and 1000 MB are free.",
  ]);
});
