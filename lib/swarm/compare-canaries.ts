import type { CanaryReport } from "../report/report-shape.ts";
import type { Measurements } from "../stats/totals.ts";

type Figure = CanaryReport["figures"][number];

/** What both engines must see alike, however many viewers each has. */
interface Rule {
  name: string;
  /** How far apart: of the larger one (`relative`), or in the figure's own unit. */
  tolerance: { relative: number } | { absolute: number };
  read(measurements: Measurements): number | null;
}

const RULES: readonly Rule[] = [
  { name: "Segments per second played", tolerance: { relative: 0.15 }, read: segmentsPerSecond },
  { name: "Bytes per segment", tolerance: { relative: 0.1 }, read: bytesPerSegment },
  { name: "Share of requests that failed", tolerance: { absolute: 0.01 }, read: failedShare },
  { name: "Share of segments that were missed", tolerance: { absolute: 0.01 }, read: missedShare },
  { name: "Rebuffer ratio", tolerance: { absolute: 0.02 }, read: rebufferRatio },
];

/** Where native viewers and FFmpeg clients on the same stream disagree. `example`: what FFmpeg complained of. */
export function compareCanaries(
  native: Measurements,
  ffmpeg: Measurements,
  { clients, example }: { clients: number; example: string | null },
): CanaryReport {
  const figures = RULES.map((rule) => compare(rule, rule.read(native), rule.read(ffmpeg)));
  return { clients, figures, example: figures.every(({ agrees }) => agrees) ? null : example };
}

function compare({ name, tolerance }: Rule, native: number | null, ffmpeg: number | null): Figure {
  const shown = (value: number | null) => (value === null ? null : Number(value.toPrecision(4)));
  const words =
    "relative" in tolerance
      ? `${tolerance.relative * 100} %`
      : `${tolerance.absolute * 100} percentage points`;
  return {
    name,
    native: shown(native),
    ffmpeg: shown(ffmpeg),
    tolerance: words,
    agrees: isNear(native, ffmpeg, tolerance),
  };
}

function isNear(native: number | null, ffmpeg: number | null, tolerance: Rule["tolerance"]): boolean {
  if (native === null || ffmpeg === null) return native === ffmpeg;
  const apart = Math.abs(native - ffmpeg);
  if ("absolute" in tolerance) return apart <= tolerance.absolute;
  return apart <= tolerance.relative * Math.max(Math.abs(native), Math.abs(ffmpeg));
}

/** Of what plays: segments that were loaded ahead at the start weigh less, the longer a run is. */
function segmentsPerSecond(measurements: Measurements): number | null {
  const { downloaded, playedMs, stalledMs } = measurements.variants.sum();
  const seconds = (playedMs + stalledMs) / 1000;
  return seconds > 0 ? downloaded / seconds : null;
}

function bytesPerSegment(measurements: Measurements): number | null {
  const { count, failed, bytes } = measurements.requests.sum(["segment"]);
  return count > failed ? bytes / (count - failed) : null;
}

function failedShare(measurements: Measurements): number | null {
  const { count, failed } = measurements.requests.sum();
  return count > 0 ? failed / count : null;
}

function missedShare(measurements: Measurements): number | null {
  const { downloaded, missed } = measurements.variants.sum();
  return downloaded + missed > 0 ? missed / (downloaded + missed) : null;
}

function rebufferRatio(measurements: Measurements): number | null {
  return measurements.variants.sum().rebufferRatio;
}
