import { viewersAt } from "../load/line.ts";
import { planViewers } from "../load/plan-viewers.ts";
import type { LoadShape, ViewerPlan } from "../load/shape.ts";
import type { Timer } from "../net/reactor.ts";
import type { Engine } from "./engine.ts";
import { countInShare, isInShare, type Share, TargetLine } from "./target-line.ts";

/** Starts between two looks at the sockets: a crowd that comes at once must not hold up those who are there. */
const STARTS_PER_TURN = 64;

/** The run's clock: ms since it began. */
export interface RunClock {
  nowMs(): number;
  at(dueMs: number, run: () => void): Timer;
}

/** Brings viewers into an engine and takes them out again. */
export interface ViewerFeed {
  /** Of this share, as it should be now. */
  readonly target: number;
  readonly started: number;
  /** An order of the coordinator; a schedule takes none. */
  order(clients: number, ratePerSec: number): void;
  stop(): void;
}

export interface FeedContext {
  clock: RunClock;
  engine: Engine;
  share: Share;
  /** How late a viewer was started. */
  onStart(delayMs: number): void;
}

/** Follows a schedule that is known from the beginning. */
export function followSchedule(load: LoadShape, { clock, engine, share, onStart }: FeedContext): ViewerFeed {
  const plans = planViewers(load);
  const stops = new Map<number, Timer>();
  let next = take();
  let started = 0;
  let timer: Timer | undefined = wait();

  function take(): ViewerPlan | undefined {
    for (;;) {
      const { value, done } = plans.next();
      if (done) return undefined;
      if (isInShare(share, value.id)) return value;
    }
  }

  function wait(): Timer | undefined {
    return next && clock.at(next.startMs, turn);
  }

  function turn(): void {
    for (let count = 0; next && next.startMs <= clock.nowMs() && count < STARTS_PER_TURN; count += 1) {
      start(next);
      next = take();
    }
    timer = wait();
  }

  function start({ id, startMs, stopMs }: ViewerPlan): void {
    onStart(clock.nowMs() - startMs);
    started += 1;
    engine.start(id);
    if (stopMs === null) return;
    const leave = () => {
      stops.delete(id);
      engine.stop(id);
    };
    stops.set(id, clock.at(stopMs, leave));
  }

  return {
    get target() {
      return countInShare(share, viewersAt({ ...load, durationMs: null }, clock.nowMs()));
    },
    get started() {
      return started;
    },
    order() {},
    stop() {
      timer?.cancel();
      for (const stop of stops.values()) stop.cancel();
    },
  };
}

/** Follows targets as they are ordered, one after another. */
export function followTargets({ clock, engine, share, onStart }: FeedContext): ViewerFeed {
  const line = new TargetLine();
  /** Viewers that are there, by their place in this share. */
  const present: number[] = [];
  let started = 0;
  let timer: Timer | undefined;

  const slotOf = (place: number) => share.index + place * share.of;

  function turn(): void {
    const wanted = countInShare(share, line.levelAt(clock.nowMs()));
    while (present.length > wanted) engine.stop(present.pop() ?? 0);
    for (let count = 0; present.length < wanted && count < STARTS_PER_TURN; count += 1) start();
    wait();
  }

  function start(): void {
    onStart(clock.nowMs() - line.timeOf(slotOf(present.length)));
    const id = slotOf(started);
    present.push(id);
    started += 1;
    engine.start(id);
  }

  function wait(): void {
    const goal = countInShare(share, line.to);
    if (present.length === goal) return;
    const place = present.length < goal ? present.length : present.length - 1;
    timer = clock.at(line.timeOf(slotOf(place)), turn);
  }

  return {
    get target() {
      return countInShare(share, line.levelAt(clock.nowMs()));
    },
    get started() {
      return started;
    },
    order(clients, ratePerSec) {
      timer?.cancel();
      line.order(clock.nowMs(), clients, ratePerSec);
      turn();
    },
    stop() {
      timer?.cancel();
    },
  };
}
