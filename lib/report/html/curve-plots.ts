import { Histogram } from "../../stats/histogram.ts";
import type { MeasurementsData } from "../../stats/measurements.ts";
import { REQUEST_KINDS } from "../../stats/sample.ts";
import type { RunReport } from "../report-shape.ts";
import { formatCount, formatMs } from "./format.ts";
import { html, type Markup } from "./markup.ts";
import { COLOURS, type Plot } from "./plot.ts";

/** Steps of a curve for each further nine of the percentile. */
const STEPS_PER_NINE = 40;
const NINES = 4;
const TABLE_PERCENTILES = [0, 50, 90, 95, 99, 99.9, 99.99, 100];

interface Curve {
  label: string;
  histogram: Histogram;
}

/** Distributions as curves over the percentiles: the slowest ten thousandth is as wide as the quicker half. */
export function curvePlots({ measurements }: RunReport): Plot[] {
  const plots = [
    curvePlot(
      ["ttfb-curve", "Time to first byte", "By kind of request, from sending"],
      byKind(measurements, "ttfb"),
    ),
    curvePlot(
      ["due-curve", "Whole answer, from when it was due", "By kind; a late request counts its delay"],
      byKind(measurements, "due"),
    ),
    curvePlot(
      ["startup-curve", "Startup", "From the first request to the first picture"],
      byVariant(measurements, "startup"),
    ),
    curvePlot(["stall-curve", "Stalls", "Length of each that is over"], byVariant(measurements, "stall")),
    curvePlot(
      ["latency-curve", "Live latency", "Behind the live edge, by variant"],
      byVariant(measurements, "liveLatency"),
    ),
    curvePlot(["generator-curve", "The generator", "Lag of timers, delay of viewers' starts"], {
      lag: measurements.generator.lag,
      "schedule delay": measurements.generator.scheduleDelay,
    }),
  ];
  return plots.filter(({ lines }) => lines.length > 0);
}

type Encoded = Record<string, string | null>;

function byKind({ requests }: MeasurementsData, name: "ttfb" | "due"): Encoded {
  return Object.fromEntries(REQUEST_KINDS.map((kind) => [kind, requests[kind]?.[name] ?? null]));
}

function byVariant({ variants }: MeasurementsData, name: "startup" | "stall" | "liveLatency"): Encoded {
  return Object.fromEntries(Object.entries(variants).map(([label, variant]) => [label, variant[name]]));
}

function curvePlot([id, title, note]: readonly [string, string, string], encoded: Encoded): Plot {
  const curves = Object.entries(encoded).flatMap(([label, text]): Curve[] => {
    const histogram = Histogram.decode(text);
    return histogram && histogram.count > 0 ? [{ label, histogram }] : [];
  });
  const most = Math.max(1, ...curves.map(({ histogram }) => histogram.count));
  const xs = Array.from({ length: NINES * STEPS_PER_NINE + 1 }, (_, i) => i / STEPS_PER_NINE).filter(
    (x) => 10 ** x <= most,
  );
  const lines = curves.map((curve, i) => ({
    label: curve.label,
    colour: COLOURS[i % COLOURS.length] ?? "grey",
    isDashed: i >= COLOURS.length,
    values: valuesOf(curve.histogram, xs),
  }));
  const table = percentileTable(curves);
  return { id, title, note, unit: "ms", x: "percentile", xs, lines, isLogarithmic: isWide(curves), table };
}

/** Whether small and large values would not both be seen on an even scale. */
function isWide(curves: readonly Curve[]): boolean {
  const least = Math.min(...curves.map(({ histogram }) => histogram.min ?? 0));
  return Math.max(...curves.map(({ histogram }) => histogram.max ?? 0)) > 8 * least;
}

/** A percentile that fewer values than one stand for is left out. */
function valuesOf(histogram: Histogram, xs: readonly number[]): (number | null)[] {
  return xs.map((x) => (10 ** x <= histogram.count ? histogram.percentile(100 * (1 - 10 ** -x)) : null));
}

function percentileTable(curves: readonly Curve[]): Markup {
  const head = TABLE_PERCENTILES.map((p) => html`<th scope="col">${percentileName(p)}</th>`);
  const rows = curves.map(({ label, histogram }) => {
    const cells = TABLE_PERCENTILES.map((p) => html`<td>${formatMs(histogram.percentile(p))}</td>`);
    return html`<tr><th scope="row">${label}</th><td>${formatCount(histogram.count)}</td>${cells}</tr>`;
  });
  return html`<table><thead><tr><th scope="col"></th><th scope="col">count</th>${head}</tr></thead><tbody>${rows}</tbody></table>`;
}

function percentileName(p: number): string {
  if (p === 0) return "min";
  return p === 100 ? "max" : `p${p}`;
}
