import type { BitWriter } from "./bit-writer.ts";
import { FRAME_NUM_BITS } from "./h264-params.ts";

/**
 * Exact coding of pictures made of flat 16×16 blocks (ITU-T H.264, CAVLC). Every coded macroblock is Intra_16x16 without AC: the
 * prediction is one flat neighbour, the residual one DC level per component, and a level is exactly one step
 * at the QPs of `h264-params.ts`. So what is written is what is decoded, and no reconstruction is needed.
 */

/** Colours by number; a picture is a grid of these numbers. */
export interface Palette {
  readonly luma: Uint8Array;
  readonly cb: Uint8Array;
  readonly cr: Uint8Array;
}

/** Colour numbers of the macroblocks, row by row. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly cells: Uint8Array;
}

/** Intra16x16PredMode (table 8-4) and intra_chroma_pred_mode (table 7-16) of the same direction. */
const FROM_ABOVE = { luma: 0, chroma: 2 } as const;
const FROM_LEFT = { luma: 1, chroma: 1 } as const;
const FROM_NOTHING = { luma: 2, chroma: 0 } as const;
type Prediction = typeof FROM_ABOVE | typeof FROM_LEFT | typeof FROM_NOTHING;

/** mb_type numbers of intra macroblocks come after the five inter types in P slices (clause 7.4.5). */
const INTRA_IN_P = 5;
/** A macroblock of an I slice that repeats its left neighbour happens to be eight bits. */
const SAME_AS_LEFT = 0b0110_1011;

/** slice_data of an IDR picture. */
export function putIdrSlice(w: BitWriter, grid: Grid, palette: Palette, idrPicId: number): void {
  putSliceHeader(w, { type: 7, frameNum: 0, idrPicId });
  const { columns, rows, cells } = grid;
  for (let y = 0; y < rows; y++) {
    const row = y * columns;
    putBlock(w, 0, grid, palette, row);
    let x = 1;
    while (x < columns) {
      let same = x;
      while (same < columns && cells[row + same] === cells[row + x - 1]) same++;
      w.putRepeated(SAME_AS_LEFT, same - x);
      x = same;
      if (x < columns) putBlock(w, 0, grid, palette, row + x++);
    }
  }
}

/** slice_data of a picture that differs from the one before in the blocks `changed` (ascending addresses). */
export function putChangeSlice(
  w: BitWriter,
  picture: { grid: Grid; palette: Palette; frameNum: number },
  changed: Int32Array,
): void {
  putSliceHeader(w, { type: 5, frameNum: picture.frameNum });
  let next = 0;
  for (const address of changed) {
    w.ue(address - next); // mb_skip_run
    putBlock(w, INTRA_IN_P, picture.grid, picture.palette, address);
    next = address + 1;
  }
  const left = picture.grid.cells.length - next;
  if (left > 0) w.ue(left);
}

/** slice_header (clause 7.3.3): one slice a picture, QP of the PPS, no deblocking, every picture a reference. */
function putSliceHeader(w: BitWriter, head: { type: 5 | 7; frameNum: number; idrPicId?: number }): void {
  w.ue(0); // first_mb_in_slice
  w.ue(head.type);
  w.ue(0); // pic_parameter_set_id
  w.put(head.frameNum % 2 ** FRAME_NUM_BITS, FRAME_NUM_BITS);
  if (head.idrPicId !== undefined) w.ue(head.idrPicId);
  else w.put(0b00, 2); // num_ref_idx_active_override_flag, ref_pic_list_modification_flag_l0
  w.put(0, head.idrPicId !== undefined ? 2 : 1); // dec_ref_pic_marking: nothing special
  w.se(0); // slice_qp_delta
  w.ue(1); // disable_deblocking_filter_idc
}

/** macroblock_layer (clause 7.3.5) of one Intra_16x16 macroblock. */
function putBlock(w: BitWriter, typeOffset: number, grid: Grid, palette: Palette, address: number): void {
  const { columns, cells } = grid;
  const prediction = address % columns > 0 ? FROM_LEFT : address > 0 ? FROM_ABOVE : FROM_NOTHING;
  const colour = cells[address] as number;
  const neighbour = neighbourOf(prediction, address, columns);
  const luma = step(palette.luma, colour, cells, neighbour);
  const cb = step(palette.cb, colour, cells, neighbour);
  const cr = step(palette.cr, colour, cells, neighbour);
  const hasChroma = cb !== 0 || cr !== 0;
  w.ue(typeOffset + 1 + prediction.luma + (hasChroma ? 4 : 0));
  w.ue(prediction.chroma);
  w.se(0); // mb_qp_delta
  putLumaDc(w, luma);
  if (!hasChroma) return;
  putChromaDc(w, cb);
  putChromaDc(w, cr);
}

function neighbourOf(prediction: Prediction, address: number, columns: number): number {
  if (prediction === FROM_NOTHING) return -1;
  return prediction === FROM_LEFT ? address - 1 : address - columns;
}

/** Colour minus prediction; without neighbours the prediction is mid-grey (clause 8.3.3.3). */
function step(component: Uint8Array, colour: number, cells: Uint8Array, neighbour: number): number {
  const predicted = neighbour < 0 ? 128 : component[cells[neighbour] as number];
  return (component[colour] as number) - (predicted as number);
}

/** coeff_token for nC 0 (table 9-5): AC is never coded, so no neighbour ever counts; total_zeros 0 is one bit. */
function putLumaDc(w: BitWriter, level: number): void {
  if (level === 0) w.put(1, 1);
  else if (level === 1 || level === -1) w.put(level === 1 ? 0b01_0_1 : 0b01_1_1, 4);
  else {
    w.put(0b000101, 6);
    putLevel(w, level);
    w.put(1, 1);
  }
}

/** coeff_token for nC −1 (table 9-5). */
function putChromaDc(w: BitWriter, level: number): void {
  if (level === 0) w.put(0b01, 2);
  else if (level === 1 || level === -1) w.put(level === 1 ? 0b1_0_1 : 0b1_1_1, 3);
  else {
    w.put(0b000111, 6);
    putLevel(w, level);
    w.put(1, 1);
  }
}

/** level_prefix and level_suffix of a single coefficient beyond ±1 (clause 9.2.2.1 with suffixLength 0). */
function putLevel(w: BitWriter, level: number): void {
  const code = 2 * Math.abs(level) - 4 + (level < 0 ? 1 : 0);
  if (code < 14) w.put(1, code + 1);
  else if (code < 30) {
    w.put(1, 15);
    w.put(code - 14, 4);
  } else {
    w.put(1, 16);
    w.put(code - 30, 12);
  }
}
