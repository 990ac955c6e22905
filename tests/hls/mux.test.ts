import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { muxSegment, segmentBytes } from "../../lib/hls/mux.ts";
import { decodeComplaints, decodeSamples, probe } from "../support/decode.ts";
import { LADDER, segments, synthetic } from "../support/ladder.ts";
import { testWithTool } from "../support/tools.ts";
import { clockDistance, inspectTs } from "../support/ts-inspect.ts";

const VIDEO = 0x100;
const AUDIO = 0x101;
const NOW = 881_234_567;
const HD = { width: 1280, height: 720, framerate: 30, segmentDurationSec: 2, kbps: 2128 };
const SMALL = { width: 320, height: 180, framerate: 25, segmentDurationSec: 2, kbps: 300 };

/** Every cadence a profile may ask for, on a picture that is quick to make. */
const CADENCES = [24, 25, 30, 50, 60, 12.5, 5].flatMap((framerate) =>
  [1, 1.5, 2, 3, 4, 6, 10]
    .filter((segmentDurationSec) => Number.isInteger(framerate * segmentDurationSec))
    .map((segmentDurationSec) => ({ ...SMALL, framerate, segmentDurationSec })),
);

describe("segment size", () => {
  for (const rung of LADDER) {
    test(`${rung.name} is within half a packet of nominal for every duration and frame rate`, () => {
      for (const segmentDurationSec of [1, 1.5, 2, 3, 4, 6, 10]) {
        for (const framerate of [24, 25, 30, 50, 60]) {
          if (!Number.isInteger(framerate * segmentDurationSec)) continue;
          const of = synthetic({ ...rung, framerate, segmentDurationSec });
          for (const n of [NOW, NOW + 1]) {
            const size = muxSegment(of.rendition, of.clip, n).length;
            expect(Math.abs(size - of.rendition.segmentSizeBytes)).toBeLessThanOrEqual(94);
          }
        }
      }
    });
  }

  testWithTool(
    ["ffmpeg", "ffprobe"],
    "a bit rate below the content's makes larger segments, whose size is told beforehand",
    async () => {
      const of = synthetic({ ...HD, kbps: 20 });
      const size = segmentBytes(of.rendition, of.clip, NOW);
      expect(size).toBeGreaterThan(of.rendition.segmentSizeBytes);
      expect(muxSegment(of.rendition, of.clip, NOW).length).toBe(size);
      const bytes = segments(of, NOW, 4);
      expect(inspectTs(bytes).errors).toEqual([]);
      expect(await decodeComplaints(bytes)).toBe("");
    },
  );
});

describe("transport stream", () => {
  test("segment n is the same bytes whenever and by whomever it is made", () => {
    const [one, other] = [synthetic(HD), synthetic(HD)];
    const before = muxSegment(one.rendition, one.clip, NOW);
    muxSegment(one.rendition, one.clip, NOW + 5);
    expect(muxSegment(one.rendition, one.clip, NOW)).toEqual(before);
    expect(muxSegment(other.rendition, other.clip, NOW)).toEqual(before);
  });

  test("counters, clocks and timestamps run on over segment borders in every cadence", () => {
    for (const shape of CADENCES) {
      const report = inspectTs(segments(synthetic(shape), NOW, 3));
      const video = report.streams.get(VIDEO);
      const audio = report.streams.get(AUDIO);
      expect(report.errors).toEqual([]);
      expect([...report.programme]).toEqual([
        [VIDEO, 0x1b],
        [AUDIO, 0x0f],
      ]);
      expect(video?.pts.length).toBe(3 * shape.framerate * shape.segmentDurationSec);
      expect(new Set(deltas(video?.pts ?? []))).toEqual(new Set([90_000 / shape.framerate]));
      expect(video?.pts[0]).toBe(
        (NOW * shape.segmentDurationSec * 90_000 + delay(shape.framerate)) % 2 ** 33,
      );
      expect(new Set((audio?.pts ?? []).map((pts) => (pts - delay(shape.framerate)) % 1920)).size).toBe(1);
      expect(report.longestClockGapMs).toBeLessThanOrEqual(100);
      expect(video?.leastLeadMs).toBeGreaterThan(0);
      expect(audio?.leastLeadMs).toBeGreaterThan(0);
    }
  });

  test("any segment follows the one before it", () => {
    const renditions = CADENCES.map(synthetic);
    fc.assert(
      fc.property(fc.constantFrom(...renditions), fc.integer({ min: 1, max: 2 ** 32 }), (of, n) => {
        const report = inspectTs(segments(of, n, 2));
        expect(report.errors).toEqual([]);
        expect(new Set(deltas(report.streams.get(VIDEO)?.pts ?? [])).size).toBe(1);
      }),
      { numRuns: 40 },
    );
  });

  test("bytes are spread evenly over the segment", () => {
    const { clocks, packets } = inspectTs(segments(synthetic(HD), NOW, 1));
    for (const [i, clock] of clocks.entries()) {
      expect(Math.abs(clock.packet / packets - i / clocks.length)).toBeLessThan(0.02);
    }
  });
});

describe("ffmpeg", () => {
  for (const shape of [
    HD,
    { ...HD, width: 3840, height: 2160, kbps: 15192, levelIdc: 51 },
    { ...HD, width: 854, height: 480, kbps: 1096, framerate: 24, segmentDurationSec: 1 },
    { ...HD, width: 1366, height: 768, framerate: 50, segmentDurationSec: 1.5 },
    { ...HD, width: 426, height: 240, framerate: 60, segmentDurationSec: 3, kbps: 400 },
    { ...SMALL, framerate: 12.5, segmentDurationSec: 4 },
    { ...SMALL, framerate: 5, segmentDurationSec: 1 },
  ]) {
    const { width, height, framerate, segmentDurationSec } = shape;
    testWithTool(
      ["ffmpeg", "ffprobe"],
      `decodes ${width}×${height} at ${framerate} fps in ${segmentDurationSec} s segments without a word`,
      async () => {
        const bytes = segments(synthetic(shape), NOW, 3);
        expect(await decodeComplaints(bytes)).toBe("");
        const [stream] = await probe(bytes, "v", "stream=profile,width,height,has_b_frames,r_frame_rate");
        const rate = framerate === 12.5 ? "25/2" : `${framerate}/1`;
        expect(stream).toEqual(["Constrained Baseline", `${width}`, `${height}`, "0", rate]);
        const packets = await probe(bytes, "v", "packet=pts,flags");
        expect(packets.length).toBe(3 * framerate * segmentDurationSec);
        const keys = packets.flatMap(([, flags], i) => (flags?.startsWith("K") ? [i] : []));
        expect(keys).toEqual([0, 1, 2].map((s) => s * framerate * segmentDurationSec));
      },
    );
  }

  testWithTool(["ffmpeg", "ffprobe"], "decodes across the wrap of the 33-bit clock", async () => {
    const n = Math.floor((185 * 2 ** 33) / 180_000) - 2;
    const bytes = segments(synthetic(HD), n, 5);
    const report = inspectTs(bytes);
    const pts = report.streams.get(VIDEO)?.pts ?? [];
    expect(pts[0]).toBeGreaterThan(pts.at(-1) ?? 0);
    expect(report.errors).toEqual([]);
    expect(new Set(deltas(pts))).toEqual(new Set([3000]));
    expect(await decodeComplaints(bytes)).toBe("");
  });

  testWithTool(["ffmpeg", "ffprobe"], "hears an even tone of 1 kHz over segment borders", async () => {
    const samples = await decodeSamples(segments(synthetic({ ...SMALL, segmentDurationSec: 1 }), NOW, 6));
    const settled = samples.subarray(4096);
    const steps = settled.subarray(1).map((sample, i) => Math.abs(sample - (settled[i] ?? 0)));
    expect(Math.max(...settled)).toBeWithin(4000, 4200);
    expect(Math.max(...steps)).toBeWithin(520, 545);
    const crossings = settled.subarray(1).filter((sample, i) => sample >= 0 && (settled[i] ?? 0) < 0).length;
    expect(crossings).toBeWithin(settled.length / 48 - 1, settled.length / 48 + 2);
  });
});

function delay(framerate: number): number {
  return Math.max(63_000, 180_000 / framerate);
}

function deltas(pts: readonly number[]): number[] {
  return pts.slice(1).map((value, i) => clockDistance(pts[i] ?? 0, value));
}
