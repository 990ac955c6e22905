import type { Point } from "../stats/run-view.ts";

/** How one column of two points becomes that of one. */
export type Combine = "sum" | "last" | "max" | "mean" | "by-requests";

interface Column {
  /** Of two stretches of time, one after the other. */
  inTime: Combine;
  /** Of two nodes at the same time. */
  ofNodes: Combine;
  /** Digits after the point that are kept. */
  digits: number;
}

/**
 * A quantile of two sets together lies between those of the two, so that the higher is never too good; a median is between
 * them, nearer to the larger set's.
 */
export const COLUMNS = {
  target: { inTime: "last", ofNodes: "sum", digits: 0 },
  clients: { inTime: "last", ofNodes: "sum", digits: 0 },
  playing: { inTime: "last", ofNodes: "sum", digits: 0 },
  stalled: { inTime: "max", ofNodes: "sum", digits: 0 },
  requests: { inTime: "sum", ofNodes: "sum", digits: 0 },
  failed: { inTime: "sum", ofNodes: "sum", digits: 0 },
  bytes: { inTime: "sum", ofNodes: "sum", digits: 0 },
  ttfbP50Ms: { inTime: "by-requests", ofNodes: "by-requests", digits: 3 },
  ttfbP99Ms: { inTime: "max", ofNodes: "max", digits: 3 },
  dueP99Ms: { inTime: "max", ofNodes: "max", digits: 3 },
  stalls: { inTime: "sum", ofNodes: "sum", digits: 0 },
  stalledMs: { inTime: "sum", ofNodes: "sum", digits: 0 },
  playedMs: { inTime: "sum", ofNodes: "sum", digits: 0 },
  liveLatencyP50Ms: { inTime: "by-requests", ofNodes: "by-requests", digits: 0 },
  cpu: { inTime: "mean", ofNodes: "sum", digits: 4 },
  rssBytes: { inTime: "max", ofNodes: "sum", digits: 0 },
  lagP99Ms: { inTime: "max", ofNodes: "max", digits: 3 },
} as const satisfies Record<Exclude<keyof Point, "t">, Column>;
