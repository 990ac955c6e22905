import type { Point } from "../../stats/run-view.ts";
import type { RunReport } from "../report-shape.ts";
import { formatFigureOf } from "./format.ts";
import { html, type Markup } from "./markup.ts";
import type { Plot, PlotLine, PlotUnit } from "./plot.ts";

type Column = readonly (number | null)[];

export interface PlotGroup {
  title: string;
  plots: Plot[];
}

/** The series of a report as plots over time; a plot of which nothing was measured is left out. */
export function timePlots(report: RunReport): PlotGroup[] {
  const { points, intervalSec } = report.series;
  const each = (name: keyof Point, factor = 1): Column => scaled(points[name], factor);
  const rate = (name: keyof Point, factor = 1): Column => scaled(points[name], factor / intervalSec);
  const plot = timePlotter(points.t);
  const groups = [
    { title: "Load", plots: [...loadPlots(report, { each, rate, plot })] },
    { title: "Delivery", plots: [...deliveryPlots({ each, rate, plot })] },
    { title: "Experience", plots: [...experiencePlots(report, { each, rate, plot })] },
    { title: "The generator itself", plots: [...generatorPlots({ each, rate, plot })] },
  ];
  const drawn = groups.map(({ title, plots }) => ({ title, plots: plots.filter(hasValues) }));
  return drawn.filter(({ plots }) => plots.length > 0);
}

interface Pen {
  each(name: keyof Point, factor?: number): Column;
  /** Of sums over an interval: per second. */
  rate(name: keyof Point, factor?: number): Column;
  plot(words: PlotWords, unit: PlotUnit, lines: readonly PlotLine[]): Plot;
}

function loadPlots({ expected, series }: RunReport, { each, rate, plot }: Pen): Plot[] {
  const { clients, playing, stalled } = series.points;
  const waiting = clients.map((count, i) => Math.max(0, count - (playing[i] ?? 0) - (stalled[i] ?? 0)));
  const level = (value: number | undefined): PlotLine[] =>
    value === undefined
      ? []
      : [{ label: "expected", colour: "grey", isDashed: true, values: clients.map(() => value) }];
  return [
    plot(["clients", "Clients", "By state; the dashed line is what the schedule wants"], "count", [
      { label: "playing", colour: "blue", isFilled: true, values: each("playing") },
      { label: "stalled", colour: "red", isFilled: true, values: each("stalled") },
      { label: "starting", colour: "amber", values: waiting },
      { label: "wanted", colour: "grey", isDashed: true, values: each("target") },
    ]),
    plot(["throughput", "Throughput", "Bodies received"], "bits", [
      { label: "received", colour: "blue", isFilled: true, values: rate("bytes", 8) },
      ...level(expected?.bitsPerSec),
    ]),
    plot(["requests", "Requests", "Per second, of all kinds"], "count", [
      { label: "requests", colour: "blue", isFilled: true, values: rate("requests") },
      ...level(expected?.requestsPerSec),
    ]),
  ];
}

function deliveryPlots({ each, rate, plot }: Pen): Plot[] {
  const latency = plot(
    ["ttfb", "Time to first byte", "Of segments and parts; due: of every request, from when it was due"],
    "ms",
    [
      { label: "median", colour: "green", values: each("ttfbP50Ms") },
      { label: "p99", colour: "blue", values: each("ttfbP99Ms") },
      { label: "due p99", colour: "violet", isDashed: true, values: each("dueP99Ms") },
    ],
  );
  return [
    { ...latency, isLogarithmic: true },
    plot(
      ["failed", "Failed requests", "Per second: no whole answer, or a status of 400 and more"],
      "figure",
      [{ label: "failed", colour: "red", isFilled: true, values: rate("failed") }],
    ),
  ];
}

function experiencePlots({ series }: RunReport, { each, rate, plot }: Pen): Plot[] {
  const { stalledMs, playedMs } = series.points;
  const ratio = stalledMs.map((stalled, i) => {
    const watched = stalled + (playedMs[i] ?? 0);
    return watched > 0 ? stalled / watched : null;
  });
  return [
    plot(["stalls", "Stalls", "Begun per second"], "figure", [
      { label: "stalls", colour: "red", isFilled: true, values: rate("stalls") },
    ]),
    plot(["rebuffering", "Rebuffer ratio", "Stalled of stalled and played time"], "share", [
      { label: "stalled", colour: "amber", isFilled: true, values: ratio },
    ]),
    plot(["latency", "Live latency", "Median, behind the live edge"], "ms", [
      { label: "median", colour: "teal", values: each("liveLatencyP50Ms") },
    ]),
  ];
}

function generatorPlots({ each, plot }: Pen): Plot[] {
  return [
    plot(["cpu", "Processor", "All generators together; 100 % is one processor"], "share", [
      { label: "used", colour: "violet", isFilled: true, values: each("cpu") },
    ]),
    plot(["lag", "Event-loop lag", "How late timers were, 99th percentile"], "ms", [
      { label: "p99", colour: "violet", values: each("lagP99Ms") },
    ]),
    plot(["memory", "Memory", "Resident, all generators together"], "bytes", [
      { label: "resident", colour: "violet", isFilled: true, values: each("rssBytes") },
    ]),
  ];
}

type PlotWords = readonly [id: string, title: string, note: string];

function timePlotter(xs: readonly number[]): Pen["plot"] {
  return ([id, title, note], unit, lines) => {
    const plot = { id, title, note, unit, x: "time", xs, lines } as const;
    return { ...plot, table: timeTable(plot) };
  };
}

/** Rows of the table beside a plot: the means of as many even parts of the run. */
const SLICES = 12;

function timeTable({ xs, lines, unit }: Omit<Plot, "table">): Markup {
  const size = Math.max(1, Math.ceil(xs.length / SLICES));
  const starts = xs.filter((_, i) => i % size === 0);
  const rows = starts.map((start, row) => {
    const cells = lines.map(({ values }) => mean(values.slice(row * size, (row + 1) * size)));
    return html`<tr><th scope="row">${clock(start)}</th>${cells.map((cell) => html`<td>${formatFigureOf(unit, cell)}</td>`)}</tr>`;
  });
  const head = lines.map(({ label }) => html`<th scope="col">${label}</th>`);
  return html`<table><thead><tr><th scope="col">from</th>${head}</tr></thead><tbody>${rows}</tbody></table>`;
}

function mean(values: Column): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Seconds as 1:02:03. */
function clock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, rest] = [Math.floor(seconds / 3600), Math.floor(seconds % 3600)];
  const [minutes, second] = [Math.floor(rest / 60), rest % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(second)}` : `${minutes}:${two(second)}`;
}

function scaled(column: Column, factor: number): Column {
  return factor === 1 ? column : column.map((value) => (value === null ? null : value * factor));
}

function hasValues({ lines, xs }: Plot): boolean {
  return xs.length > 1 && lines.some(({ values }) => values.some((value) => value !== null));
}
