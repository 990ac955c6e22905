import type { Difference } from "../explain/difference.ts";
import type { Value } from "../schema/table.ts";
import { renderColumns, visibleWidth } from "./columns.ts";
import { renderPlainValue } from "./finding.ts";
import type { Painter } from "./paint.ts";

interface Page {
  paint: Painter;
  width: number;
}

/** A value wider than this has a line of its own. */
const WIDEST_CELL = 20;

/** Keys that differ with both values, what is set before what is derived. */
export function renderDifferences(
  differences: readonly Difference[],
  titles: readonly [string, string],
  page: Page,
): string {
  if (differences.length === 0) return `${titles[0]} and ${titles[1]} are the same.`;
  const isDerived = ({ path }: Difference) => /^(derived|cache)\./.test(path);
  const groups = Object.values(
    Object.groupBy(foldItems(differences), (one) => (isDerived(one) ? "derived" : "set")),
  );
  return [headLine(titles, page), ...groups.map((group) => renderGroup(group ?? [], page))].join("\n\n");
}

/** An item that only one of the lists has is one line, not one for each of its keys. */
function foldItems(differences: readonly Difference[]): Difference[] {
  const groups = Map.groupBy(differences, ({ path }) => /^(.+\.\d+)\./.exec(path)?.[1] ?? path);
  return [...groups].flatMap(([path, group]) => {
    const [only, ...others] = group;
    const sides = (["left", "right"] as const).filter((side) => group.every((one) => one[side] === null));
    if (!only || others.length === 0 || sides.length === 0) return group;
    const words = group.map((one) => renderPlainValue(one.left ?? one.right)).join(" ");
    return [
      { path, left: sides.includes("left") ? null : words, right: sides.includes("right") ? null : words },
    ];
  });
}

function headLine([left, right]: readonly [string, string], { paint }: Page): string {
  return `${paint.red(`- ${left}`)}   ${paint.green(`+ ${right}`)}`;
}

function renderGroup(differences: readonly Difference[], { paint, width }: Page): string {
  const rows = differences.map(({ path, left, right }) => [
    paint.cyan(path),
    valueCell(left, paint.red, paint),
    valueCell(right, paint.green, paint),
  ]);
  const fits = (row: readonly string[]) => row.slice(1).every((cell) => visibleWidth(cell) <= WIDEST_CELL);
  const table = renderColumns(rows.filter(fits), { width: Number.POSITIVE_INFINITY });
  const stacked = rows
    .filter((row) => !fits(row))
    .flatMap(([path = "", left = "", right = ""]) => [
      path,
      ...renderColumns(
        [
          ["-", left],
          ["+", right],
        ],
        { width, indent: 2 },
      ),
    ]);
  return [...table, ...stacked].join("\n");
}

function valueCell(value: Value, colour: (text: string) => string, paint: Painter): string {
  return value === null ? paint.dim("–") : colour(renderPlainValue(value));
}
