import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { encoderLoad } from "../../lib/derive/encoder-load.ts";
import { originOf } from "../support/configs.ts";

describe("a virtual machine", () => {
  test.each([
    ["default", 704, 2],
    ["stress-test", 704, 2],
    ["low-latency", 576, 2],
    ["4k-abr", 1472, 4],
  ] as const)("of %s has %d MB and %d cores", (name, vmMemoryMB, vmCores) => {
    expect(originOf(name).derived).toMatchObject({ vmMemoryMB, vmCores });
  });

  /** Proportional set size of FFmpeg 5.1 after eight seconds, in MB. */
  test.each([
    ["default", {}, 87],
    ["default", { preset: "veryslow", profile: "high" }, 115],
    ["default", { tune: "film" }, 102],
    ["default", { preset: "veryfast", tune: "film" }, 143],
    ["default", { preset: "medium", tune: "film", profile: "high" }, 249],
    ["default", { preset: "veryslow", tune: "film", profile: "high" }, 318],
    ["4k-abr", {}, 432],
    ["4k-abr", { preset: "medium", tune: "film", profile: "high" }, 2270],
  ])("holds what FFmpeg took when measured: %s with %j, %d MB", (name, encoder, measuredMB) => {
    const { vmMemoryMB, recommendedTmpfsMB } = originOf(name, { encoder }).derived;
    expect(vmMemoryMB - recommendedTmpfsMB - 320).toBeGreaterThan(measuredMB);
  });

  test("has more memory and cores for x264's lookahead and for faster pictures", () => {
    const slow = originOf("4k-abr", { encoder: { preset: "medium", tune: "film" } }).derived;
    expect(slow).toMatchObject({ encoderBytesPerPixel: 64 + 4 * 40 + 18 * 4, vmMemoryMB: 4032 });
    const fast = originOf("4k-abr", {
      encoder: { framerate: 59.94, level: "6.2" },
      hls: { segmentDuration: 50 },
    });
    expect(fast.derived).toMatchObject({ vmCores: 2 + Math.floor((11_929_920 * 60) / 150_000_000) });
  });

  const configurations = fc.record({
    video: fc.record({
      width: fc.integer({ min: 8, max: 4096 }).map((half) => half * 2),
      height: fc.integer({ min: 8, max: 2160 }).map((half) => half * 2),
    }),
    encoder: fc.record({
      framerate: fc.integer({ min: 1, max: 60 }),
      level: fc.constant("6.2"),
      preset: fc.constantFrom("ultrafast", "medium", "veryslow"),
      tune: fc.constantFrom("zerolatency", "film"),
    }),
    hls: fc.record({ listSize: fc.integer({ min: 3, max: 5000 }) }),
  });

  test("never has exactly 2048 MB, and always a multiple of 64 that holds the segments", () => {
    fc.assert(
      fc.property(configurations, (settings) => {
        const { vmMemoryMB, vmCores, recommendedTmpfsMB } = originOf("default", settings).derived;
        expect(vmMemoryMB % 128).toBe(64);
        expect(vmMemoryMB - recommendedTmpfsMB).toBeGreaterThan(384 + 64);
        expect(vmCores).toBeWithin(2, 17);
      }),
    );
  });

  test("encodes ultrafast in real time with a core to spare, until it has the most it can have", () => {
    fc.assert(
      fc.property(configurations, ({ encoder, ...settings }) => {
        const resolved = originOf("default", { ...settings, encoder: { ...encoder, preset: "ultrafast" } });
        const { vmCores } = resolved.derived;
        expect(vmCores === 16 || encoderLoad(resolved) < vmCores - 1).toBe(true);
      }),
    );
  });
});
