import type { RunView } from "../../stats/run-view.ts";
import type { Measurements } from "../../stats/totals.ts";
import type { Painter } from "../paint.ts";
import type { Figures } from "./figures.ts";
import { cut, flow, padEnd } from "./fit.ts";
import type { Block } from "./layout.ts";

/** What every section of the dashboard is made from. */
export interface Scene {
  view: RunView<Measurements>;
  figures: Figures;
  paint: Painter;
  /** Cells of a line. */
  width: number;
}

const LABEL_WIDTH = 12;
/** Where the text of a row begins. */
export const INDENT = " ".repeat(LABEL_WIDTH + 1);

/** A dim label of fixed width and what it says, cut to the line. */
export function row({ paint, width }: Pick<Scene, "paint" | "width">, label: string, text: string): string {
  return cut(`${paint.dim(padEnd(label, LABEL_WIDTH))} ${text}`, width);
}

/** A row that belongs to the one above it. */
export function more({ width }: Pick<Scene, "width">, text: string): string {
  return cut(INDENT + text, width);
}

/** Rows below each other, the first with the label. */
export function rows(
  scene: Pick<Scene, "paint" | "width">,
  label: string,
  texts: readonly string[],
): string[] {
  return texts.map((text, index) => (index === 0 ? row(scene, label, text) : more(scene, text)));
}

/** Facts in one line, or with more room in several; each size keeps its number of lines, filled or not. */
export function facts(
  scene: Scene,
  label: string,
  parts: readonly string[],
  sizes: readonly { at: number; lines: number }[],
): Block {
  const room = scene.width - INDENT.length;
  return {
    levels: sizes.map(({ at, lines }) => ({ at, lines: rows(scene, label, flow(parts, room, lines)) })),
  };
}

/** Colours text when there is a reason to. */
export function alert(
  paint: Painter,
  isAlert: boolean,
  colour: "red" | "yellow" = "red",
): (text: string) => string {
  return isAlert ? paint[colour] : (text) => text;
}
