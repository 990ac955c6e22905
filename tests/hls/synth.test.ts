import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { BitWriter } from "../../lib/hls/bit-writer.ts";
import { COLOUR, palette } from "../../lib/hls/colour.ts";
import { GLYPH_COLUMNS, GLYPH_ROWS, isInked } from "../../lib/hls/font.ts";
import { putChangeSlice, putIdrSlice } from "../../lib/hls/h264-blocks.ts";
import { AccessUnits, NAL } from "../../lib/hls/h264-nal.ts";
import { pictureParameters, sequenceParameters } from "../../lib/hls/h264-params.ts";
import { layOut } from "../../lib/hls/layout.ts";
import { muxSegment } from "../../lib/hls/mux.ts";
import { SYNTH_PATTERNS } from "../../lib/hls/pattern.ts";
import { synthClip } from "../../lib/hls/synth.ts";
import { decodeComplaints, decodePictures, run } from "../support/decode.ts";
import { segments, synthetic } from "../support/ladder.ts";
import { testWithTool } from "../support/tools.ts";

describe("block coding", () => {
  testWithTool(
    ["ffmpeg", "ffprobe"],
    "any grid of any colours and any changes to it decode to exactly those colours",
    async () => {
      const samples = fc.sample(
        fc.record({
          columns: fc.integer({ min: 1, max: 12 }),
          rows: fc.integer({ min: 1, max: 9 }),
          seed: fc.nat(),
        }),
        { numRuns: 12, seed: 264 },
      );
      for (const { columns, rows, seed } of samples) await expectExact(columns, rows, seed);
    },
  );
});

/** Ten pictures of random blocks, each changing some blocks of the last, in random colours over the whole range. */
async function expectExact(columns: number, rows: number, seed: number): Promise<void> {
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const component = () => Uint8Array.from({ length: 40 }, (_, i) => (i < 8 ? 126 + (i % 5) : random(256)));
  const colours = { luma: component(), cb: component(), cr: component() };
  const grid = { columns, rows, cells: Uint8Array.from({ length: columns * rows }, () => random(40)) };
  const units = new AccessUnits(10, 64);
  const expected: Uint8Array[] = [];
  for (let i = 0; i < 10; i++) {
    const changed = [...grid.cells.keys()].filter(() => random(i % 4) === 1);
    for (const address of changed) grid.cells[address] = random(40);
    const w = new BitWriter(1);
    units.begin(i === 0 ? 0 : 1);
    if (i === 0) {
      const picture = { width: columns * 16, height: rows * 16, framerate: 25, levelIdc: 40 };
      units.nal(NAL.sps, sequenceParameters(picture));
      units.nal(NAL.pps, pictureParameters());
      putIdrSlice(w, grid, colours, seed % 2);
    } else putChangeSlice(w, { grid, palette: colours, frameNum: i }, Int32Array.from(changed));
    units.nal(i === 0 ? NAL.idr : NAL.slice, w.finish());
    units.end();
    expected.push(
      ...[colours.luma, colours.cb, colours.cr].map((c) => grid.cells.map((cell) => c[cell] ?? 0)),
    );
  }
  const argv = ["ffmpeg", "-nostdin", "-v", "warning", "-xerror", "-f", "h264", "-i", "-"];
  const { output, errors } = await run(
    [...argv, "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-"],
    units.pieces().bytes,
  );
  expect(errors).toBe("");
  const pixels = columns * rows * 256;
  expect(output.length).toBe(10 * pixels * 1.5);
  for (let i = 0; i < 10; i++) {
    const at = i * pixels * 1.5;
    const planes = [
      blocks(output.subarray(at, at + pixels), columns * 16, 16),
      blocks(output.subarray(at + pixels, at + pixels * 1.25), columns * 8, 8),
      blocks(output.subarray(at + pixels * 1.25, at + pixels * 1.5), columns * 8, 8),
    ];
    expect(planes).toEqual(expected.slice(3 * i, 3 * i + 3));
  }
}

/** The value of each block of a plane; fails if a block is not flat. */
function blocks(plane: Uint8Array, width: number, size: number): Uint8Array {
  const columns = Math.ceil(width / size);
  const values = new Uint8Array(columns * Math.ceil(plane.length / width / size));
  for (const [i, value] of plane.entries()) {
    const x = i % width;
    const y = Math.floor(i / width);
    const block = Math.floor(y / size) * columns + Math.floor(x / size);
    if (x % size === 0 && y % size === 0) values[block] = value;
    if (values[block] !== value) throw new Error(`block ${block} is not flat: ${values[block]} and ${value}`);
  }
  return values;
}

/** Luma of the macroblocks of every picture of the stream. */
async function decodeBlocks(
  bytes: Uint8Array<ArrayBuffer>,
  width: number,
  height: number,
): Promise<Uint8Array[]> {
  const output = await decodePictures(bytes);
  const size = width * height * 1.5;
  return Array.from({ length: output.length / size }, (_, i) =>
    blocks(output.subarray(i * size, i * size + width * height), width, 16),
  );
}

const DIGITS = [..."0123456789:"];

/** Reads one line of text back from the picture. */
function readText(
  cells: Uint8Array,
  grid: { columns: number; row: number; scale: number; from: number; length: number },
): string {
  const inked = (x: number, y: number) =>
    (cells[(grid.row + y * grid.scale) * grid.columns + grid.from + x * grid.scale] ?? 0) > 128;
  let text = "";
  for (let x = 0; text.length < grid.length; ) {
    const found = DIGITS.find((digit) => {
      const columns = digit === ":" ? 2 : GLYPH_COLUMNS + 1;
      for (let y = 0; y < GLYPH_ROWS; y++) {
        for (let c = 0; c < columns; c++) if (inked(x + c, y) !== isInked(digit, c, y)) return false;
      }
      return true;
    });
    if (found === undefined) throw new Error(`no digit after ${JSON.stringify(text)}`);
    text += found;
    x += found === ":" ? 2 : GLYPH_COLUMNS + 1;
  }
  return text;
}

describe("synthetic pictures", () => {
  testWithTool(
    ["ffmpeg", "ffprobe"],
    "show the second of their own presentation and the sequence number, and the bar grows to full width",
    async () => {
      const of = synthetic({ width: 1280, height: 720, framerate: 5, segmentDurationSec: 3, kbps: 2128 });
      const n = 588_888_881;
      const pictures = await decodeBlocks(segments(of, n, 2), 1280, 720);
      const { clock, sequence, progressRow } = layOut(80, 45, "720p");
      expect(pictures.length).toBe(30);
      for (const [i, cells] of pictures.entries()) {
        const time = new Date((n * 3 + Math.floor(i / 5)) * 1000).toISOString().slice(11, 19);
        expect(
          readText(cells, { columns: 80, row: clock?.row ?? -1, scale: 2, from: (80 - 54) / 2, length: 8 }),
        ).toBe(time);
        const number = { columns: 80, row: sequence?.row ?? -1, scale: 1, from: (80 - 35) >> 1, length: 9 };
        expect(readText(cells, number)).toBe(`${n + Math.floor(i / 15)}`);
        const bar = cells.subarray(progressRow * 80, (progressRow + 1) * 80);
        expect(bar.filter((luma) => luma === 235).length).toBe(Math.round((80 * (i % 15)) / 14));
      }
    },
  );

  testWithTool(
    ["ffmpeg", "ffprobe"],
    "have the colours of SMPTE bars: Rec. 709 in HD, Rec. 601 below",
    async () => {
      const bars = (luma: Uint8Array) =>
        [0, 1, 2, 3, 4, 5, 6].map((bar) => luma[Math.round(((bar + 0.5) * luma.length) / 7)]);
      for (const [width, height, expected] of [
        [1280, 720, [180, 168, 145, 133, 63, 51, 28]],
        [854, 480, [180, 162, 131, 112, 84, 65, 35]],
      ] as const) {
        const [first] = await decodeBlocks(
          segments(synthetic({ width, height, framerate: 5, segmentDurationSec: 1, kbps: 900 }), 7, 1),
          width,
          height,
        );
        expect(bars(first?.subarray(0, Math.ceil(width / 16)) ?? new Uint8Array())).toEqual([...expected]);
      }
    },
  );

  testWithTool(
    ["ffmpeg", "ffprobe"],
    "of every pattern, level and awkward size decode without a word",
    async () => {
      const sizes = [
        [16, 16],
        [32, 18],
        [2, 2],
        [64, 64],
        [160, 90],
        [426, 240],
        [1366, 768],
        [1080, 1920],
        [640, 1136],
      ] as const;
      await Promise.all(
        sizes.map(async ([width, height], i) => {
          const picture = { width, height, framerate: 10, segmentDurationSec: 1 };
          const pattern = SYNTH_PATTERNS[i % SYNTH_PATTERNS.length] ?? "smptebars";
          const clip = synthClip({ ...picture, label: "a — label?", pattern, levelIdc: 10 + i });
          const rendition = { ...picture, name: "x", segmentSizeBytes: 60_000 };
          const bytes = muxSegment(rendition, clip, 1_700_000_000);
          expect(clip.codecs).toBe(`avc1.42c0${(10 + i).toString(16).padStart(2, "0")},mp4a.40.2`);
          expect(await decodeComplaints(bytes)).toBe("");
        }),
      );
    },
  );

  test("use limited range only", () => {
    for (const colours of [palette(true), palette(false)]) {
      expect([colours.luma[COLOUR.black], colours.luma[COLOUR.white]]).toEqual([16, 235]);
      expect(colours.cb[COLOUR.blue]).toBe(240);
      expect(colours.cr[COLOUR.red]).toBe(240);
      expect(colours.cb[COLOUR.grey75]).toBe(128);
    }
  });
});

describe("layout", () => {
  test("never paints outside the picture, whatever its size and label", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 260 }),
        fc.integer({ min: 1, max: 260 }),
        fc.string({ maxLength: 20 }),
        (columns, rows, label) => {
          const { box, label: line, clock, sequence, progressRow } = layOut(columns, rows, label);
          expect(progressRow).toBeWithin(0, rows);
          if (box === null) return;
          expect(box.column).toBeGreaterThanOrEqual(0);
          expect(box.column + box.columns).toBeLessThanOrEqual(columns);
          expect(box.row).toBeGreaterThanOrEqual(0);
          expect(box.row + box.rows).toBeLessThanOrEqual(progressRow);
          for (const each of [line, clock, sequence]) {
            if (each === null) continue;
            expect(each.row).toBeGreaterThan(box.row);
            expect(each.row + GLYPH_ROWS * each.scale).toBeLessThan(box.row + box.rows);
          }
        },
      ),
    );
  });

  test("gives up the number first, then the label, then parts of the clock", () => {
    expect(layOut(80, 45, "720p").sequence).not.toBeNull();
    expect(layOut(40, 23, "360p")).toMatchObject({ sequence: null, clock: { from: 0 } });
    expect(layOut(40, 23, "360p").label).not.toBeNull();
    expect(layOut(20, 12, "180p")).toMatchObject({ label: null, clock: { from: 3 } });
    expect(layOut(8, 8, "tiny")).toMatchObject({ label: null, clock: { from: 6 } });
    expect(layOut(4, 4, "dot")).toMatchObject({ box: null, clock: null });
  });
});
