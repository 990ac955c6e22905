import type { Distribution } from "../../report/report-shape.ts";
import { wrap } from "../columns.ts";
import type { Painter } from "../paint.ts";
import { padEnd } from "./fit.ts";
import { formatMs, NONE } from "./quantity.ts";

/** How a page for people is written. */
export interface Page {
  paint: Painter;
  /** Columns; without end where there is no terminal. */
  width: number;
}

const LABEL_WIDTH = 12;
const INDENT = "  ";

/** A label and what is to be said, further lines below the text. */
export function item({ paint, width }: Page, label: string, text: string): string[] {
  const before = INDENT.length + LABEL_WIDTH + 2;
  const [first = "", ...rest] = wrap(text, width - before);
  const hang = " ".repeat(before);
  return [`${INDENT}${paint.dim(padEnd(label, LABEL_WIDTH))}  ${first}`, ...rest.map((line) => hang + line)];
}

/** Something that explains the line before it. */
export function under(text: string, { width }: Page, indent = 4): string[] {
  return wrap(text, width - indent).map((line) => " ".repeat(indent) + line);
}

/** `p50 412 ms · p95 655 ms · most 1.2 s` */
export function spread({ count, p50, p95, p99, max }: Distribution): string {
  if (count === 0) return NONE;
  return [
    `p50 ${formatMs(p50)}`,
    `p95 ${formatMs(p95)}`,
    `p99 ${formatMs(p99)}`,
    `most ${formatMs(max)}`,
  ].join(" · ");
}
