import type { CapacityReport } from "../report-shape.ts";
import { formatCount, formatFigure, formatSpan } from "./format.ts";
import { html, type Markup } from "./markup.ts";
import { COLOURS, type Plot } from "./plot.ts";
import { tableOf } from "./tables.ts";

/** How the search ended, in a sentence. */
export function capacityWords({ knee, limitedBy, slo }: CapacityReport): string {
  const what = slo.length === 1 ? "the objective holds" : "the objectives hold";
  if (knee === null) return `At no load that was tried ${what}.`;
  const most = `Up to ${formatCount(knee)} viewers ${what}`;
  switch (limitedBy) {
    case "slo":
      return `${most}; beyond that they break.`;
    case "generator":
      return `${most}; there the generator was at its limits, the origin may carry more.`;
    case "maximum":
      return `${most}, which is as far as the search went.`;
    default:
      return limitedBy satisfies never;
  }
}

/** One plot for each objective: its value at every load that was tried. */
export function capacityPlots({ slo, steps, knee }: CapacityReport): Plot[] {
  const byLoad = [...new Map(steps.map((step) => [step.clients, step]))]
    .sort(([a], [b]) => a - b)
    .map(([, step]) => step);
  const xs = byLoad.map(({ clients }) => clients);
  return slo.map((expr, i) => {
    const verdicts = byLoad.map(({ verdicts }) => verdicts.find((verdict) => verdict.expr === expr));
    const values = verdicts.map((verdict) => verdict?.value ?? null);
    const rows = xs.map((clients, at) => ({
      cells: [formatCount(clients), formatFigure(values[at] ?? null), verdicts[at]?.ok ? "✓" : "✗"],
    }));
    return {
      id: `capacity-${i}`,
      title: expr,
      note: "At every load that was tried",
      unit: "figure",
      x: "clients",
      xs,
      lines: [{ label: "value", colour: COLOURS[i % COLOURS.length] ?? "blue", values, hasPoints: true }],
      ...(knee === null ? {} : { mark: { x: knee, text: `${formatCount(knee)} hold` } }),
      table: tableOf(expr, ["Clients", "Value", ""], rows),
    };
  });
}

export function capacitySteps({ steps }: CapacityReport): Markup {
  const rows = steps.map(({ clients, fromMs, toMs, ok, verdicts }) => ({
    cells: [
      formatCount(clients),
      formatSpan(toMs - fromMs),
      ok ? "✓ holds" : "✗ breaks",
      ...verdicts.map(({ value, ok: holds }) => `${formatFigure(value)}${holds ? "" : " ✗"}`),
    ],
    isBad: !ok,
  }));
  const head = ["Clients", "For", "", ...(steps[0]?.verdicts.map(({ expr }) => expr) ?? [])];
  return html`<div class="card">${tableOf("Steps of the search", head, rows)}</div>`;
}
