import type { CheckResult, Tier } from "../check/check.ts";
import { renderColumns, wrap } from "./columns.ts";
import type { Painter } from "./paint.ts";
import { renderTable } from "./text-table.ts";

/** What there is to say of a run of checks; the public shape of `--json`. */
export interface CheckSummary {
  passed: number;
  failed: number;
  skipped: number;
  durationMs: number;
}

interface Page {
  paint: Painter;
  width: number;
}

const MARKS = { passed: "✓", failed: "✗", skipped: "○" } as const;

/** One line for a check that is done, and what became of it. */
export function renderResult(result: CheckResult, page: Page): string {
  const { outcome, id, title, reason, detail, durationMs } = result;
  const colour = { passed: page.paint.green, failed: page.paint.red, skipped: page.paint.yellow }[outcome];
  const head = `${colour(MARKS[outcome])} ${id}  ${page.paint.dim(title)}`;
  if (outcome === "passed") {
    const seen = detail === null ? "" : `: ${detail}`;
    return `${head}${page.paint.dim(`${seen} (${seconds(durationMs)})`)}`;
  }
  if (outcome === "skipped") return `${head}\n  ${page.paint.yellow("skipped")}: ${reason}`;
  return `${head}\n  ${page.paint.red("failed")}: ${reason}`;
}

/** Totals by group, then every failure and every skip with its reason and what would enable it. */
export function renderSummary(results: readonly CheckResult[], summary: CheckSummary, page: Page): string {
  const { paint } = page;
  const failures = results.filter(({ outcome }) => outcome === "failed");
  const parts = [
    renderGroups(results, paint),
    ...section(
      "Failed",
      failures.flatMap((result) => [paint.red(`✗ ${result.id}`), ...tellFailure(result, page)]),
      paint,
    ),
    ...section("Skipped", tellSkips(results, page), paint),
    totals(summary, paint),
  ];
  return parts.join("\n\n");
}

export function renderCheckList(
  checks: readonly { id: string; tier: Tier; title: string }[],
  paint: Painter,
): string {
  return renderTable(
    ["CHECK", "TIER", "CLAIM"],
    checks.map(({ id, tier, title }) => [id, tier, title]),
    paint,
  );
}

function renderGroups(results: readonly CheckResult[], paint: Painter): string {
  const groups = Map.groupBy(results, ({ id }) => id.slice(0, id.indexOf("/")));
  const rows = [...groups].map(([group, members]) => {
    const count = (outcome: CheckResult["outcome"]) =>
      String(members.filter((one) => one.outcome === outcome).length);
    const durationMs = members.reduce((sum, one) => sum + one.durationMs, 0);
    return [group, count("passed"), count("failed"), count("skipped"), seconds(durationMs)];
  });
  return renderTable(["GROUP", "PASSED", "FAILED", "SKIPPED", "TIME"], rows, paint);
}

function section(title: string, lines: readonly string[], paint: Painter): string[] {
  return lines.length === 0 ? [] : [[paint.bold(title), ...lines].join("\n")];
}

function tellFailure({ reason, detail }: CheckResult, { paint, width }: Page): string[] {
  const words = detail?.split("\n") ?? [];
  return [...wrap(reason ?? "", width - 2), ...words.map((line) => paint.dim(`│ ${line}`))].map(
    (line) => `  ${line}`,
  );
}

/** Checks that lack the same are told together. */
function tellSkips(results: readonly CheckResult[], { paint, width }: Page): string[] {
  const skips = results.filter(({ outcome }) => outcome === "skipped");
  const groups = Map.groupBy(skips, ({ reason, detail }) => `${reason}\n${detail ?? ""}`);
  return [...groups].flatMap(([key, members]) => {
    const [reason = "", ...enable] = key.split("\n");
    const names = members.map(({ id }) => id).join(", ");
    return [
      ...renderColumns(
        [[paint.yellow("○"), `${members.length === 1 ? "1 check" : `${members.length} checks`}: ${reason}`]],
        { width },
      ),
      ...enable.filter(Boolean).map((line) => `   → ${line}`),
      ...wrap(names, width - 3).map((line) => paint.dim(`   ${line}`)),
    ];
  });
}

function totals({ passed, failed, skipped, durationMs }: CheckSummary, paint: Painter): string {
  const words = [
    paint.green(`${passed} passed`),
    failed > 0 ? paint.red(`${failed} failed`) : "0 failed",
    skipped > 0 ? paint.yellow(`${skipped} skipped`) : "0 skipped",
  ];
  return `${words.join(", ")} in ${seconds(durationMs)}`;
}

function seconds(durationMs: number): string {
  const whole = durationMs / 1000;
  if (whole < 100) return `${whole.toFixed(1)} s`;
  return `${Math.floor(whole / 60)} min ${Math.round(whole % 60)} s`;
}
