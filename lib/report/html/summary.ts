import type { RunReport } from "../report-shape.ts";
import { unhealthyOf } from "../unhealthy.ts";
import {
  formatBits,
  formatBytes,
  formatCount,
  formatFigure,
  formatLarge,
  formatMs,
  formatShare,
  formatSpan,
} from "./format.ts";
import { html, type Markup } from "./markup.ts";

const ENDED_BY: Readonly<Record<RunReport["run"]["endedBy"], string>> = {
  duration: "ran its time",
  ended: "until all viewers were done",
  interrupted: "interrupted",
  quit: "ended by hand",
  threshold: "ended by a threshold",
  capacity: "search for the capacity",
  generator: "until no generator was left",
};

/** Which run it was. */
export function headerOf({ run }: RunReport): Markup {
  const started = run.startedAt.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC");
  const facts = [
    ["Profile", run.profile],
    ["Engine", run.engine === "ffmpeg" ? "FFmpeg" : run.engine],
    ["Variant", run.variant],
    ["Started", started],
    ["Duration", `${formatSpan(run.durationMs)}, ${ENDED_BY[run.endedBy]}`],
    ...(run.nodes > 1 ? [["Nodes", formatCount(run.nodes)]] : []),
    ["Run", run.id],
  ] as const;
  return html`<header>
<p class="brand">hlsctl <span>swarm report</span></p>
<h1>${run.url}</h1>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value ?? ""}</dd></div>`)}</dl>
</header>
`;
}

interface Verdict {
  state: "passed" | "failed" | "invalid" | "plain";
  mark: string;
  title: string;
  words: string;
}

/** The answer first: whether the run says anything, and whether its thresholds hold. */
export function verdictOf(report: RunReport): Markup {
  const verdict = judge(report);
  const reasons = report.run.invalidReasons.map((reason) => html`<li>${reason}</li>`);
  return html`<section class="verdict card ${verdict.state}" aria-labelledby="verdict">
<div class="word"><span class="mark" aria-hidden="true">${verdict.mark}</span>
<div><h2 id="verdict">${verdict.title}</h2><p>${verdict.words}</p></div></div>
${reasons.length > 0 && html`<ul class="reasons">${reasons}</ul>`}
${report.thresholds.length > 0 && thresholdTable(report.thresholds)}
</section>
`;
}

function judge(report: RunReport): Verdict {
  const { run, thresholds } = report;
  if (!run.valid) {
    const words = "The generator was at its limits, so the figures below tell little about the origin.";
    return { state: "invalid", mark: "!", title: "Invalid run", words };
  }
  const failure = unhealthyOf(report);
  const words = thresholdWords(thresholds);
  if (failure !== null) {
    return { state: "failed", mark: "✗", title: "Failed", words: `${failure} ${words}` };
  }
  if (thresholds.length === 0) return { state: "plain", mark: "✓", title: "Valid run", words };
  return thresholds.every(({ ok }) => ok)
    ? { state: "passed", mark: "✓", title: "Passed", words }
    : { state: "failed", mark: "✗", title: "Failed", words };
}

function thresholdWords(thresholds: RunReport["thresholds"]): string {
  const failed = thresholds.filter(({ ok }) => !ok).length;
  const total = thresholds.length;
  if (total === 0) return "No thresholds were set.";
  if (failed === 0) return total === 1 ? "The threshold holds." : `All ${total} thresholds hold.`;
  return `${failed} of ${total} ${total === 1 ? "threshold does" : "thresholds"} ${total === 1 ? "not hold" : failed === 1 ? "does not hold" : "do not hold"}.`;
}

function thresholdTable(thresholds: RunReport["thresholds"]): Markup {
  const rows = thresholds.map(
    ({ expr, ok, value }) =>
      html`<tr class="${ok ? "ok" : "bad"}"><td class="tick"><span aria-hidden="true">${ok ? "✓" : "✗"}</span><span class="unseen">${ok ? "holds" : "fails"}</span></td><th scope="row"><code>${expr}</code></th><td>${formatFigure(value)}</td></tr>`,
  );
  return html`<div class="scroll"><table class="thresholds"><caption class="unseen">Thresholds</caption>
<thead class="unseen"><tr><th scope="col">Verdict</th><th scope="col">Threshold</th><th scope="col">Value</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

interface Tile {
  title: string;
  value: string;
  words: string;
}

/** The figures one looks for first. */
export function tilesOf(report: RunReport): Markup {
  const tiles = [...loadTiles(report), ...experienceTiles(report)];
  return html`<section aria-labelledby="key"><h2 id="key" class="unseen">Key figures</h2><dl class="tiles">${tiles.map(
    ({ title, value, words }) =>
      html`<div class="card"><dt>${title}</dt><dd>${value}</dd><dd class="quiet">${words}</dd></div>`,
  )}</dl></section>
`;
}

function loadTiles({ run, clients, requests, bytes, generator }: RunReport): Tile[] {
  const seconds = Math.max(1e-3, run.durationMs / 1000);
  const kinds = Object.values(requests);
  const count = kinds.reduce((sum, kind) => sum + kind.count, 0);
  const failed = kinds.reduce((sum, kind) => sum + kind.failed, 0);
  const neverPlayed = clients.neverPlayed > 0 ? `, ${formatCount(clients.neverPlayed)} never played` : "";
  const perViewer = clients.peak > 0 ? generator.cpu / clients.peak : null;
  const memory = clients.peak > 0 ? generator.maxRssBytes / clients.peak : null;
  return [
    {
      title: "Clients",
      value: formatCount(clients.peak),
      words: `at the peak, ${formatCount(clients.target)} wanted, ${formatCount(clients.failed)} failed${neverPlayed}`,
    },
    {
      title: "Received",
      value: formatBytes(bytes.received),
      words: `${formatBits((bytes.received * 8) / seconds)} on average`,
    },
    {
      title: "Requests",
      value: formatLarge(count),
      words: `${formatFigure(count / seconds)}/s, ${count > 0 ? formatShare(failed / count) : "none"} failed`,
    },
    {
      title: "Cost per viewer",
      value: formatShare(perViewer),
      words: `of a processor, ${formatBytes(memory)} of memory`,
    },
  ];
}

function experienceTiles({ requests, qoe, segments }: RunReport): Tile[] {
  const ttfb = requests.segment?.ttfbMs;
  const tiles: (Tile | false)[] = [
    ttfb !== undefined &&
      ttfb.count > 0 && {
        title: "Segment TTFB",
        value: formatMs(ttfb.p99),
        words: `99th percentile, median ${formatMs(ttfb.p50)}`,
      },
    {
      title: "Startup",
      value: formatMs(qoe.startupMs.p50),
      words: `median, 95th percentile ${formatMs(qoe.startupMs.p95)}`,
    },
    {
      title: "Rebuffer ratio",
      value: formatShare(qoe.rebufferRatio),
      words: stallWords(qoe),
    },
    qoe.liveLatencyMs.count > 0
      ? {
          title: "Live latency",
          value: formatMs(qoe.liveLatencyMs.p50),
          words: `median, 99th percentile ${formatMs(qoe.liveLatencyMs.p99)}`,
        }
      : {
          title: "Segments",
          value: formatLarge(segments.downloaded),
          words: `${formatCount(segments.failed)} failed`,
        },
  ];
  return tiles.filter((tile) => tile !== false);
}

function stallWords({ stalls, stallMs }: RunReport["qoe"]): string {
  if (stalls === 0) return "no stalls";
  return `${formatCount(stalls)} ${stalls === 1 ? "stall" : "stalls"}, median ${formatMs(stallMs.p50)}`;
}
