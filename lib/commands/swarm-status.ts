import { EXIT } from "../errors.ts";
import { corruptionOf } from "../report/corruption.ts";
import type { RunReport } from "../report/report-shape.ts";

/** An invalid run says nothing, not even whether thresholds hold; wrong bytes are worse than any figure. */
export function statusOf({ run, thresholds, capacity, integrity }: RunReport): number {
  if (!run.valid || corruptionOf(integrity) !== null) return EXIT.unhealthy;
  if (capacity && capacity.knee === null) return EXIT.thresholds;
  return thresholds.every(({ ok }) => ok) ? EXIT.ok : EXIT.thresholds;
}
