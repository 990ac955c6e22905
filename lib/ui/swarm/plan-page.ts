import type { LoadNeeds } from "../../load/needs.ts";
import type { LoadRate, ViewerDemand } from "../../load/predict.ts";
import type { ScheduleSummary } from "../../load/schedule-summary.ts";
import type { Churn, LoadShape } from "../../load/shape.ts";
import type { RunIdentity } from "../../stats/run-view.ts";
import type { Painter } from "../paint.ts";
import { printable } from "./fit.ts";
import { renderNumberTable } from "./number-table.ts";
import {
  formatBitRate,
  formatBytes,
  formatClock,
  formatCount,
  formatRate,
  formatSeconds,
  viewerCount,
} from "./quantity.ts";
import { item, type Page } from "./summary-page.ts";

/** What a run would be, before anything starts. */
export interface PlanPage {
  url: string;
  profile: string;
  engine: RunIdentity["engine"];
  variant: string;
  /** These two are null for a search. */
  load: LoadShape | null;
  schedule: ScheduleSummary | null;
  search: SearchPlan | null;
  /** What one viewer asks for; null when the stream is not known. */
  demand: ViewerDemand | null;
  needs: LoadNeeds;
  /** What this machine has of it; null: not known. */
  limits: { openFiles: number | null; ports: number | null; memoryBytes: number | null };
  thresholds: readonly string[];
  notes: readonly string[];
}

/** A search for the capacity, as far as it is known before it begins. */
export interface SearchPlan {
  start: number;
  max: number;
  /** How long a step holds what is judged. */
  holdMs: number;
  rampRate: number;
  /** Those that are made for as long as everything holds, and what to expect of them. */
  steps: readonly ({ viewers: number } & LoadRate)[];
}

/** What `--dry-run` shows a person. */
export function renderPlanPage(plan: PlanPage, paint: Painter, width: number): string {
  const page: Page = { paint, width };
  const { schedule, load, search, demand } = plan;
  return [
    `${paint.bold(titleOf(plan))} ${printable(plan.url)}`,
    ...item(page, "Profile", [plan.profile, `${plan.engine} engine`, `variant ${plan.variant}`].join(" · ")),
    ...(load && schedule ? scheduleItems(page, load, schedule) : []),
    ...(search ? searchItems(page, search) : []),
    ...item(page, "Each viewer", demandWords(demand)),
    ...item(page, "Needs", needsWords(plan, paint)),
    ...plan.thresholds.flatMap((expr, index) => item(page, index === 0 ? "Thresholds" : "", printable(expr))),
    ...plan.notes.flatMap((note, index) => item(page, index === 0 ? "Notes" : "", printable(note))),
    "",
    ...(schedule ? scheduleTable(schedule, demand !== null, paint) : []).map((line) => `  ${line}`),
    ...(search ? stepTable(search, paint) : []).map((line) => `  ${line}`),
  ].join("\n");
}

function titleOf({ schedule, search }: PlanPage): string {
  if (search) return `A search for the capacity up to ${viewerCount(search.max)} on`;
  return `A swarm of ${viewerCount(schedule?.peak ?? 0)} on`;
}

function scheduleItems(
  page: Page,
  load: LoadShape,
  { durationMs, replacedPerSec }: ScheduleSummary,
): string[] {
  return [
    ...item(page, "Load", loadWords(load)),
    ...(load.churn ? item(page, "Watch time", churnWords(load.churn, replacedPerSec)) : []),
    ...item(page, "Length", durationMs === null ? "until it is stopped" : formatClock(durationMs)),
  ];
}

function searchItems(page: Page, { start, max, holdMs, rampRate }: SearchPlan): string[] {
  const doubling = `${formatCount(start)}, then twice as many while all holds, to ${formatCount(max)} at most`;
  const ramp = `ramp of at least ${formatRate(rampRate)}`;
  return [
    ...item(page, "Load", `${doubling}; where it broke the gap is halved`),
    ...item(page, "Each step", `${ramp} · held for ${formatSeconds(holdMs / 1000)}`),
    ...item(page, "Length", "until the limit is found"),
  ];
}

function stepTable({ steps }: SearchPlan, paint: Painter): string[] {
  const rows = steps.map(({ viewers, requestsPerSec, bitsPerSec }, index) => [
    String(index + 1),
    formatCount(viewers),
    formatRate(requestsPerSec),
    formatBitRate(bitsPerSec),
  ]);
  return renderNumberTable(["Step", "viewers", "requests", "traffic"], rows, paint);
}

function demandWords(demand: ViewerDemand | null): string {
  if (!demand) return "not known: the stream was not read";
  const { steady, start } = demand;
  const first = `${formatCount(start.requests)} requests and ${formatBytes(start.bits / 8)} to begin with`;
  return `${formatRate(steady.requestsPerSec)} and ${formatBitRate(steady.bitsPerSec)} · ${first}`;
}

function loadWords({ clients, rampRate, rampJitterMs, stages, arrival, seed }: LoadShape): string {
  const shape =
    stages.length === 0
      ? `to ${formatCount(clients)} at ${formatRate(rampRate)}`
      : `in stages ${stages.map(({ durationMs, clients: to }) => `${formatSeconds(durationMs / 1000)} to ${formatCount(to)}`).join(", ")}`;
  const chance = arrival === "poisson" ? "Poisson arrivals" : "even arrivals";
  const late = rampJitterMs > 0 ? ` · each up to ${rampJitterMs} ms late` : "";
  return `${shape} · ${chance}${late} · seed ${seed}`;
}

function churnWords(churn: Churn, replacedPerSec: number): string {
  const replaced = `${formatRate(replacedPerSec)} replaced at the peak`;
  const sec = (ms: number) => formatSeconds(ms / 1000);
  switch (churn.kind) {
    case "fixed":
      return `${sec(churn.ms)} · ${replaced}`;
    case "uniform":
      return `${sec(churn.fromMs)} to ${sec(churn.toMs)} · ${replaced}`;
    case "exponential":
      return `exponential, mean ${sec(churn.meanMs)} · ${replaced}`;
    case "lognormal":
      return `log-normal, median ${sec(churn.medianMs)}, σ ${churn.sigma} · ${replaced}`;
    default:
      return churn satisfies never;
  }
}

function needsWords({ needs, limits }: PlanPage, paint: Painter): string {
  const part = (name: string, need: number, limit: number | null, words: (value: number) => string) => {
    const text = `${words(need)} ${name}${limit === null ? "" : ` of ${words(limit)}`}`;
    return limit !== null && need > limit ? paint.red(text) : text;
  };
  return [
    part("open files", needs.openFiles, limits.openFiles, formatCount),
    part("local ports", needs.ports, limits.ports, formatCount),
    part("memory", needs.memoryBytes, limits.memoryBytes, formatBytes),
  ].join(" · ");
}

function scheduleTable({ rows }: ScheduleSummary, isKnown: boolean, paint: Painter): string[] {
  const head = isKnown ? ["Time", "viewers", "requests", "traffic"] : ["Time", "viewers"];
  const lines = rows.map(({ atMs, viewers, requestsPerSec, bitsPerSec }) => [
    formatClock(atMs),
    formatCount(viewers),
    formatRate(requestsPerSec),
    formatBitRate(bitsPerSec),
  ]);
  return renderNumberTable(
    head,
    lines.map((cells) => cells.slice(0, head.length)),
    paint,
  );
}
