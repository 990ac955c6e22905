import type { RunReport } from "../../report/report-shape.ts";
import { viewerCost } from "../../report/viewer-cost.ts";
import { printable } from "./fit.ts";
import {
  formatBitRate,
  formatBytes,
  formatCount,
  formatMs,
  formatRate,
  formatRatio,
  formatSeconds,
} from "./quantity.ts";
import { item, type Page, spread } from "./summary-page.ts";

/** Requests fewer than this share of what was expected at full load are worth a colour. */
const AS_EXPECTED = 0.95;
/** Seconds with this share of the most clients count as full load. */
const FULL_LOAD = 0.98;

export function clients({ clients: counts }: RunReport, page: Page): string[] {
  const { target, started, peak, failed, neverPlayed } = counts;
  const gaveUp = `${formatCount(failed)} gave up`;
  const parts = [
    `${formatCount(started)} started`,
    `${formatCount(peak)} at once of ${formatCount(target)}`,
    failed > 0 ? page.paint.red(gaveUp) : gaveUp,
    ...(neverPlayed > 0 ? [page.paint.red(`${formatCount(neverPlayed)} never played`)] : []),
  ];
  return item(page, "Clients", parts.join(" · "));
}

/** What viewers had of it: ITU-T P.1203.3's terms. */
export function experience({ qoe, segments }: RunReport, page: Page): string[] {
  const { paint } = page;
  const stalled =
    qoe.stalls === 0
      ? paint.green("no stall")
      : paint.yellow(
          `${formatCount(qoe.stalls)} ${qoe.stalls === 1 ? "stall" : "stalls"} of ${formatSeconds(qoe.stallSeconds)} in all, longest ${formatMs(qoe.stallMs.max)}`,
        );
  const missed = `${formatCount(segments.missed)} missed`;
  const lost = `${formatCount(segments.failed)} failed`;
  return [
    ...item(page, "Startup", spread(qoe.startupMs)),
    ...item(page, "Rebuffering", `${formatRatio(qoe.rebufferRatio)} · ${stalled}`),
    ...(qoe.liveLatencyMs.count === 0 ? [] : item(page, "Live latency", spread(qoe.liveLatencyMs))),
    ...item(
      page,
      "Segments",
      [
        `${formatCount(segments.downloaded)} downloaded`,
        segments.failed > 0 ? paint.red(lost) : lost,
        segments.missed > 0 ? paint.red(missed) : missed,
        `${formatCount(qoe.switches)} ${qoe.switches === 1 ? "switch" : "switches"} of variant`,
      ].join(" · "),
    ),
  ];
}

/** Why requests failed or had no end, over all kinds: statuses of 400 and more, problems by name, most frequent first. */
export function failures({ requests }: RunReport, page: Page): string[] {
  const counts = new Map<string, number>();
  for (const { byStatus, byProblem } of Object.values(requests)) {
    const bad = Object.entries(byStatus).filter(([status]) => Number(status) >= 400);
    for (const [name, by] of [...bad, ...Object.entries(byProblem)]) {
      if (by > 0) counts.set(name, (counts.get(name) ?? 0) + by);
    }
  }
  const unfinished = Object.values(requests).reduce((sum, kind) => sum + kind.unfinished, 0);
  if (unfinished > 0) counts.set("unfinished when viewers left", unfinished);
  if (counts.size === 0) return [];
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  return item(
    page,
    "Failures",
    page.paint.red(sorted.map(([name, by]) => `${printable(name)} ×${formatCount(by)}`).join(" · ")),
  );
}

/** Blocking reloads and parts of Low-Latency HLS. */
export function lowLatency({ lowLatency: found }: RunReport, page: Page): string[] {
  if (found === null) return [];
  const early = `${formatCount(found.earlyAnswers)} answered too early`;
  const parts = [
    `reloads held p50 ${formatMs(found.heldMs.p50)}`,
    found.earlyAnswers > 0 ? page.paint.red(early) : early,
    `parts late p50 ${formatMs(found.partLatenessMs.p50)} p99 ${formatMs(found.partLatenessMs.p99)}`,
  ];
  return item(page, "Low latency", parts.join(" · "));
}

/** What the swarm asked of the origin, against what its playlists let expect. */
export function load(report: RunReport, page: Page): string[] {
  const { expected, bytes } = report;
  const full = atFullLoad(report);
  const received = `${formatBytes(bytes.received)} received`;
  if (full === null) return item(page, "Load", received);
  const seen = `${formatRate(full.requestsPerSec)} and ${formatBitRate(full.bitsPerSec)} at full load`;
  if (expected === null) return item(page, "Load", `${seen} · ${received}`);
  const share = expected.requestsPerSec === 0 ? 1 : full.requestsPerSec / expected.requestsPerSec;
  const hope = `expected ${formatRate(expected.requestsPerSec)} and ${formatBitRate(expected.bitsPerSec)}`;
  const parts = [seen, share < AS_EXPECTED ? page.paint.yellow(hope) : hope, received];
  return item(page, "Load", parts.join(" · "));
}

/** What the swarm cost here, also per viewer. */
export function generator(report: RunReport, page: Page): string[] {
  const { generator: cost } = report;
  const { cpu, memoryBytes } = viewerCost(report);
  const perViewer = cpu === null ? "" : ` (${(100 * cpu).toPrecision(2)} % a viewer)`;
  const memory = memoryBytes === null ? "" : ` (${formatBytes(memoryBytes)} a viewer)`;
  const parts = [
    `${formatRatio(cost.cpu)} of a processor${perViewer}`,
    `${formatBytes(cost.maxRssBytes)}${memory}`,
    `loop lag p99 ${formatMs(cost.eventLoopLagMs.p99)}`,
    `starts late p99 ${formatMs(cost.scheduleDelayMs.p99)}`,
    `${formatCount(cost.maxOpenFiles)} of ${formatCount(cost.openFilesLimit)} files`,
  ];
  return item(page, "Generator", parts.join(" · "));
}

/** Means over the points with (nearly) the most clients; null when there is none. */
function atFullLoad({ series, clients: { peak } }: RunReport) {
  const { clients: counts, requests, bytes } = series.points;
  const full = counts.flatMap((count, index) => (count > 0 && count >= FULL_LOAD * peak ? [index] : []));
  if (full.length === 0) return null;
  const perSec = (column: readonly number[]) =>
    full.reduce((sum, index) => sum + (column[index] ?? 0), 0) / (full.length * series.intervalSec);
  return { requestsPerSec: perSec(requests), bitsPerSec: perSec(bytes) * 8 };
}
