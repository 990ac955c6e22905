import type { RunReport } from "./report-shape.ts";

/** Why a run with `--verify` has failed whatever its thresholds say, in a sentence; null: no byte was wrong. */
export function corruptionOf(integrity: RunReport["integrity"]): string | null {
  if (integrity === null || integrity.wrong === 0) return null;
  const { right, wrong } = integrity;
  return `${wrong} of ${right + wrong} verified segments had other bytes than the origin makes.`;
}
