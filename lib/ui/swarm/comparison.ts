import type { ComparedRow, Comparison } from "../../report/compare-reports.ts";
import type { FigureUnit } from "../../report/compared-figures.ts";
import { visibleWidth } from "../columns.ts";
import type { Painter } from "../paint.ts";
import {
  formatBitRate,
  formatBytes,
  formatCount,
  formatMs,
  formatRate,
  formatRatio,
  NONE,
} from "./quantity.ts";

const FORMATS: Readonly<Record<FigureUnit, (value: number) => string>> = {
  ms: formatMs,
  share: formatRatio,
  "per second": formatRate,
  "bit/s": formatBitRate,
  "per hour": (value) => `${value < 100 ? value.toFixed(2) : formatCount(value)}/h`,
  processors: formatRatio,
  bytes: formatBytes,
  clients: formatCount,
};

const MARKS: Readonly<Record<ComparedRow["verdict"], string>> = {
  better: "✓ better",
  worse: "✗ worse",
  same: "same",
  different: "different",
  unknown: "not in both",
};

/** Two runs side by side, figures aligned at the right; what changed stands out. */
export function renderComparison(
  { rows }: Comparison,
  titles: readonly [string, string],
  paint: Painter,
): string {
  const head = ["", ...titles, "change", ""];
  const cells = rows.map((row) => [
    row.metric,
    figure(row, row.a),
    figure(row, row.b),
    change(row),
    MARKS[row.verdict],
  ]);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...cells].map((line) => visibleWidth(line[column] ?? ""))),
  );
  const align = (line: readonly string[]) =>
    line
      .map((cell, column) => {
        const gap = " ".repeat((widths[column] ?? 0) - visibleWidth(cell));
        return column === 0 || column === head.length - 1 ? cell + gap : gap + cell;
      })
      .join("  ")
      .trimEnd();
  const lines = rows.map((row, i) => paintRow(row, align(cells[i] ?? []), paint));
  return [paint.bold(align(head)), ...lines, "", verdictLine(rows, paint)].join("\n");
}

function figure({ unit }: ComparedRow, value: number | null): string {
  return value === null ? NONE : FORMATS[unit](value);
}

function change({ change }: ComparedRow): string {
  if (change === null) return "";
  const percent = Math.abs(change) < 10 ? `${(change * 100).toFixed(1)} %` : `×${(change + 1).toFixed(0)}`;
  return change > 0 && change < 10 ? `+${percent}` : percent.replace("-", "−");
}

function paintRow({ verdict }: ComparedRow, line: string, paint: Painter): string {
  switch (verdict) {
    case "better":
      return paint.green(line);
    case "worse":
      return paint.red(line);
    case "same":
      return paint.dim(line);
    case "different":
    case "unknown":
      return line;
    default:
      return verdict satisfies never;
  }
}

function verdictLine(rows: readonly ComparedRow[], paint: Painter): string {
  const count = (verdict: ComparedRow["verdict"]) => rows.filter((row) => row.verdict === verdict).length;
  const [better, worse] = [count("better"), count("worse")];
  const words = `${worse} worse, ${better} better, ${count("same")} the same`;
  return worse > 0 ? paint.red(`✗ ${words}`) : paint.green(`✓ ${words}`);
}
