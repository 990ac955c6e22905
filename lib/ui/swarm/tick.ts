import type { Point, RunView } from "../../stats/run-view.ts";
import type { Measurements } from "../../stats/totals.ts";
import { figuresOf } from "./figures.ts";
import { formatClock } from "./quantity.ts";

/** How often a run without a dashboard says how it is. */
export const TICK_SEC = 10;

/**
 * One line, always the same fields in the same order, so that it can be searched and cut (logfmt). Rates are means of the
 * last ten seconds, `ttfb_p50` the middle and the p99s the worst of their seconds; `stalls` and `errors` count from the beginning.
 */
export function renderTick(view: RunView<Measurements>): string {
  const { gauges, points, thresholds, invalidReasons } = view;
  const last = points.slice(-TICK_SEC);
  const figures = figuresOf(view.totals);
  const { starting, playing, stalled } = gauges.clients;
  const fields: Record<string, string> = {
    clients: `${starting + playing + stalled}/${gauges.target}`,
    playing: String(playing),
    "req/s": rounded(mean(last, (point) => point.requests)),
    "gbit/s": rounded(
      mean(last, (point) => (point.bytes * 8) / 1e9),
      3,
    ),
    ttfb_p50: inMs(middle(known(last, (point) => point.ttfbP50Ms))),
    ttfb_p99: inMs(worst(known(last, (point) => point.ttfbP99Ms))),
    due_p99: inMs(worst(known(last, (point) => point.dueP99Ms))),
    stalls: String(figures.stalls),
    rebuffering: figures.rebufferRatio === null ? "-" : `${rounded(figures.rebufferRatio * 100, 2)}%`,
    errors: String(figures.failed),
    thresholds: `${thresholds.filter(({ ok }) => ok).length}/${thresholds.length}`,
    cpu: `${rounded(mean(last, (point) => point.cpu * 100))}%`,
    valid: invalidReasons.length === 0 ? "yes" : "no",
  };
  const words = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  return [formatClock(view.elapsedMs), ...words].join(" ");
}

function known(points: readonly Point[], of: (point: Point) => number | null): number[] {
  return points.map(of).filter((value) => value !== null);
}

function mean(points: readonly Point[], of: (point: Point) => number): number {
  return points.length === 0 ? 0 : points.reduce((sum, point) => sum + of(point), 0) / points.length;
}

function middle(values: readonly number[]): number | null {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? null;
}

function worst(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}

function inMs(ms: number | null): string {
  return ms === null ? "-" : `${rounded(ms, ms < 100 ? 1 : 0)}ms`;
}

function rounded(value: number, digits = 0): string {
  return value.toFixed(digits);
}
