import type { RunView } from "../../stats/run-view.ts";
import type { Measurements } from "../../stats/totals.ts";
import type { Painter } from "../paint.ts";
import { figuresOf } from "./figures.ts";
import { cut, cutMiddle, ends, flow, padEnd, printable } from "./fit.ts";
import { renderBar } from "./graph.ts";
import { latency, requests, traffic } from "./graph-block.ts";
import { thresholds, validity } from "./judge-block.ts";
import { type Block, stack } from "./layout.ts";
import { generator, notes, origin } from "./machine-block.ts";
import { formatClock } from "./quantity.ts";
import type { Scene } from "./row.ts";
import { conformance, errors } from "./trouble-block.ts";
import { clients, playback } from "./viewer-block.ts";

export interface Size {
  columns: number;
  rows: number;
}

/** From here on there is room for two columns that are not narrower than the usual 80 by much. */
const TWO_COLUMNS = 116;
const GUTTER = "  ";
const NARROW = 72;

const LOAD = [clients, latency, traffic, requests];
const RESULT = [validity, playback, thresholds, errors, conformance, generator, origin, notes];

/**
 * The whole screen: at most `rows` lines of at most `columns` cells. What matters least is left out first; a wide screen has
 * two columns. `footer`: what keys do, on the last line.
 */
export function renderDashboard(
  view: RunView<Measurements>,
  { columns, rows }: Size,
  paint: Painter,
  footer = "q stops",
): string[] {
  if (rows < 1 || columns < 1) return [];
  const head = [title(view, columns, paint), progress(view, columns, paint)];
  const hasGap = rows >= 14;
  const top = hasGap ? [...head, ""] : head;
  const free = rows - top.length - 1;
  const figures = figuresOf(view.totals);
  const scene = (width: number): Scene => ({ view, figures, paint, width });
  const body =
    columns >= TWO_COLUMNS
      ? twoColumns(scene, columns, free)
      : stack(blocks(scene(columns), [...LOAD, ...RESULT]), free);
  const filler = Array.from({ length: Math.max(0, free - body.length) }, () => "");
  return [...top, ...body, ...filler, cut(paint.dim(footer), columns)].slice(0, rows);
}

function blocks(scene: Scene, sections: readonly ((scene: Scene) => Block)[]): Block[] {
  return sections.map((section) => section(scene));
}

function twoColumns(scene: (width: number) => Scene, columns: number, rows: number): string[] {
  const width = Math.floor((columns - GUTTER.length) / 2);
  const left = stack(blocks(scene(width), LOAD), rows);
  const right = stack(blocks(scene(width), RESULT), rows);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) =>
    `${padEnd(left[index] ?? "", width)}${GUTTER}${right[index] ?? ""}`.trimEnd(),
  );
}

/** The address matters most: what else there is to say gives way to it. */
function title({ identity }: RunView<Measurements>, columns: number, paint: Painter): string {
  const url = printable(identity.url);
  const name = columns < NARROW ? "" : "hlsctl swarm ";
  const [what = ""] = flow(
    [identity.profile, identity.engine, identity.variant].map(printable),
    columns / 3,
    1,
  );
  const room = Math.max(1, columns - name.length - Bun.stringWidth(what) - 2);
  return ends(name + paint.bold(cutMiddle(url, room)), paint.dim(what), columns);
}

/** How much of the run is over; without an end, how far the ramp is. */
function progress({ identity, elapsedMs }: RunView<Measurements>, columns: number, paint: Painter): string {
  const { durationMs, rampEndsMs } = identity;
  const isRamping = elapsedMs < rampEndsMs;
  const of = durationMs === null ? "" : ` / ${formatClock(durationMs)}`;
  const ramp =
    rampEndsMs === 0 ? "" : isRamping ? `ramp ${Math.floor((100 * elapsedMs) / rampEndsMs)} %` : "full load";
  const text = `${formatClock(elapsedMs)}${of}  ${padEnd(ramp, 9)}`;
  const total = durationMs ?? (isRamping ? rampEndsMs : 0);
  const room = columns - text.length - 2;
  if (total === 0 || room < 10) return cut(text, columns);
  const bar = renderBar([{ value: Math.min(elapsedMs, total), sign: "█" }], total, room);
  return `${bar.replace(/█+/, paint.cyan).replace(/░+/, paint.dim)}  ${text}`;
}
