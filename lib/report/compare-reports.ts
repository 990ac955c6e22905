import { type ComparedFigure, comparedFigures, type FigureUnit } from "./compared-figures.ts";
import type { Estimate } from "./estimate.ts";
import type { RunReport } from "./report-shape.ts";

export interface ComparedRow {
  metric: string;
  unit: FigureUnit;
  a: number | null;
  b: number | null;
  /** Of `a`: 0.1 is 10 % more. Null: `a` is 0, or one is not known. */
  change: number | null;
  /** `different`: neither is better · `unknown`: one has no value. */
  verdict: "better" | "worse" | "same" | "different" | "unknown";
}

export interface Comparison {
  rows: ComparedRow[];
  /** What should have been the same and was not. */
  notes: string[];
}

/** Less is the same, whatever the intervals say: samples of a load test depend on each other. */
const LEAST_CHANGE = 0.05;
/** What nobody would notice. Latencies of two runs of the same differ by some ms on a machine that does other things too. */
const LEAST_DIFFERENCE: Record<FigureUnit, number> = {
  ms: 5,
  share: 0.0001,
  "per second": 1,
  "bit/s": 1000,
  "per hour": 0.01,
  processors: 0.01,
  bytes: 1e6,
  clients: 1,
};

/**
 * `b` against `a`. A figure has changed when it did by 5 % and by what can be noticed, and the 95 % intervals of the two, where
 * there are any, lie apart.
 */
export function compareReports(a: RunReport, b: RunReport): Comparison {
  const before = comparedFigures(a);
  const after = comparedFigures(b);
  const rows = before.flatMap((figure, i) => {
    const row = rowOf(figure, after[i]?.estimate ?? null);
    return row.a === null && row.b === null ? [] : [row];
  });
  return { rows, notes: notesOf(a, b) };
}

function rowOf({ name, unit, better, estimate: a }: ComparedFigure, b: Estimate | null): ComparedRow {
  const row = { metric: name, unit, a: a?.value ?? null, b: b?.value ?? null };
  if (!a || !b) return { ...row, change: null, verdict: "unknown" };
  const difference = b.value - a.value;
  const change = a.value === 0 ? null : difference / a.value;
  if (isNoise(a, b, unit)) return { ...row, change, verdict: "same" };
  if (better === null) return { ...row, change, verdict: "different" };
  return { ...row, change, verdict: difference < 0 === (better === "lower") ? "better" : "worse" };
}

function isNoise(a: Estimate, b: Estimate, unit: FigureUnit): boolean {
  const difference = Math.abs(b.value - a.value);
  if (difference < LEAST_DIFFERENCE[unit] || difference < LEAST_CHANGE * Math.abs(a.value)) return true;
  return a.low <= b.high && b.low <= a.high;
}

function notesOf(a: RunReport, b: RunReport): string[] {
  const invalid = [a, b].filter(({ run }) => !run.valid);
  return [
    ...invalid.map(({ run }) => `Run ${run.id} is not valid: ${run.invalidReasons.join("; ")}.`),
    ...settingsOf(a).flatMap(([name, value], i) => {
      const other = settingsOf(b)[i]?.[1] ?? "";
      return value === other ? [] : [`The runs differ in ${name}: ${value} and ${other}.`];
    }),
  ];
}

function settingsOf({ run, clients }: RunReport): [string, string][] {
  return [
    ["url", run.url],
    ["engine", run.engine],
    ["variant", run.variant],
    ["clients", String(clients.target)],
    ["nodes", String(run.nodes)],
    ["version of hlsctl", run.hlsctl],
  ];
}
