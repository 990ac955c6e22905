import type { Figures } from "../stats/metric.ts";
import { parseThreshold, type ThresholdWords } from "../stats/parse-threshold.ts";
import type { ThresholdVerdict } from "../stats/run-view.ts";
import { judge } from "../stats/threshold.ts";
import { MUST_CODES } from "./levels.ts";
import type { RunReport } from "./report-shape.ts";

interface Judged {
  verdicts: ThresholdVerdict[];
  notes: string[];
}

/** Thresholds of any of the runs over all of them. One with a window holds when it held on every node: windows are not kept. */
export function rejudge(
  reports: readonly RunReport[],
  figures: Omit<Figures, "mustCodes">,
  words: ThresholdWords,
): Judged {
  const exprs = [...new Set(reports.flatMap(({ thresholds }) => thresholds.map(({ expr }) => expr)))];
  const judged: Judged = { verdicts: [], notes: [] };
  for (const expr of exprs) {
    const parsed = parseThreshold(expr, words);
    if (parsed.ok && parsed.value.windowMs === null) {
      judged.verdicts.push(...judge([parsed.value], { ...figures, mustCodes: MUST_CODES }));
      continue;
    }
    judged.verdicts.push(gravest(expr, reports));
    if (reports.length > 1) judged.notes.push(`"${expr}" was judged on every node by itself.`);
  }
  return judged;
}

/** The first that failed, or the first. */
function gravest(expr: string, reports: readonly RunReport[]): ThresholdVerdict {
  const verdicts = reports.flatMap(({ thresholds }) => thresholds.filter((verdict) => verdict.expr === expr));
  return verdicts.find(({ ok }) => !ok) ?? verdicts[0] ?? { expr, value: null, ok: false };
}
