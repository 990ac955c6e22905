import type { Point } from "../../stats/run-view.ts";

const EIGHTHS = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;
/** How far back graphs look at least. */
const WINDOW_SEC = 120;

/** What a graph shows of each second, and how seconds become one cell. */
export interface Line {
  of: (point: Point) => number | null;
  join: "mean" | "max";
}

/**
 * The last minutes as one value a cell, oldest first; null where there was nothing. Cells begin at whole multiples of
 * their length, so that a value stays in its cell while the graph moves.
 */
export function columnsOf(points: readonly Point[], line: Line, width: number): (number | null)[] {
  if (width <= 0) return [];
  const secondsPerCell = Math.max(1, Math.ceil(WINDOW_SEC / width));
  const newest = Math.floor((points.at(-1)?.t ?? 0) / secondsPerCell);
  const cells = Array.from({ length: width }, (): number[] => []);
  for (const point of points) {
    const at = width - 1 - (newest - Math.floor(point.t / secondsPerCell));
    const value = line.of(point);
    if (value !== null) cells[at]?.push(value);
  }
  return cells.map((values) => {
    if (values.length === 0) return null;
    if (line.join === "max") return Math.max(...values);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
}

/** Bars from 0 to the highest value, `rows` lines high; a value of 0 is a thin line, null is empty. */
export function renderGraph(values: readonly (number | null)[], rows: number): string[] {
  const top = Math.max(0, ...values.map((value) => value ?? 0));
  return Array.from({ length: rows }, (_, row) => {
    const below = (rows - 1 - row) * 8;
    const sign = (value: number | null) => EIGHTHS[eighths(value, top, rows * 8) - below] ?? "█";
    return values.map((value) => (eighths(value, top, rows * 8) <= below ? " " : sign(value))).join("");
  });
}

function eighths(value: number | null, top: number, full: number): number {
  if (value === null) return 0;
  return top === 0 ? 1 : Math.max(1, Math.round((Math.max(0, value) / top) * full));
}

/** A bar of `width` cells; each share has its sign. Shares above 0 get a cell while there is room. */
export function renderBar(
  shares: readonly { value: number; sign: string }[],
  total: number,
  width: number,
): string {
  let bar = "";
  let done = 0;
  for (const { value, sign } of shares) {
    done += value;
    const until = total <= 0 ? 0 : Math.min(width, Math.round((done / total) * width));
    const length = bar.length;
    const least = value > 0 && length < width ? length + 1 : length;
    bar += sign.repeat(Math.max(until, least) - length);
  }
  return bar.padEnd(width, "░");
}
