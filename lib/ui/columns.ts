export interface ColumnsOptions {
  /** Columns of the terminal; the last cell of a row is wrapped to stay within. */
  width: number;
  /** Spaces before each line. */
  indent?: number;
}

const GAP = 2;
/** A last column thinner than this is not wrapped: it would be no easier to read. */
const LEAST_WRAPPED = 24;

/** Rows of cells (which may have colours) as lines: each column as wide as its widest cell, the last one wrapped. */
export function renderColumns(rows: readonly (readonly string[])[], options: ColumnsOptions): string[] {
  const { width, indent = 0 } = options;
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(0, ...rows.map((row) => (column < row.length - 1 ? visibleWidth(row[column] ?? "") : 0))),
  );
  return rows.flatMap((row) => {
    const before = row.slice(0, -1).map((cell, column) => padEnd(cell, widths[column] ?? 0));
    const start = " ".repeat(indent) + before.map((cell) => cell + " ".repeat(GAP)).join("");
    const [first = "", ...more] = wrap(row.at(-1) ?? "", width - visibleWidth(start));
    const hang = " ".repeat(visibleWidth(start));
    return [start + first, ...more.map((line) => hang + line)].map((line) => line.trimEnd());
  });
}

/** Text in lines of at most that width, broken between words. */
export function wrap(text: string, width: number): string[] {
  if (width < LEAST_WRAPPED || visibleWidth(text) <= width) return text.split("\n");
  return Bun.wrapAnsi(text, width, { hard: false, trim: true }).split("\n");
}

export function visibleWidth(text: string): number {
  return Bun.stringWidth(text);
}

function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - visibleWidth(text)));
}
