import { html, type Markup } from "./markup.ts";

/** How the values of a plot are written; `page.js` and `format.ts` know the same ones. */
export type PlotUnit = "count" | "bits" | "bytes" | "ms" | "share" | "figure";

/** One line of a plot. Colours are names of the style sheet's palette. */
export interface PlotLine {
  label: string;
  colour: Colour;
  values: readonly (number | null)[];
  isFilled?: boolean;
  isDashed?: boolean;
  /** Points are joined to a line unless they stand for themselves. */
  hasPoints?: boolean;
}

export type Colour = "blue" | "green" | "amber" | "red" | "violet" | "teal" | "grey";

/** Data of one plot as `page.js` draws it, and the words around it. */
export interface Plot {
  id: string;
  title: string;
  /** What the values are, in one line below the title. */
  note: string;
  unit: PlotUnit;
  x: "time" | "percentile" | "clients";
  /** Of percentiles −log10(1 − share): 1 is 90 %, 2 is 99 %. */
  xs: readonly number[];
  lines: readonly PlotLine[];
  isLogarithmic?: boolean;
  /** Where a vertical line stands, with its words. */
  mark?: { x: number; text: string };
  /** The same in figures, for those who cannot see the picture. */
  table: Markup;
}

export const COLOURS: readonly Colour[] = ["blue", "green", "amber", "violet", "teal", "red", "grey"];

/** Figure with the place for the picture, its words and the table that says the same. */
export function plotFigure(plot: Plot): Markup {
  return html`<figure class="plot card" id="plot-${plot.id}">
<figcaption><h3>${plot.title}</h3><p class="quiet">${plot.note}</p></figcaption>
<div class="canvas" data-plot="${plot.id}" role="img" aria-label="${plot.title}: ${plot.note}"></div>
<details><summary>Figures</summary><div class="scroll">${plot.table}</div></details>
</figure>
`;
}

/** What the script needs of a plot, numbers as short as the eye can tell apart. */
export function plotData({ id, unit, x, xs, lines, isLogarithmic, mark }: Plot): object {
  return {
    id,
    unit,
    x,
    xs: x === "time" ? xs : xs.map(short),
    lines: lines.map((line) => ({ ...line, values: line.values.map(short) })),
    isLogarithmic: isLogarithmic ?? false,
    mark: mark ?? null,
  };
}

/** Four significant digits: a plot has fewer pixels. */
function short(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
