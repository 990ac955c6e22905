import { GLYPH_ROWS, textColumns } from "./font.ts";

/** One line of centred text: its first row and how many macroblocks make one block of a glyph. */
export interface Line {
  row: number;
  scale: number;
}

/** Where things are painted over the pattern, in macroblocks; null is what has no room on a small picture. */
export interface Layout {
  box: { column: number; row: number; columns: number; rows: number } | null;
  label: Line | null;
  /** `from` is the first character of HH:MM:SS that is shown: 0, 3 (MM:SS) or 6 (SS). */
  clock: (Line & { from: number }) | null;
  sequence: Line | null;
  /** First row of the progress bar, which goes down to the last. */
  progressRow: number;
}

const CLOCK = "00:00:00";
const CLOCK_FORMS = [0, 3, 6];
/** Enough for the media sequence number of any second until the year 2286; of longer ones the end is shown. */
export const SEQUENCE_DIGITS = 10;

/** Lays out the label, below it the clock, below that the media sequence number, as far as the picture is large enough. */
export function layOut(columns: number, rows: number, label: string): Layout {
  const progressRow = rows - Math.max(1, Math.floor(rows / 18));
  const room = { columns, rows: progressRow - 2 };
  const clock = fitClock(room);
  if (clock === null) return { box: null, label: null, clock: null, sequence: null, progressRow };
  const scale = Math.max(1, clock.scale >> 1);
  const lineRows = scale * (GLYPH_ROWS + 1);
  const clockRows = clock.scale * GLYPH_ROWS;
  const labelColumns = textColumns(label) * scale;
  const sequenceColumns = textColumns("0".repeat(SEQUENCE_DIGITS)) * scale;
  const hasLabel = label !== "" && labelColumns <= columns && clockRows + lineRows <= room.rows;
  const withLabel = clockRows + (hasLabel ? lineRows : 0);
  // The number is the least of it: a third of the picture stays with the pattern.
  const hasSequence = sequenceColumns <= columns && withLabel + lineRows <= (rows * 2) / 3;
  const height = withLabel + (hasSequence ? lineRows : 0);
  const width = Math.max(clock.columns, hasLabel ? labelColumns : 0, hasSequence ? sequenceColumns : 0);
  const above = progressRow - height;
  const air = Math.min(scale, Math.floor(above / 2));
  const top = Math.max(air, above - air - Math.max(1, Math.floor(above / 3)));
  const clockRow = top + (hasLabel ? lineRows : 0);
  return {
    box: boxAround({ top, height, width, air }, columns),
    label: hasLabel ? { row: top, scale } : null,
    clock: { row: clockRow, scale: clock.scale, from: clock.from },
    sequence: hasSequence ? { row: clockRow + clockRows + scale, scale } : null,
    progressRow,
  };
}

/** The text with air around it, as wide as the picture allows. */
function boxAround(
  text: { top: number; height: number; width: number; air: number },
  columns: number,
): Layout["box"] {
  const boxColumns = Math.min(columns, text.width + 2 * text.air);
  return {
    column: (columns - boxColumns) >> 1,
    row: text.top - text.air,
    columns: boxColumns,
    rows: text.height + 2 * text.air,
  };
}

/** The longest form of the clock that fits, at most three quarters of the width and half the height if it can. */
function fitClock(room: {
  columns: number;
  rows: number;
}): { scale: number; from: number; columns: number } | null {
  if (GLYPH_ROWS > room.rows) return null;
  for (const from of CLOCK_FORMS) {
    const columns = textColumns(CLOCK.slice(from));
    if (columns > room.columns) continue;
    const fitting = Math.min((room.columns * 3) / 4 / columns, room.rows / 2 / GLYPH_ROWS);
    const scale = Math.max(1, Math.floor(fitting));
    return { scale, from, columns: columns * scale };
  }
  return null;
}
