import licence from "../../node_modules/uplot/LICENSE" with { type: "text" };
import { embedAsset } from "./html/assets.macro.ts" with { type: "macro" };
import { capacityPlots, capacitySteps, capacityWords } from "./html/capacity.ts";
import { curvePlots } from "./html/curve-plots.ts";
import { canarySection, conformanceSection, generatorSection, notesSection } from "./html/findings.ts";
import { html, Markup, scriptJson } from "./html/markup.ts";
import { type Plot, plotData, plotFigure } from "./html/plot.ts";
import { headerOf, tilesOf, verdictOf } from "./html/summary.ts";
import { requestsSection, variantsSection } from "./html/tables.ts";
import { type PlotGroup, timePlots } from "./html/time-plots.ts";
import type { RunReport } from "./report-shape.ts";

const STYLE = embedAsset("style");
const SCRIPT = embedAsset("script");

/** Nothing is loaded from anywhere, and no script runs but ours. */
const POLICY = `default-src 'none'; script-src ${SCRIPT.hash}; style-src ${STYLE.hash}; img-src data:; base-uri 'none'; form-action 'none'`;

const NO_ICON = "data:,";

/** The report as one page that needs nothing else: words and tables as they stand, plots drawn by its own script. */
export function renderHtml(report: RunReport): string {
  const groups = timePlots(report);
  const curves = curvePlots(report);
  const capacity = report.capacity ? capacityPlots(report.capacity) : [];
  const plots = [...capacity, ...groups.flatMap((group) => group.plots), ...curves];
  const body = html`${headerOf(report)}<main>
${verdictOf(report)}${tilesOf(report)}${capacitySection(report, capacity)}${groups.map(groupSection)}${distributions(curves)}${requestsSection(report)}${variantsSection(report)}${conformanceSection(report)}${canarySection(report.canaries)}${generatorSection(report)}${notesSection(report.notes)}</main>
<footer><p>Made by hlsctl ${report.run.hlsctl}. Plots by uPlot, MIT licence.</p></footer>`;
  return page(report, body, plots).text;
}

function page({ run }: RunReport, body: Markup, plots: readonly Plot[]): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="hlsctl ${run.hlsctl}">
<title>Swarm report: ${run.url}</title>
<link rel="icon" href="${NO_ICON}">
<style>${new Markup(STYLE.text)}</style>
</head>
<body>
${body}
<script type="application/json" id="data">${scriptJson({ plots: plots.map(plotData) })}</script>
<!-- uPlot
${new Markup(licence.trim().replaceAll("--", "—"))}
-->
<script>${new Markup(SCRIPT.text)}</script>
</body>
</html>
`;
}

function groupSection({ title, plots }: PlotGroup, index: number): Markup {
  const hint =
    index === 0 &&
    html`<p class="quiet hint">Drag across a plot to see that time in all of them; a double click shows the whole run again.</p>`;
  return html`<section><h2>${title}</h2>${hint}<div class="plots">${plots.map(plotFigure)}</div></section>
`;
}

function distributions(curves: readonly Plot[]): Markup | null {
  if (curves.length === 0) return null;
  return html`<section><h2>Distributions</h2><div class="plots">${curves.map(plotFigure)}</div></section>
`;
}

function capacitySection({ capacity }: RunReport, plots: readonly Plot[]): Markup | null {
  if (!capacity) return null;
  return html`<section><h2>Capacity</h2><p class="quiet">${capacityWords(capacity)}</p>
<div class="plots">${plots.map(plotFigure)}</div>${capacitySteps(capacity)}</section>
`;
}
