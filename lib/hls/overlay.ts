import { COLOUR } from "./colour.ts";
import { advance, GLYPH_COLUMNS, GLYPH_ROWS, isInked, textColumns } from "./font.ts";
import type { Grid } from "./h264-blocks.ts";

/** One line of text in the box: where it is and how many grid blocks make one block of a glyph. */
interface Line {
  row: number;
  scale: number;
}

/** Where things are painted over the pattern, in macroblocks; null is what has no room on a small picture. */
export interface Overlay {
  box: { column: number; row: number; columns: number; rows: number } | null;
  label: Line | null;
  /** `clockFrom` is the first character of HH:MM:SS shown: 0, 3 (MM:SS) or 6 (SS). */
  clock: (Line & { clockFrom: number }) | null;
  sequence: Line | null;
  /** First row of the progress bar, which goes down to the last. */
  progressRow: number;
}

const CLOCK = "00:00:00";
/** Media sequence numbers of this century have at most ten digits at a second each. */
const SEQUENCE = "0000000000";

/** Lays the box out: the clock first and large, then the label above and the media sequence number below. */
export function layOut(columns: number, rows: number, label: string): Overlay {
  const progressRow = rows - Math.max(1, Math.floor(rows / 18));
  const room = { columns, rows: progressRow - 2 };
  const clock = fitClock(room);
  if (clock === null) return { box: null, label: null, clock: null, sequence: null, progressRow };
  const small = Math.max(1, clock.scale >> 1);
  const used = clock.scale * GLYPH_ROWS;
  const height = small * (GLYPH_ROWS + 1);
  const hasLabel = used + height <= room.rows && textColumns(label) * small <= columns && label !== "";
  const withLabel = used + (hasLabel ? height : 0);
  const hasSequence = withLabel + height <= room.rows && textColumns(SEQUENCE) * small <= columns;
  const total = withLabel + (hasSequence ? height : 0);
  const top = Math.max(1, progressRow - 1 - Math.max(1, Math.floor((progressRow - total) / 3)) - total);
  const clockRow = top + (hasLabel ? height : 0);
  const widest = Math.max(
    textColumns(CLOCK.slice(clock.clockFrom)) * clock.scale,
    hasLabel ? textColumns(label) * small : 0,
    hasSequence ? textColumns(SEQUENCE) * small : 0,
  );
  const boxColumns = Math.min(columns, widest + 2);
  return {
    box: { column: (columns - boxColumns) >> 1, row: top - 1, columns: boxColumns, rows: total + 2 },
    label: hasLabel ? { row: top, scale: small } : null,
    clock: { ...clock, row: clockRow },
    sequence: hasSequence ? { row: clockRow + used + small, scale: small } : null,
    progressRow,
  };
}

/** The longest form of the clock that fits, as large as leaves a quarter of the width to the pattern. */
function fitClock(room: { columns: number; rows: number }): { scale: number; clockFrom: number } | null {
  for (const clockFrom of [0, 3, 6]) {
    const columns = textColumns(CLOCK.slice(clockFrom));
    if (columns > room.columns || GLYPH_ROWS > room.rows) continue;
    const scale = Math.floor(Math.min((room.columns * 3) / 4 / columns, room.rows / 2 / GLYPH_ROWS));
    return { scale: Math.max(1, scale), clockFrom };
  }
  return null;
}

/** Paints the empty black box. */
export function paintBox(grid: Grid, overlay: Overlay): void {
  if (overlay.box === null) return;
  const { column, row, columns, rows } = overlay.box;
  for (let y = row; y < row + rows; y++) {
    const start = y * grid.columns + column;
    grid.cells.fill(COLOUR.black, start, start + columns);
  }
}

/** Writes one centred line, white on black; what a shorter text leaves over is the caller's to clear. */
export function paintText(grid: Grid, line: Line, text: string): void {
  const { scale } = line;
  let column = (grid.columns - textColumns(text) * scale) >> 1;
  for (const character of text) {
    for (let y = 0; y < GLYPH_ROWS * scale; y++) {
      const start = (line.row + y) * grid.columns + column;
      const glyphRow = Math.floor(y / scale);
      for (let x = 0; x < Math.min(GLYPH_COLUMNS, advance(character) - 1); x++) {
        const colour = isInked(character, x, glyphRow) ? COLOUR.white : COLOUR.black;
        grid.cells.fill(colour, start + x * scale, start + (x + 1) * scale);
      }
    }
    column += advance(character) * scale;
  }
}

/** Paints the bar along the bottom: `filled` columns of it white. */
export function paintProgress(grid: Grid, overlay: Overlay, filled: number): void {
  for (let y = overlay.progressRow; y < grid.rows; y++) {
    const start = y * grid.columns;
    grid.cells.fill(COLOUR.white, start, start + filled);
    grid.cells.fill(COLOUR.black, start + filled, start + grid.columns);
  }
}

/** UTC time of day of a second since the epoch: `HH:MM:SS`. */
export function clockText(epochSeconds: number): string {
  const second = epochSeconds % 86_400;
  const parts = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
