import type { RunReport } from "../../report/report-shape.ts";
import { unhealthyOf } from "../../report/unhealthy.ts";
import type { Painter } from "../paint.ts";
import { printable } from "./fit.ts";
import { renderOutcome } from "./judge-block.ts";
import { formatClock } from "./quantity.ts";
import { canaries, capacity, conformance, integrity, notes } from "./summary-findings.ts";
import { item, type Page, under } from "./summary-page.ts";
import { clients, experience, failures, generator, load, lowLatency } from "./summary-rows.ts";
import { latencyTable, variantTable } from "./summary-tables.ts";

/**
 * The end of a run, for a person: first whether it counts and whether it is good, then what viewers had, then why. `width`:
 * columns of the terminal, without end where there is none.
 */
export function renderSummary(report: RunReport, paint: Painter, width: number): string {
  const page: Page = { paint, width };
  const parts = [
    verdict(report, page),
    capacity(report, page),
    [
      ...title(report, page),
      ...clients(report, page),
      ...experience(report, page),
      ...lowLatency(report, page),
      ...failures(report, page),
      ...load(report, page),
      ...generator(report, page),
    ],
    latencyTable(report, page),
    variantTable(report, page),
    [
      ...conformance(report, page),
      ...integrity(report, page),
      ...canaries(report, page),
      ...notes(report, page),
    ],
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

const ENDINGS: Readonly<Record<RunReport["run"]["endedBy"], string>> = {
  duration: "",
  ended: ", until all viewers were done",
  interrupted: ", interrupted",
  quit: ", ended by q",
  threshold: ", ended by a threshold",
  capacity: ", a search for the capacity",
  generator: ", until no generator was left",
};

function title({ run }: RunReport, page: Page): string[] {
  const nodes = run.nodes > 1 ? [`${run.nodes} nodes`] : [];
  const how = [run.profile, run.engine, run.variant].map(printable);
  const took = formatClock(run.durationMs) + ENDINGS[run.endedBy];
  return item(page, "Run", [page.paint.bold(printable(run.url)), ...how, ...nodes, took].join(" · "));
}

/** Whether it counts, whether it kept what was asked for, and what nobody should overlook. */
function verdict(report: RunReport, page: Page): string[] {
  const { run, thresholds } = report;
  const { paint } = page;
  const failure = unhealthyOf(report);
  const counts = run.valid ? paint.green("✓ VALID") : paint.red(paint.bold("✗ INVALID"));
  return [
    ...under([counts, ...judgement(report, page), ...warnings(report, page)].join("  "), page, 0),
    ...(failure === null ? [] : under(paint.red(failure), page)),
    ...run.invalidReasons.flatMap((reason) => under(paint.red(printable(reason)), page)),
    ...renderOutcome(thresholds, paint).flatMap((line) => under(line, page, 2)),
  ];
}

function judgement({ thresholds }: RunReport, { paint }: Page): string[] {
  const failed = thresholds.filter(({ ok }) => !ok).length;
  const { length } = thresholds;
  if (length === 0) return [];
  if (failed > 0) return [paint.red(paint.bold(`✗ ${failed} of ${length} thresholds failed`))];
  return [paint.green(length === 1 ? "✓ the threshold holds" : `✓ all ${length} thresholds hold`)];
}

function warnings({ conformance: found, integrity: bytes, clients }: RunReport, { paint }: Page): string[] {
  const must = found.filter(({ level }) => level === "must").length;
  const dark = clients.neverPlayed;
  return [
    ...(dark === 0 ? [] : [paint.red(`✗ ${dark} never played`)]),
    ...(must === 0 ? [] : [paint.yellow(`! ${must} ${must === 1 ? "rule" : "rules"} of MUST level broken`)]),
    ...(bytes === null || bytes.wrong === 0 ? [] : [paint.red("✗ wrong bytes")]),
  ];
}
