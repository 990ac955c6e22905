import type { ThresholdVerdict } from "../../stats/run-view.ts";
import type { Painter } from "../paint.ts";
import { ends, padEnd, printable } from "./fit.ts";
import type { Block } from "./layout.ts";
import { facts, INDENT, row, rows, type Scene } from "./row.ts";

/** Whether the generators keep up: a run that they hold back says nothing of the origin. */
export function validity(scene: Scene): Block {
  const { view, paint } = scene;
  if (view.invalidReasons.length === 0) {
    return { levels: [{ at: 10, lines: [row(scene, "Validity", paint.green("✓ the generator keeps up"))] }] };
  }
  const [first = "", ...others] = view.invalidReasons.map((reason) => paint.red(printable(reason)));
  const parts = [`${paint.red(paint.bold("✗ INVALID"))} ${first}`, ...others];
  return facts(scene, "Validity", parts, [
    { at: 1, lines: 1 },
    { at: 10, lines: Math.min(parts.length, 3) },
  ]);
}

/** What the run is asked to keep, and whether it does. */
export function thresholds(scene: Scene): Block {
  const { view } = scene;
  if (view.thresholds.length === 0) return { levels: [] };
  const broken = view.thresholds.filter((verdict) => !verdict.ok);
  const passed = view.thresholds.length - broken.length;
  const worst = broken[0] ?? view.thresholds[0];
  const count = `${passed}/${view.thresholds.length}`;
  const room = scene.width - INDENT.length - count.length - 2;
  const short = worst === undefined ? "" : renderVerdict(worst, scene.paint, room);
  const all = view.thresholds.map((verdict) =>
    renderVerdict(verdict, scene.paint, scene.width - INDENT.length),
  );
  const lines = rows(scene, "Thresholds", all);
  const first = { at: 6.5, lines: [row(scene, "Thresholds", `${count}  ${short}`)] };
  return { levels: lines.length === 1 ? [{ ...first, lines }] : [first, { at: 14, lines }] };
}

/** `✓ segment_ttfb: p(95)<200  148.2`, the value at the end of the line. */
function renderVerdict(verdict: ThresholdVerdict, paint: Painter, width: number): string {
  const { expr, value, ok } = verdict;
  const mark = value === null ? paint.dim("·") : ok ? paint.green("✓") : paint.red("✗");
  const shown =
    value === null ? paint.dim("nothing yet") : (ok ? paint.green : paint.red)(thresholdValue(value));
  return ends(`${mark} ${printable(expr)}`, shown, Math.min(width, 60));
}

/** Four significant digits: the unit is that of the expression. */
function thresholdValue(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

/** Every threshold with what was observed, as k6 writes it: `✓ segment_ttfb: p(95)<200  p(95)=148.2`. */
export function renderOutcome(verdicts: readonly ThresholdVerdict[], paint: Painter): string[] {
  const widest = Math.max(0, ...verdicts.map(({ expr }) => Bun.stringWidth(printable(expr))));
  return verdicts.map((verdict) => {
    const colour = verdict.ok ? paint.green : paint.red;
    return `${colour(verdict.ok ? "✓" : "✗")} ${padEnd(printable(verdict.expr), widest)}  ${colour(observed(verdict))}`;
  });
}

/** What an expression compares, and its value: `p(95)=148.2`; of `rebuffer_ratio<0.01` it is the ratio itself. */
export function observed({ expr, value }: ThresholdVerdict): string {
  const [, subject = "value"] = /(?:^|:)\s*([^:<>=!]+?)\s*[<>=!]/.exec(expr) ?? [];
  return `${printable(subject)}=${value === null ? "none" : thresholdValue(value)}`;
}
