import type { Point } from "../stats/run-view.ts";
import { COLUMNS, type Combine } from "./series-columns.ts";

/** A point and of how many seconds it is. */
export interface Stretch {
  point: Point;
  seconds: number;
}

type Whole = { [Name in keyof Point]: null extends Point[Name] ? never : Name }[keyof Point];
type Weigh = (stretch: Stretch) => number;

const WEIGHTS: Record<"mean" | "by-requests", Weigh> = {
  mean: ({ seconds }) => seconds,
  "by-requests": ({ point }) => point.requests,
};

/** `inTime`: `b` follows `a` · `ofNodes`: both are of the same time, on different nodes. */
export function mergeStretches(a: Stretch, b: Stretch, direction: "inTime" | "ofNodes"): Stretch {
  const whole = (name: Exclude<Whole, "t">) => {
    const how = COLUMNS[name][direction];
    return combine(how, [a.point[name], b.point[name]], weights(how, a, b));
  };
  const maybe = (name: Exclude<keyof Point, Whole>) => {
    const how = COLUMNS[name][direction];
    const [one, other] = [a.point[name], b.point[name]];
    if (one === null || other === null) return one ?? other;
    return combine(how, [one, other], weights(how, a, b));
  };
  const point: Point = {
    t: Math.max(a.point.t, b.point.t),
    target: whole("target"),
    clients: whole("clients"),
    playing: whole("playing"),
    stalled: whole("stalled"),
    requests: whole("requests"),
    failed: whole("failed"),
    bytes: whole("bytes"),
    ttfbP50Ms: maybe("ttfbP50Ms"),
    ttfbP99Ms: maybe("ttfbP99Ms"),
    dueP99Ms: maybe("dueP99Ms"),
    stalls: whole("stalls"),
    stalledMs: whole("stalledMs"),
    playedMs: whole("playedMs"),
    liveLatencyP50Ms: maybe("liveLatencyP50Ms"),
    cpu: whole("cpu"),
    rssBytes: whole("rssBytes"),
    lagP99Ms: maybe("lagP99Ms"),
  };
  return { point, seconds: direction === "inTime" ? a.seconds + b.seconds : Math.max(a.seconds, b.seconds) };
}

function weights(how: Combine, a: Stretch, b: Stretch): [number, number] {
  if (how !== "mean" && how !== "by-requests") return [1, 1];
  const weigh = WEIGHTS[how];
  return weigh(a) + weigh(b) > 0 ? [weigh(a), weigh(b)] : [1, 1];
}

function combine(how: Combine, [a, b]: [number, number], [weightA, weightB]: [number, number]): number {
  switch (how) {
    case "sum":
      return a + b;
    case "last":
      return b;
    case "max":
      return Math.max(a, b);
    case "mean":
    case "by-requests":
      return (a * weightA + b * weightB) / (weightA + weightB);
    default:
      return how satisfies never;
  }
}
