import { corruptionOf } from "./corruption.ts";
import type { RunReport } from "./report-shape.ts";

/** A viewer that had less time than this may not have had its first segment yet. */
const PATIENCE_MS = 3000;

/** Why a valid run has failed whatever its thresholds say, in a sentence; null: it has not. */
export function unhealthyOf(report: RunReport): string | null {
  return idlenessOf(report) ?? corruptionOf(report.integrity);
}

/** Whether anybody saw anything. */
export function idlenessOf({ run, clients, qoe }: RunReport): string | null {
  const isOver = run.durationMs >= PATIENCE_MS || run.endedBy === "ended";
  if (clients.started === 0 || qoe.playedSeconds > 0 || !isOver) return null;
  return clients.started === 1
    ? "The viewer never played."
    : `None of ${clients.started} viewers ever played.`;
}
