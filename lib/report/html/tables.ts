import type { Distribution, PlaybackReport, RequestsReport, RunReport } from "../report-shape.ts";
import { formatBytes, formatCount, formatMs, formatShare, formatSpan } from "./format.ts";
import { html, type Markup } from "./markup.ts";

/** A heading of one column, or of several that belong together. */
export type Heading = string | readonly [title: string, ...columns: string[]];

/** A table of figures: the first cell of a row is its heading. */
export function tableOf(caption: string, head: readonly Heading[], rows: readonly Row[]): Markup {
  const body = rows.map(
    ({ cells: [first, ...rest], isBad }) =>
      html`<tr${isBad ? BAD : null}><th scope="row">${first ?? ""}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption class="unseen">${caption}</caption>
<thead>${headOf(head)}</thead><tbody>${body}</tbody></table></div>`;
}

function headOf(head: readonly Heading[]): Markup {
  const isPlain = head.every((heading) => typeof heading === "string");
  const over = head.map((heading) =>
    typeof heading === "string"
      ? html`<th scope="col"${isPlain ? null : html` rowspan="2"`}>${heading}</th>`
      : html`<th scope="colgroup" class="group" colspan="${heading.length - 1}">${heading[0]}</th>`,
  );
  const under = head.flatMap((heading) => (typeof heading === "string" ? [] : heading.slice(1)));
  const second = isPlain ? null : html`<tr>${under.map((title) => html`<th scope="col">${title}</th>`)}</tr>`;
  return html`<tr>${over}</tr>${second}`;
}

/** A figure that should have been zero. */
function fault(text: string, isFault: boolean): string | Markup {
  return isFault ? html`<span class="fault">${text}</span>` : text;
}

export interface Row {
  cells: readonly (string | Markup)[];
  isBad?: boolean;
}

const BAD = html` class="bad"`;

/** Requests by kind, and what became of those that failed. */
export function requestsSection({ requests }: RunReport): Markup | null {
  const kinds = Object.entries(requests).filter(([, kind]) => kind.count + kind.unfinished > 0);
  if (kinds.length === 0) return null;
  const head: Heading[] = ["Kind", "Requests", "Failed", "Retries", "Bytes"];
  const times: Heading[] = [
    ["Time to first byte", "p50", "p95", "p99", "max"],
    ["Total", "p50", "p99"],
    ["From due", "p50", "p99"],
  ];
  const rows = kinds.map(([name, kind]) => ({ cells: [name, ...requestCells(kind)] }));
  return html`<section aria-labelledby="requests"><h2 id="requests">Requests</h2>
<div class="card">${tableOf("Requests by kind", [...head, ...times], rows)}
<p class="quiet">First byte and total count from sending; from due: to the last byte from when a viewer that is never late would have sent the request.${unfinishedWords(kinds)}</p></div>
${answersTable(kinds)}</section>
`;
}

function unfinishedWords(kinds: readonly (readonly [string, RequestsReport])[]): string {
  const unfinished = kinds.reduce((sum, [, kind]) => sum + kind.unfinished, 0);
  if (unfinished === 0) return "";
  return ` ${formatCount(unfinished)} more had no end when their viewers left; their ages are in the times.`;
}

function requestCells({ count, failed, retries, bytes, ...times }: RequestsReport): (string | Markup)[] {
  const share = failed > 0 ? ` (${formatShare(failed / count)})` : "";
  const { ttfbMs, totalMs, dueMs } = times;
  const durations = [ttfbMs.p50, ttfbMs.p95, ttfbMs.p99, ttfbMs.max, totalMs.p50, totalMs.p99];
  return [
    formatCount(count),
    fault(`${formatCount(failed)}${share}`, failed > 0),
    formatCount(retries),
    formatBytes(bytes),
    ...[...durations, dueMs.p50, dueMs.p99].map(formatMs),
  ];
}

function answersTable(kinds: readonly (readonly [string, RequestsReport])[]): Markup | null {
  const columns = (name: "byStatus" | "byProblem") =>
    [...new Set(kinds.flatMap(([, kind]) => Object.keys(kind[name])))].sort();
  const [statuses, problems] = [columns("byStatus"), columns("byProblem")];
  if (statuses.length + problems.length < 2) return null;
  const rows = kinds.map(([name, kind]) => ({
    cells: [
      name,
      ...statuses.map((status) => formatCount(kind.byStatus[status] ?? 0)),
      ...problems.map((problem) => formatCount(kind.byProblem[problem] ?? 0)),
    ],
  }));
  return html`<div class="card"><h3>Answers</h3>${tableOf("Answers by status and problem", ["Kind", ...statuses, ...problems], rows)}</div>`;
}

/** What viewers of each variant experienced. */
export function variantsSection({ variants, qoe, segments, bytes }: RunReport): Markup | null {
  const entries = Object.entries(variants);
  if (entries.length === 0) return null;
  const head: Heading[] = ["Variant", ["Segments", "whole", "failed", "missed"], "Bytes", "Played"];
  const times: Heading[] = [
    ["Rebuffering", "stalls", "time", "ratio"],
    ["Startup", "p50", "p95"],
    ["Stall", "p50", "p99"],
    ["Live latency", "p50", "p99"],
  ];
  const rows = entries.map(([name, variant]) => ({
    cells: [name, ...variantCells(variant, variant.segments, variant.bytes)],
  }));
  const all = { cells: ["all", ...variantCells(qoe, segments, bytes.received)] };
  const switches =
    qoe.switches > 0 && html`<p class="quiet">Switches of variant: ${formatCount(qoe.switches)}.</p>`;
  return html`<section aria-labelledby="variants"><h2 id="variants">Variants</h2>
<div class="card">${tableOf("Playback by variant", [...head, ...times], entries.length > 1 ? [...rows, all] : rows)}${switches}</div></section>
`;
}

function variantCells(
  playback: PlaybackReport,
  segments: RunReport["segments"],
  bytes: number,
): (string | Markup)[] {
  return [
    formatCount(segments.downloaded),
    fault(formatCount(segments.failed), segments.failed > 0),
    fault(formatCount(segments.missed), segments.missed > 0),
    formatBytes(bytes),
    formatSpan(playback.playedSeconds * 1000),
    formatCount(playback.stalls),
    formatMs(playback.stallSeconds * 1000),
    formatShare(playback.rebufferRatio),
    ...pair(playback.startupMs, "p95"),
    ...pair(playback.stallMs, "p99"),
    ...pair(playback.liveLatencyMs, "p99"),
  ];
}

function pair(distribution: Distribution, high: "p95" | "p99"): string[] {
  return [formatMs(distribution.p50), formatMs(distribution[high])];
}
