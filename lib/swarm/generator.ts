import { openReactor } from "../net/open-reactor.ts";
import type { Reactor } from "../net/reactor.ts";
import type { Gauges } from "../stats/measurements.ts";
import { Measurements } from "../stats/totals.ts";
import type { Engine } from "./engine.ts";
import { countOpenFiles, cpuMeter, residentBytes } from "./machine-gauges.ts";
import type { GeneratorSpec, Order } from "./protocol.ts";
import type { ReportPipe } from "./report-pipe.ts";
import { followSchedule, followTargets, type RunClock, type ViewerFeed } from "./viewer-feed.ts";

const INTERVAL_MS = 1000;

export interface GeneratorWorld {
  /** Orders as they come; the end of it ends the generator. */
  orders: AsyncIterator<Order>;
  pipe: ReportPipe;
  openFilesLimit: number;
}

/**
 * Holds viewers from `begin` to `stop`, to the end of the schedule or of the orders, whichever is first, and tells once a
 * second what they measured. Leaves nothing behind.
 */
export async function runGenerator(world: GeneratorWorld): Promise<void> {
  world.pipe.write({ report: "ready" });
  const first = await world.orders.next();
  if (first.done || first.value.order !== "begin") return;
  const { spec, leadMs } = first.value;
  const zeroMs = performance.now() + leadMs;
  const reactor = openReactor(spec.net);
  try {
    await Promise.race([perform(spec, runClock(reactor, zeroMs), reactor, world), failOfReactor(reactor)]);
  } finally {
    reactor.stop();
  }
}

/** A reactor that ends while there are viewers has failed. */
async function failOfReactor(reactor: Reactor): Promise<never> {
  await reactor.run();
  throw new Error("the event loop ended by itself");
}

async function perform(
  spec: GeneratorSpec,
  clock: RunClock,
  reactor: Reactor,
  world: GeneratorWorld,
): Promise<void> {
  const measurements = new Measurements();
  const note = (text: string) => world.pipe.write({ report: "note", text });
  const engine = await openEngine(spec, reactor, measurements, note);
  const onStart = (delayMs: number) => measurements.generator.scheduleDelay.record(delayMs);
  const context = { clock, engine, share: spec.share, onStart };
  const feed = spec.load ? followSchedule(spec.load, context) : followTargets(context);
  const teller = tellIntervals({ clock, reactor, measurements, engine, feed, world });
  await Promise.race([obey(world.orders, feed), durationOf(spec, clock)]);
  feed.stop();
  const states = { ...measurements.clients.states };
  await engine.close();
  await teller.finish(states);
}

async function openEngine(
  spec: GeneratorSpec,
  reactor: Reactor,
  measurements: Measurements,
  note: (text: string) => void,
): Promise<Engine> {
  if (spec.engine === "native") {
    const { openNativeEngine } = await import("./native-engine.ts");
    return openNativeEngine(spec, reactor, measurements);
  }
  const { openFfmpegEngine } = await import("./ffmpeg/engine.ts");
  return openFfmpegEngine(spec, reactor, measurements, note);
}

/** `zeroMs`: of the reactor's clock, which is that of `performance.now` and knows no steps. */
function runClock(reactor: Reactor, zeroMs: number): RunClock {
  return {
    nowMs: () => reactor.nowMs() - zeroMs,
    at: (dueMs, run) => reactor.at(dueMs + zeroMs, run),
  };
}

/** Until it is told to stop. */
async function obey(orders: AsyncIterator<Order>, feed: ViewerFeed): Promise<void> {
  for (;;) {
    const { value, done } = await orders.next();
    if (done || value.order === "stop") return;
    if (value.order === "target") feed.order(value.clients, value.ratePerSec);
  }
}

function durationOf({ load }: GeneratorSpec, clock: RunClock): Promise<void> {
  const durationMs = load?.durationMs ?? null;
  if (durationMs === null) return new Promise(() => {});
  return new Promise((resolve) => clock.at(durationMs, resolve));
}

interface Telling {
  clock: RunClock;
  reactor: Reactor;
  measurements: Measurements;
  engine: Engine;
  feed: ViewerFeed;
  world: GeneratorWorld;
}

/** Reports on the whole seconds of the run's clock; what the coordinator did not take in time goes with the next one. */
function tellIntervals({ clock, reactor, measurements, engine, feed, world }: Telling) {
  const { pipe, openFilesLimit } = world;
  const ownCpu = cpuMeter();
  let timer = clock.at(INTERVAL_MS, tick);

  function tick(): void {
    const atMs = Math.floor(clock.nowMs() / INTERVAL_MS) * INTERVAL_MS;
    if (pipe.isFree) tell(atMs, { ...measurements.clients.states });
    timer = clock.at(atMs + INTERVAL_MS, tick);
  }

  function tell(atMs: number, states: Gauges["clients"]): void {
    for (const lagMs of reactor.takeLags()) measurements.generator.lag.record(lagMs);
    const children = engine.takeChildren();
    measurements.generator.cpu(ownCpu() + children.cpuMs);
    const gauges = {
      target: feed.target,
      clients: states,
      started: feed.started,
      rssBytes: residentBytes() + children.rssBytes,
      openFiles: countOpenFiles() + children.openFiles,
      openFilesLimit,
    };
    pipe.write({ report: "interval", atMs, measurements: measurements.drain(), gauges });
  }

  return {
    /** The last interval shows who was there before everybody left. */
    async finish(states: Gauges["clients"]) {
      timer.cancel();
      await pipe.flush();
      tell(clock.nowMs(), states);
      pipe.write({ report: "end" });
      await pipe.flush();
    },
  };
}
