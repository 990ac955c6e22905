import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { originOf } from "../support/configs.ts";

/** The figures of the contract for every profile. */
const FIGURES = [
  ["default", 60, 30, 20, 2128, 532, 16, 1, 8, 8, 74],
  ["logged", 60, 30, 20, 2128, 532, 16, 1, 8, 8, 74],
  ["debug", 60, 30, 20, 2128, 532, 16, 1, 8, 8, 74],
  ["tap", 60, 30, 20, 2128, 532, 16, 1, 8, 8, 74],
  ["tap-logged", 60, 30, 20, 2128, 532, 16, 1, 8, 8, 74],
  ["low-latency", 30, 11, 6, 2096, 262, 12, 1, 3, 3, 67],
  ["stress-test", 50, 40, 30, 1596, 399, 21, 1, 8, 8, 75],
  ["4k-abr", 60, 30, 20, 24_108, 6027, 16, 5, 59, 94, 181],
] as const;

test.each([...FIGURES])(
  "%s has gop %d, lifetime %d s, window %d s, %d kbps, %d KB, %d files, %d variants, %d and %d MB, tmpfs %d MB",
  (name, ...[gop, lifetime, window, kbps, segment, files, variants, largest, all, tmpfs]) => {
    expect(originOf(name).derived).toMatchObject({
      gopSize: gop,
      segmentLifetimeSec: lifetime,
      playlistWindowSec: window,
      totalBitrateKbps: kbps,
      segmentSizeKB: segment,
      filesPerVariant: files,
      variantCount: variants,
      storagePerVariantMB: largest,
      totalStorageMB: all,
      recommendedTmpfsMB: tmpfs,
      openFileCacheMax: (files * variants + 1) * 3,
      hlsFlags: "delete_segments+omit_endlist+temp_file",
    });
  },
);

describe("durations that binary fractions only come near", () => {
  test("15 fps × 8.2 s are 123 pictures, though 15 × 8.2 is 122.99999999999999", () => {
    expect(15 * 8.2).not.toBe(123);
    const settings = { hls: { segmentDuration: 8.2 }, encoder: { framerate: 15 } };
    expect(originOf("default", settings).derived.gopSize).toBe(123);
  });

  test("3 × 1.1 s are 3.3 s, though 3 × 1.1 is 3.3000000000000003", () => {
    expect(3 * 1.1).not.toBe(3.3);
    const settings = { hls: { segmentDuration: 1.1, listSize: 3, deleteThreshold: 3 } };
    expect(originOf("default", settings).derived).toMatchObject({
      playlistWindowSec: 3.3,
      segmentLifetimeSec: 6.6,
    });
  });

  test("half seconds round a target duration up, never to nothing", () => {
    const targetOf = (segmentDuration: number) =>
      originOf("default", { hls: { segmentDuration } }).derived.targetDurationSec;
    expect([0.5, 1, 1.4, 1.5, 2.5, 6].map(targetOf)).toEqual([1, 1, 1, 2, 3, 6]);
  });
});

/** Whole frames whatever the rate: tenths of a second at multiples of ten. */
const settings = fc.record({
  hls: fc.record({
    segmentDuration: fc.integer({ min: 10, max: 300 }).map((tenths) => tenths / 10),
    listSize: fc.integer({ min: 6, max: 200 }),
    deleteThreshold: fc.integer({ min: 1, max: 50 }),
  }),
  encoder: fc.record({ framerate: fc.constantFrom(10, 20, 30) }),
  video: fc.record({
    bitrate: fc.integer({ min: 100, max: 2000 }).map((kbps) => `${kbps}k`),
    audioBitrate: fc.integer({ min: 8, max: 512 }).map((kbps) => `${kbps}k`),
  }),
});

describe("for any configuration", () => {
  test("numbers are whole where they count things, and agree with each other", () => {
    fc.assert(
      fc.property(settings, (some) => {
        const { config, derived } = originOf("default", some);
        const { segmentDuration, listSize, deleteThreshold } = config.hls;
        const { renditions: _, hlsFlags: __, segmentLifetimeSec, playlistWindowSec, ...counts } = derived;
        expect(Object.values(counts).every((count) => Number.isSafeInteger(count) && count >= 0)).toBe(true);
        expect(playlistWindowSec).toBeCloseTo(listSize * segmentDuration, 6);
        expect(segmentLifetimeSec - playlistWindowSec).toBeCloseTo(deleteThreshold * segmentDuration, 6);
        const kilobytes = (derived.totalBitrateKbps * segmentDuration) / 8;
        expect(kilobytes - derived.segmentSizeKB).toBeWithin(-1e-6, 1);
        expect(derived.storagePerVariantMB).toBe(derived.totalStorageMB);
      }),
      { numRuns: 60 },
    );
  });

  test("a longer list, a longer segment and a higher rate never need less room", () => {
    fc.assert(
      fc.property(settings, fc.integer({ min: 1, max: 50 }), (some, more) => {
        const before = originOf("default", some).derived;
        const { hls, video, encoder } = some;
        const rate = Number.parseInt(video.bitrate, 10);
        const grown = [
          { ...some, hls: { ...hls, listSize: hls.listSize + more } },
          { ...some, hls: { ...hls, segmentDuration: Math.min(60, hls.segmentDuration + more) } },
          { ...some, encoder, video: { ...video, bitrate: `${Math.min(2200, rate + more)}k` } },
        ].map((settings) => originOf("default", settings).derived);
        for (const after of grown) {
          expect(after.totalStorageMB).toBeGreaterThanOrEqual(before.totalStorageMB);
          expect(after.recommendedTmpfsMB).toBeGreaterThanOrEqual(before.recommendedTmpfsMB);
          expect(after.segmentSizeKB).toBeGreaterThanOrEqual(before.segmentSizeKB);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("a ladder is the sum of its variants", () => {
    const { derived } = originOf("4k-abr");
    const total = derived.renditions.reduce((sum, one) => sum + one.totalKbps, 0);
    expect(derived.totalBitrateKbps).toBe(total);
    expect(derived.variantCount).toBe(derived.renditions.length);
  });
});
