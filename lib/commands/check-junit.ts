import { type CheckResult, groupOf } from "../check/check.ts";
import { renderSuite, type TestCase } from "../report/junit-xml.ts";

/** The results of checks as JUnit XML, a class for each group. */
export function renderCheckJunit(run: {
  results: readonly CheckResult[];
  startedMs: number;
  durationMs: number;
}): string {
  return renderSuite({
    name: "hlsctl check",
    id: "check",
    startedAt: new Date(run.startedMs).toISOString(),
    durationMs: run.durationMs,
    cases: run.results.map(testCase),
  });
}

function testCase(result: CheckResult): TestCase {
  const { id, title, outcome, reason, detail, durationMs } = result;
  const message = reason ?? "";
  const base = { group: `hlsctl.check.${groupOf(result)}`, name: `${id}: ${title}`, durationMs };
  if (outcome === "skipped") return { ...base, failure: null, skipped: message };
  return { ...base, failure: outcome === "failed" ? { message, text: detail ?? message } : null };
}
