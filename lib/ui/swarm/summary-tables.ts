import type { Distribution, RunReport } from "../../report/report-shape.ts";
import { cut, printable } from "./fit.ts";
import { renderNumberTable } from "./number-table.ts";
import { formatBytes, formatCount, formatMs, formatRatio } from "./quantity.ts";
import type { Page } from "./summary-page.ts";

/** A ladder with more variants is told in the report. */
const MOST_VARIANTS = 12;

/** Requests by kind. `due`: from when a viewer that is never late would have sent it. */
export function latencyTable({ requests }: RunReport, page: Page): string[] {
  const kinds = Object.entries(requests).filter(([, { count, unfinished }]) => count + unfinished > 0);
  if (kinds.length === 0) return [];
  const rows = kinds.map(([kind, stats]) => {
    const failed = formatCount(stats.failed);
    return [
      kind,
      formatCount(stats.count),
      stats.failed > 0 ? page.paint.red(failed) : failed,
      ...times(stats.ttfbMs),
      formatMs(stats.totalMs.p99),
      formatMs(stats.dueMs.p99),
    ];
  });
  const head = ["Requests", "count", "failed", "TTFB p50", "p95", "p99", "max", "whole p99", "due p99"];
  return inset(renderNumberTable(head, rows, page.paint), page);
}

/** Nothing when there is only one: its figures are those above. */
export function variantTable({ variants }: RunReport, page: Page): string[] {
  const all = Object.entries(variants);
  if (all.length < 2) return [];
  const rows = all
    .slice(0, MOST_VARIANTS)
    .map(([name, { segments, bytes, startupMs, stalls, rebufferRatio, liveLatencyMs }]) => [
      printable(name),
      formatCount(segments.downloaded),
      formatCount(segments.failed),
      formatCount(segments.missed),
      formatBytes(bytes),
      formatMs(startupMs.p50),
      formatCount(stalls),
      formatRatio(rebufferRatio),
      formatMs(liveLatencyMs.p50),
    ]);
  const head = [
    "Variants",
    "segments",
    "failed",
    "missed",
    "received",
    "startup",
    "stalls",
    "rebuf.",
    "latency",
  ];
  const rest = all.length - MOST_VARIANTS;
  const more = rest > 0 ? [page.paint.dim(`and ${rest} more in the report`)] : [];
  return inset([...renderNumberTable(head, rows, page.paint), ...more], page);
}

function times({ p50, p95, p99, max }: Distribution): string[] {
  return [p50, p95, p99, max].map(formatMs);
}

function inset(lines: readonly string[], { width }: Page): string[] {
  return lines.map((line) => cut(`  ${line}`, width));
}
