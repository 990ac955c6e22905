import { VIOLATIONS } from "../../hls/conformance/violations.ts";
import type { CanaryReport, RunReport } from "../report-shape.ts";
import { viewerCost } from "../viewer-cost.ts";
import { formatBytes, formatCount, formatFigure, formatMs, formatShare } from "./format.ts";
import { html, type Markup } from "./markup.ts";
import { tableOf } from "./tables.ts";

/** Rules of the protocol that the stream broke, the bytes that were wrong, and how Low-Latency HLS went. */
export function conformanceSection(report: RunReport): Markup {
  const { conformance } = report;
  const rows = conformance.map(
    ({ code, level, count, example }) => html`<tr${level === "must" ? html` class="bad"` : null}>
<th scope="row"><code>${code}</code><span class="level ${level}">${level === "must" ? "MUST" : "SHOULD"}</span></th>
<td>${formatCount(count)}</td><td class="words">${ruleOf(code)}<span class="example">${example}</span></td></tr>`,
  );
  const table = html`<div class="scroll" tabindex="0" role="region" aria-label="Violations"><table class="findings"><caption class="unseen">Violations of the protocol</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">Count</th><th scope="col">What, and the first example</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  const none = html`<p class="good"><span aria-hidden="true">✓</span> No violation was seen.</p>`;
  return html`<section aria-labelledby="conformance"><h2 id="conformance">Conformance</h2>
<div class="card">${conformance.length > 0 ? table : none}</div>
${integrityCard(report)}${lowLatencyCard(report)}</section>
`;
}

/** What a code means and who says so; a report of a newer hlsctl may have codes that are unknown here. */
function ruleOf(code: string): Markup | null {
  const known: Readonly<Record<string, { title: string; source: string }>> = VIOLATIONS;
  const rule = Object.hasOwn(known, code) ? known[code] : undefined;
  return rule ? html`${rule.title} <span class="quiet">(${rule.source})</span>` : null;
}

function integrityCard({ integrity }: RunReport): Markup | null {
  if (!integrity) return null;
  const { right, wrong, example } = integrity;
  const words =
    wrong === 0
      ? html`<p class="good"><span aria-hidden="true">✓</span> All ${formatCount(right)} segments that were verified had the right bytes.</p>`
      : html`<p class="fault"><span aria-hidden="true">✗</span> ${formatCount(wrong)} of ${formatCount(right + wrong)} segments had wrong bytes.</p>`;
  return html`<div class="card"><h3>Integrity</h3>${words}${example !== null && wrong > 0 && html`<p class="example">${example}</p>`}</div>`;
}

function lowLatencyCard({ lowLatency }: RunReport): Markup | null {
  if (!lowLatency) return null;
  const { earlyAnswers, heldMs, partLatenessMs } = lowLatency;
  const row = (name: string, { count, p50, p99, max }: typeof heldMs) => ({
    cells: [name, formatCount(count), formatMs(p50), formatMs(p99), formatMs(max)],
  });
  const rows = [row("Reload held", heldMs), row("Part late", partLatenessMs)];
  return html`<div class="card"><h3>Low latency</h3>${tableOf("Low latency", ["", "Count", "p50", "p99", "max"], rows)}
<p class="quiet">Blocking reloads answered before there was anything new: ${formatCount(earlyAnswers)}.</p></div>`;
}

/** Whether the machine that made the load was up to it, and what a viewer cost. */
export function generatorSection(report: RunReport): Markup {
  const { generator, run } = report;
  const { cpu, cpuSeconds, maxRssBytes, maxOpenFiles, openFilesLimit, eventLoopLagMs, scheduleDelayMs } =
    generator;
  const each = viewerCost(report);
  const memoryEach = each.memoryBytes === null ? "" : `, ${formatBytes(each.memoryBytes)}`;
  const facts = [
    ["Processor", `${formatShare(cpu)} on average, ${formatFigure(cpuSeconds)} s in all`],
    ["Memory", `${formatBytes(maxRssBytes)} at most`],
    ["Per viewer", `${formatShare(each.cpu)} of a processor${memoryEach}`],
    ["Open files", `${formatCount(maxOpenFiles)} of ${formatCount(openFilesLimit)}`],
    [
      "Event-loop lag",
      `p50 ${formatMs(eventLoopLagMs.p50)}, p99 ${formatMs(eventLoopLagMs.p99)}, max ${formatMs(eventLoopLagMs.max)}`,
    ],
    [
      "Start delay",
      `p50 ${formatMs(scheduleDelayMs.p50)}, p99 ${formatMs(scheduleDelayMs.p99)}, max ${formatMs(scheduleDelayMs.max)}`,
    ],
    ...(run.nodes > 1 ? [["Nodes", formatCount(run.nodes)]] : []),
  ];
  return html`<section aria-labelledby="generator"><h2 id="generator">Generator</h2>
<dl class="facts card">${facts.map(([name, value]) => html`<div><dt>${name ?? ""}</dt><dd>${value ?? ""}</dd></div>`)}</dl></section>
`;
}

/** FFmpeg clients beside the native ones. */
export function canarySection(canaries: CanaryReport | null): Markup | null {
  if (!canaries) return null;
  const rows = canaries.figures.map(({ name, native, ffmpeg, tolerance, agrees }) => ({
    cells: [name, formatFigure(native), formatFigure(ffmpeg), tolerance, agrees ? "✓ agree" : "✗ differ"],
    isBad: !agrees,
  }));
  const head = ["Figure", "Native", "FFmpeg", "Tolerance", ""];
  return html`<section aria-labelledby="canaries"><h2 id="canaries">FFmpeg canaries</h2>
<div class="card">${tableOf(`Native against ${canaries.clients} FFmpeg clients`, head, rows)}
${canaries.example !== null && html`<p class="example">${canaries.example}</p>`}</div></section>
`;
}

export function notesSection(notes: readonly string[]): Markup | null {
  if (notes.length === 0) return null;
  return html`<section aria-labelledby="notes"><h2 id="notes">Notes</h2><ul class="card notes">${notes.map((note) => html`<li>${note}</li>`)}</ul></section>
`;
}
