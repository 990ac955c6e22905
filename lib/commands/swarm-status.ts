import { EXIT } from "../errors.ts";
import type { RunReport } from "../report/report-shape.ts";
import { unhealthyOf } from "../report/unhealthy.ts";

/** An invalid run says nothing, not even whether thresholds hold; wrong bytes and dark screens are worse than any figure. */
export function statusOf(report: RunReport): number {
  const { run, thresholds, capacity } = report;
  if (!run.valid || unhealthyOf(report) !== null) return EXIT.unhealthy;
  if (capacity && capacity.knee === null) return EXIT.thresholds;
  return thresholds.every(({ ok }) => ok) ? EXIT.ok : EXIT.thresholds;
}
