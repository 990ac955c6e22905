import { BitWriter } from "./bit-writer.ts";
import { GLYPH_ROWS } from "./font.ts";
import { type Grid, type Palette, putChangeSlice, putIdrSlice } from "./h264-blocks.ts";
import { AccessUnits, NAL } from "./h264-nal.ts";
import { type Layout, SEQUENCE_DIGITS } from "./layout.ts";
import type { Pieces } from "./media.ts";
import { clockText, paintProgress, paintText } from "./overlay.ts";
import { segmentStartTicks, segmentTicks, TICKS_PER_SECOND } from "./time.ts";

/** What stays the same in every segment of a synthetic clip. */
export interface Studio {
  readonly segmentDurationSec: number;
  readonly frames: number;
  readonly layout: Layout;
  readonly palette: Palette;
  /** Pattern, empty box and label. */
  readonly backdrop: Grid;
  /** SPS and PPS with start codes. */
  readonly parameters: Uint8Array;
}

/** The pictures of one segment while they are painted and coded. */
interface Take {
  readonly studio: Studio;
  readonly n: number;
  readonly grid: Grid;
  /** The picture the decoder has. */
  readonly shown: Uint8Array;
  /** Addresses that differ from `shown`; the first `count` are valid after `findChanges`. */
  readonly changed: Int32Array;
  readonly bits: BitWriter;
  readonly units: AccessUnits;
}

/** The access units of segment n: an IDR picture and then only the blocks that change. */
export function encodeSegment(studio: Studio, n: number): Pieces {
  const take = openTake(studio, n);
  const { sequence } = studio.layout;
  if (sequence !== null) paintText(take.grid, sequence, String(n).slice(-SEQUENCE_DIGITS));
  encodeFirst(take);
  for (let i = 1; i < studio.frames; i++) encodeNext(take, i);
  return take.units.pieces();
}

function openTake(studio: Studio, n: number): Take {
  const { backdrop, frames } = studio;
  const size = backdrop.cells.length;
  return {
    studio,
    n,
    grid: { ...backdrop, cells: backdrop.cells.slice() },
    shown: new Uint8Array(size),
    changed: new Int32Array(size),
    bits: new BitWriter(size + 256),
    units: new AccessUnits(frames, 2 * size + 64 * frames),
  };
}

function encodeFirst(take: Take): void {
  const { studio, units, bits, grid } = take;
  paintClock(take, 0);
  paintProgress(grid, studio.layout, filledColumns(take, 0));
  units.begin(0);
  units.append(studio.parameters);
  putIdrSlice(bits, grid, studio.palette, take.n % 2);
  units.nal(NAL.idr, bits.finish());
  units.end();
  take.shown.set(grid.cells);
}

function encodeNext(take: Take, i: number): void {
  const { studio, units, bits, grid, changed } = take;
  const { clock, progressRow } = studio.layout;
  let count = 0;
  if (clock !== null && secondOf(take, i) !== secondOf(take, i - 1)) {
    paintClock(take, i);
    count = findChanges(take, count, clock.row, clock.row + clock.scale * GLYPH_ROWS);
  }
  paintProgress(grid, studio.layout, filledColumns(take, i));
  count = findChanges(take, count, progressRow, grid.rows);
  units.begin(1);
  bits.clear();
  putChangeSlice(bits, { grid, palette: studio.palette, frameNum: i }, changed.subarray(0, count));
  units.nal(NAL.slice, bits.finish());
  units.end();
}

/** Appends the blocks of rows [from, to) that differ to `changed`, from index `count`; returns the new count. */
function findChanges(take: Take, count: number, from: number, to: number): number {
  const { shown, changed } = take;
  const { cells, columns } = take.grid;
  let found = count;
  for (let address = from * columns; address < to * columns; address++) {
    const colour = cells[address] as number;
    if (shown[address] === colour) continue;
    shown[address] = colour;
    changed[found++] = address;
  }
  return found;
}

function paintClock(take: Take, i: number): void {
  const { clock } = take.studio.layout;
  if (clock === null) return;
  paintText(take.grid, clock, clockText(secondOf(take, i)).slice(clock.from));
}

/** 0 on the first picture of a segment, every column on the last. */
function filledColumns(take: Take, i: number): number {
  const last = take.studio.frames - 1;
  return last === 0 ? 0 : Math.round((take.grid.columns * i) / last);
}

/** Seconds since the epoch at picture i. */
function secondOf(take: Take, i: number): number {
  const { segmentDurationSec, frames } = take.studio;
  const offset = Math.floor((i * segmentTicks(segmentDurationSec)) / frames);
  return Math.floor((segmentStartTicks(take.n, segmentDurationSec) + offset) / TICKS_PER_SECOND);
}
