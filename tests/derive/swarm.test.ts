import { describe, expect, test } from "bun:test";
import { deriveSwarm } from "../../lib/derive/swarm.ts";
import { embeddedRegistry, lookupProfile } from "../../lib/registry/registry.ts";
import { resolveSwarm } from "../../lib/resolve.ts";
import type { SwarmConfig } from "../../lib/schema/swarm.ts";

const registry = embeddedRegistry("swarm");

function swarm(name: string, settings: Partial<SwarmConfig> = {}) {
  return resolveSwarm(registry, lookupProfile(registry, name), [{ label: "--set", table: settings }]);
}

/** The swarm profiles as they are documented. */
const PROFILES = [
  ["default", 50, 5, 100, "all", true, 5, 3, 15, "info"],
  ["stress", 200, 20, 50, "all", true, 3, 2, 10, "warning"],
  ["gentle", 20, 1, 500, "first", true, 10, 5, 30, "info"],
  ["burst", 100, 50, 10, "all", false, 5, 1, 5, "warning"],
  ["extreme", 500, 50, 20, "all", true, 2, 1, 5, "error"],
] as const;

test.each([...PROFILES])(
  "%s: %d viewers, %d each second, %d ms, %s, reconnect %p within %d s, %d tries, %d s, %s",
  (name, clients, rampRate, rampJitter, variant, reconnect, delay, segMaxRetry, timeout, logLevel) => {
    expect(swarm(name).config).toEqual({
      clients,
      rampRate,
      rampJitter,
      variant,
      reconnect,
      reconnectDelayMax: delay,
      segMaxRetry,
      timeout,
      thresholds: [],
      logLevel,
    });
  },
);

describe("what a swarm of FFmpeg processes needs", () => {
  test.each([
    ["default", 10, 1014, 1750, 250, 1217, 1575],
    ["stress", 10, 3864, 4000, 1000, 4637, 5280],
    ["gentle", 20, 444, 1300, 100, 533, 834],
    ["burst", 2, 1964, 2500, 500, 2357, 2810],
    ["extreme", 10, 9564, 8500, 2500, 11_477, 12_690],
  ])("%s: %d s of ramp, %d MB, %d files, %d ports, container %d MB, VM %d MB", (name, ...needs) => {
    const [rampDurationSec, memoryMB, fileDescriptors, ephemeralPorts, containerMemoryMB, vmMemoryMB] = needs;
    expect(swarm(name).derived).toEqual({
      rampDurationSec: rampDurationSec!,
      memoryMB: memoryMB!,
      fileDescriptors: fileDescriptors!,
      ephemeralPorts: ephemeralPorts!,
      containerMemoryMB: containerMemoryMB!,
      vmMemoryMB: vmMemoryMB!,
    });
  });

  test("a ramp of 7 viewers at 0.07 a second takes 100 s, though 7 / 0.07 is 99.99999999999999", () => {
    expect(7 / 0.07).toBeLessThan(100);
    expect(deriveSwarm({ ...swarm("default").config, clients: 7, rampRate: 0.07 }).rampDurationSec).toBe(100);
  });
});
