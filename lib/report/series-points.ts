import type { Point } from "../stats/run-view.ts";
import type { Series } from "./report-shape.ts";
import { COLUMNS } from "./series-columns.ts";

/** Points → columns, rounded to what can be seen. */
export function seriesOf(points: readonly Point[], intervalSec: number): Series {
  const column = <Name extends keyof Point>(name: Name) => points.map((point) => rounded(point, name));
  return {
    intervalSec,
    points: {
      t: column("t"),
      target: column("target"),
      clients: column("clients"),
      playing: column("playing"),
      stalled: column("stalled"),
      requests: column("requests"),
      failed: column("failed"),
      bytes: column("bytes"),
      ttfbP50Ms: column("ttfbP50Ms"),
      ttfbP99Ms: column("ttfbP99Ms"),
      dueP99Ms: column("dueP99Ms"),
      stalls: column("stalls"),
      stalledMs: column("stalledMs"),
      playedMs: column("playedMs"),
      liveLatencyP50Ms: column("liveLatencyP50Ms"),
      cpu: column("cpu"),
      rssBytes: column("rssBytes"),
      lagP99Ms: column("lagP99Ms"),
    },
  };
}

/** Columns → points. All are as long as `t` (`parseReport` sees to it). */
export function pointsOf({ points }: Series): Point[] {
  return points.t.map((t, i) => ({
    t,
    target: points.target[i] ?? 0,
    clients: points.clients[i] ?? 0,
    playing: points.playing[i] ?? 0,
    stalled: points.stalled[i] ?? 0,
    requests: points.requests[i] ?? 0,
    failed: points.failed[i] ?? 0,
    bytes: points.bytes[i] ?? 0,
    ttfbP50Ms: points.ttfbP50Ms[i] ?? null,
    ttfbP99Ms: points.ttfbP99Ms[i] ?? null,
    dueP99Ms: points.dueP99Ms[i] ?? null,
    stalls: points.stalls[i] ?? 0,
    stalledMs: points.stalledMs[i] ?? 0,
    playedMs: points.playedMs[i] ?? 0,
    liveLatencyP50Ms: points.liveLatencyP50Ms[i] ?? null,
    cpu: points.cpu[i] ?? 0,
    rssBytes: points.rssBytes[i] ?? 0,
    lagP99Ms: points.lagP99Ms[i] ?? null,
  }));
}

function rounded<Name extends keyof Point>(point: Point, name: Name): Point[Name];
function rounded(point: Point, name: keyof Point): number | null {
  const value = point[name];
  if (value === null) return null;
  const factor = 10 ** (name === "t" ? 0 : COLUMNS[name].digits);
  return Math.round(value * factor) / factor;
}
