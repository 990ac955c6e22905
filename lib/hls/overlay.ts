import { COLOUR } from "./colour.ts";
import { advance, GLYPH_ROWS, isInked, textColumns } from "./font.ts";
import type { Grid } from "./h264-blocks.ts";
import type { Layout, Line } from "./layout.ts";

/** Paints the empty black box. */
export function paintBox(grid: Grid, layout: Layout): void {
  if (layout.box === null) return;
  const { column, row, columns, rows } = layout.box;
  for (let y = row; y < row + rows; y++) {
    const start = y * grid.columns + column;
    grid.cells.fill(COLOUR.black, start, start + columns);
  }
}

/** Writes one centred line, white on black, into the box. */
export function paintText(grid: Grid, line: Line, text: string): void {
  let column = (grid.columns - textColumns(text) * line.scale) >> 1;
  for (const character of text) {
    for (let row = 0; row < GLYPH_ROWS; row++) paintGlyphRow(grid, line, { character, row, column });
    column += advance(character) * line.scale;
  }
}

function paintGlyphRow(
  grid: Grid,
  { row, scale }: Line,
  glyph: { character: string; row: number; column: number },
): void {
  for (let x = 0; x < advance(glyph.character) - 1; x++) {
    const colour = isInked(glyph.character, x, glyph.row) ? COLOUR.white : COLOUR.black;
    for (let y = 0; y < scale; y++) {
      const start = (row + glyph.row * scale + y) * grid.columns + glyph.column + x * scale;
      grid.cells.fill(colour, start, start + scale);
    }
  }
}

/** Paints the bar along the bottom: `filled` columns of it white. */
export function paintProgress(grid: Grid, layout: Layout, filled: number): void {
  for (let y = layout.progressRow; y < grid.rows; y++) {
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
