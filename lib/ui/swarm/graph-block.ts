import { flow, padStart } from "./fit.ts";
import { columnsOf, type Line, renderGraph } from "./graph.ts";
import type { Block } from "./layout.ts";
import { formatBitRate, formatMs, formatRate } from "./quantity.ts";
import { INDENT, more, row, type Scene } from "./row.ts";

/** The least that is worth being called a graph, and the widest that is still read at a glance. */
const GRAPH_CELLS = { least: 10, most: 240 };

export function traffic(scene: Scene): Block {
  const bits: Line = { of: (point) => point.bytes * 8, join: "mean" };
  return graphed(scene, {
    label: "Traffic",
    at: [4, 22, 31, 41],
    line: bits,
    text: padStart(formatBitRate(lately(scene, bits)), 10),
    peak: "peak",
    unit: formatBitRate,
  });
}

export function requests(scene: Scene): Block {
  const sent: Line = { of: (point) => point.requests, join: "mean" };
  return graphed(scene, {
    label: "Requests",
    at: [5, 23, 32, 42],
    line: sent,
    text: padStart(formatRate(lately(scene, sent)), 10),
    peak: "peak",
    unit: formatRate,
  });
}

/** Time to the first byte of segments, and how late all answers are against the moment when they were due. */
export function latency(scene: Scene): Block {
  const newest = scene.view.points.at(-1);
  const time = (ms: number | null | undefined) => padStart(formatMs(ms ?? null), 7);
  const times = [
    `p50 ${time(newest?.ttfbP50Ms)}`,
    `p99 ${time(newest?.ttfbP99Ms)}`,
    `due p99 ${time(newest?.dueP99Ms)}`,
  ];
  return graphed(scene, {
    label: "TTFB",
    at: [3, 21, 30, 40],
    line: { of: (point) => point.ttfbP99Ms, join: "max" },
    text: flow(times, scene.width - INDENT.length, 1).join(""),
    peak: "p99 peak",
    unit: formatMs,
  });
}

interface Graph {
  label: string;
  /** When its sizes are given room. */
  at: readonly [number, number, number, number];
  line: Line;
  text: string;
  /** What the highest value of the graph is called. */
  peak: string;
  unit: (value: number | null) => string;
}

/** A figure with its graph beside it; with room the graph goes below and grows. */
function graphed(scene: Scene, { label, at, line, text, peak, unit }: Graph): Block {
  const { view, paint, width } = scene;
  const below = (rows: number): string[] => {
    const values = columnsOf(view.points, line, Math.min(GRAPH_CELLS.most, width - INDENT.length));
    const known = values.filter((value) => value !== null);
    const most = known.length === 0 ? "" : paint.dim(`  ${peak} ${unit(Math.max(...known))}`);
    const lines = renderGraph(values, rows).map((cells) => more(scene, paint.cyan(cells)));
    return [row(scene, label, text + most), ...lines];
  };
  return {
    levels: [
      { at: at[0], lines: [row(scene, label, `${text}  ${beside(scene, line, text)}`)] },
      { at: at[1], lines: below(2) },
      { at: at[2], lines: below(5) },
      { at: at[3], lines: below(8) },
    ],
  };
}

function beside({ view, paint, width }: Scene, line: Line, text: string): string {
  const room = width - INDENT.length - Bun.stringWidth(text) - 2;
  if (room < GRAPH_CELLS.least) return "";
  return paint.cyan(renderGraph(columnsOf(view.points, line, room), 1).join(""));
}

/** The mean of the last three seconds: less restless than one. */
function lately({ view }: Scene, line: Line): number | null {
  const values = view.points
    .slice(-3)
    .map(line.of)
    .filter((value) => value !== null);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
