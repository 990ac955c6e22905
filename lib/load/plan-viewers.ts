import { type Piece, piecesOf } from "./line.ts";
import { type Random, seededRandom } from "./random.ts";
import type { Churn, LoadShape, ViewerPlan } from "./shape.ts";
import { type Visit, VisitQueue } from "./visit-queue.ts";

/** Streams of chance, so that one kind of it does not change another. */
const STREAM = { arrival: 1, jitter: 2, watch: 3 };

const LEAST_WATCH_MS = 1;

/**
 * Every viewer of a run in the order of its start, made one at a time: days of churn take no more memory than the viewers that
 * are there at the same time. The same shape gives the same schedule.
 *
 * A viewer has a slot, opened when the line of viewers rises past it and closed when it falls below; with churn
 * another one takes the slot as soon as it is left.
 */
export function* planViewers(shape: LoadShape): Generator<ViewerPlan> {
  const jitter = seededRandom(shape.seed, STREAM.jitter);
  const watch = seededRandom(shape.seed, STREAM.watch);
  const endMs = shape.durationMs ?? Number.POSITIVE_INFINITY;
  const queue = new VisitQueue();
  let id = 0;

  function* startUntil(limitMs: number): Generator<ViewerPlan> {
    for (let visit = queue.peek(); visit && visit.startMs <= limitMs; visit = queue.peek()) {
      queue.pop();
      const { startMs, closesMs, slot } = visit;
      if (startMs >= endMs || startMs >= closesMs) continue;
      const leavesMs = shape.churn ? startMs + watchTimeMs(shape.churn, watch) : closesMs;
      const stopMs = Math.min(leavesMs, closesMs);
      if (leavesMs < closesMs) queue.push({ startMs: leavesMs, closesMs, slot });
      yield { id: id++, startMs, stopMs: stopMs < endMs ? stopMs : null };
    }
  }

  for (const opening of openings(shape)) {
    if (opening.startMs >= endMs) break;
    yield* startUntil(opening.startMs);
    queue.push({ ...opening, startMs: opening.startMs + jitter() * shape.rampJitterMs });
  }
  yield* startUntil(Number.POSITIVE_INFINITY);
}

/** Slots in the order they are opened. */
function* openings(shape: LoadShape): Generator<Visit> {
  const random = seededRandom(shape.seed, STREAM.arrival);
  const pieces = piecesOf(shape);
  for (const [index, piece] of pieces.entries()) {
    const count = piece.to - piece.from;
    if (count <= 0) continue;
    let share = 0;
    for (let place = 0; place < count; place += 1) {
      const slot = piece.from + place;
      share = shape.arrival === "poisson" ? nextShare(share, count - place, random) : place / count;
      const startMs = piece.fromMs + share * (piece.toMs - piece.fromMs);
      yield { startMs, closesMs: closingOf(pieces, index, slot), slot };
    }
  }
}

/**
 * A Poisson process that is known to bring `count` arrivals brings them at the order statistics of as many even numbers;
 * each follows from the one before and how many are left. So the ramp has its length and its end for sure.
 */
function nextShare(share: number, left: number, random: Random): number {
  return 1 - (1 - share) * (1 - random()) ** (1 / left);
}

function closingOf(pieces: readonly Piece[], openedIn: number, slot: number): number {
  const piece = pieces.find((each, index) => index > openedIn && each.to <= slot);
  if (!piece) return Number.POSITIVE_INFINITY;
  return piece.fromMs + ((piece.from - slot) / (piece.from - piece.to)) * (piece.toMs - piece.fromMs);
}

function watchTimeMs(churn: Churn, random: Random): number {
  return Math.max(LEAST_WATCH_MS, drawWatchTime(churn, random));
}

function drawWatchTime(churn: Churn, random: Random): number {
  switch (churn.kind) {
    case "fixed":
      return churn.ms;
    case "uniform":
      return churn.fromMs + random() * (churn.toMs - churn.fromMs);
    case "exponential":
      return -churn.meanMs * Math.log(1 - random());
    case "lognormal":
      return churn.medianMs * Math.exp(churn.sigma * normal(random));
    default:
      return churn satisfies never;
  }
}

/** Box–Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
