import type { Painter } from "./paint.ts";

/** Columns as wide as their widest cell, two spaces apart, without rules; for lists a person reads or pipes on. */
export function renderTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Painter,
): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [paint.bold(line(head)), ...rows.map(line)].join("\n");
}
