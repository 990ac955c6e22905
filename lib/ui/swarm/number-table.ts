import type { Painter } from "../paint.ts";
import { padEnd, padStart } from "./fit.ts";

const GAP = "  ";

/** Rows with a name at the left and figures aligned at the right; the head is dim. */
export function renderNumberTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Painter,
): string[] {
  const widths = head.map((title, column) =>
    Math.max(Bun.stringWidth(title), ...rows.map((row) => Bun.stringWidth(row[column] ?? ""))),
  );
  const line = (cells: readonly string[]) =>
    widths
      .map((width, column) => (column === 0 ? padEnd : padStart)(cells[column] ?? "", width))
      .join(GAP)
      .trimEnd();
  return [paint.dim(line(head)), ...rows.map(line)];
}
