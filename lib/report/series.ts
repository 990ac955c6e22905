import type { Point } from "../stats/run-view.ts";
import { mergeStretches, type Stretch } from "./merge-points.ts";
import type { Series } from "./report-shape.ts";
import { pointsOf, seriesOf } from "./series-points.ts";

/** Two hours of seconds, which are 1 MB as JSON. */
const MOST_POINTS = 7200;

/**
 * The points of a run as it goes on, one a second; when there are too many, every two become one and the interval doubles, so
 * that neither the report nor the memory it takes grows without end.
 */
export class SeriesBuilder {
  #intervalSec: number;
  #stretches: Stretch[] = [];

  constructor(intervalSec = 1) {
    this.#intervalSec = intervalSec;
  }

  /** In the order of `t`. A second that two points fall into has both. */
  add(point: Point, seconds = 1): void {
    this.#append({ point: { ...point, t: Math.round(point.t) }, seconds });
    while (this.#stretches.length > MOST_POINTS) this.#coarsen();
  }

  toSeries(): Series {
    return seriesOf(
      this.#stretches.map(({ point }) => point),
      this.#intervalSec,
    );
  }

  #append(stretch: Stretch): void {
    const last = this.#stretches.at(-1);
    if (last && this.#slot(last) === this.#slot(stretch)) {
      this.#stretches[this.#stretches.length - 1] = mergeStretches(last, stretch, "inTime");
    } else {
      this.#stretches.push(stretch);
    }
  }

  #coarsen(): void {
    const fine = this.#stretches;
    this.#intervalSec *= 2;
    this.#stretches = [];
    for (const stretch of fine) this.#append(stretch);
  }

  #slot({ point }: Stretch): number {
    return Math.ceil(point.t / this.#intervalSec);
  }
}

/** Series of several nodes, each later by whole seconds than the first: the sum at every time. */
export function mergeSeries(all: readonly { series: Series; offsetSec: number }[]): Series {
  const intervalSec = Math.max(1, ...all.map(({ series }) => series.intervalSec));
  const slots = new Map<number, Stretch>();
  for (const { series, offsetSec } of all) {
    for (const [slot, stretch] of slotsOf(series, offsetSec, intervalSec)) {
      const known = slots.get(slot);
      slots.set(slot, known ? mergeStretches(known, stretch, "ofNodes") : stretch);
    }
  }
  const sum = new SeriesBuilder(intervalSec);
  const inOrder = [...slots].sort(([a], [b]) => a - b);
  for (const [, { point, seconds }] of inOrder) sum.add(point, seconds);
  return sum.toSeries();
}

function slotsOf(series: Series, offsetSec: number, intervalSec: number): Map<number, Stretch> {
  const slots = new Map<number, Stretch>();
  for (const point of pointsOf(series)) {
    const stretch = { point: { ...point, t: point.t + offsetSec }, seconds: series.intervalSec };
    const slot = Math.ceil(stretch.point.t / intervalSec);
    const known = slots.get(slot);
    slots.set(slot, known ? mergeStretches(known, stretch, "inTime") : stretch);
  }
  return slots;
}
