import { describe, expect, test } from "bun:test";
import type { LoadShape } from "../../lib/load/shape.ts";
import type { Gauges } from "../../lib/stats/measurements.ts";
import { Measurements } from "../../lib/stats/totals.ts";
import { Coordinator, type SwarmWorld } from "../../lib/swarm/coordinator.ts";
import type { GeneratorLink } from "../../lib/swarm/generator-process.ts";
import type { Order, Report } from "../../lib/swarm/protocol.ts";

const LOAD: LoadShape = {
  clients: 10,
  rampRate: 1000,
  rampJitterMs: 0,
  stages: [],
  arrival: "uniform",
  churn: null,
  durationMs: null,
  seed: 1,
};

interface FakeGenerator {
  orders: Order[];
  wasKilled: boolean;
  report(report: Report): void;
  /** An interval in which that many requests were made. */
  interval(atMs: number, requests: number, cpuMs?: number): void;
  /** An interval at whose end viewers are in these states. */
  states(atMs: number, states: Partial<Gauges["clients"]>): void;
  end(): void;
  die(status: number, words?: string[]): void;
}

/** A coordinator whose generators do what the test says. */
function coordinate(generators = 1, load: LoadShape = LOAD) {
  const clock = manualClock();
  const fakes: FakeGenerator[] = [];
  const notes: string[] = [];
  const seconds: number[] = [];
  const world: SwarmWorld = {
    nowMs: clock.nowMs,
    wallMs: () => clock.nowMs() + clock.steppedMs,
    after: clock.after,
    start(onReport) {
      const { fake, link } = fakeGenerator(onReport);
      fakes.push(fake);
      return link;
    },
  };
  const spec = {
    engine: "native",
    load,
    viewer: { verify: false },
    net: "auto",
    ffmpeg: null,
  } as never;
  const coordinator: Coordinator = new Coordinator(
    world,
    { spec, generators },
    {
      onBegin() {},
      onSecond: () => void seconds.push(coordinator.ledger.closedMs),
      onNote: (text) => void notes.push(text),
    },
  );
  const done = coordinator.run();
  return { coordinator, done, fakes, notes, seconds, clock };
}

/** Time that stands still until the test moves it. */
function manualClock() {
  let nowMs = 1_700_000_000_000;
  let sleptMs = 0;
  const timers = new Set<{ dueMs: number; run(): void }>();
  return {
    /** Of the wall clock. */
    steppedMs: 0,
    nowMs: () => nowMs + sleptMs,
    /** Timers that are not due yet. */
    get waiting() {
      return timers.size;
    },
    /** Time goes by, and nobody had a turn. */
    sleep(ms: number) {
      sleptMs += ms;
    },
    after(ms: number, run: () => void) {
      const timer = { dueMs: nowMs + ms, run };
      timers.add(timer);
      return { cancel: () => void timers.delete(timer) };
    },
    advance(ms: number) {
      const untilMs = nowMs + ms;
      for (;;) {
        const [next] = [...timers].sort((one, other) => one.dueMs - other.dueMs);
        if (!next || next.dueMs > untilMs) break;
        timers.delete(next);
        nowMs = next.dueMs;
        next.run();
      }
      nowMs = untilMs;
    },
  };
}

function fakeGenerator(onReport: (report: Report) => void): { fake: FakeGenerator; link: GeneratorLink } {
  const { promise, resolve } = Promise.withResolvers<{ status: number; lastWords: string[] }>();
  const fake: FakeGenerator = {
    orders: [],
    wasKilled: false,
    report: onReport,
    interval(atMs, requests, cpuMs = 10) {
      const measurements = new Measurements();
      for (let count = 0; count < requests; count += 1) measurements.request(sample());
      measurements.generator.cpu(cpuMs);
      onReport({ report: "interval", atMs, measurements: measurements.drain(), gauges: gauges() });
    },
    states(atMs, states) {
      const measurements = new Measurements().drain();
      onReport({ report: "interval", atMs, measurements, gauges: gauges(states) });
    },
    end() {
      onReport({ report: "end" });
      resolve({ status: 0, lastWords: [] });
    },
    die: (status, lastWords = []) => resolve({ status, lastWords }),
  };
  const link = {
    pid: 1,
    order: (order: Order) => void fake.orders.push(order),
    ended: promise,
    kill() {
      fake.wasKilled = true;
      resolve({ status: 137, lastWords: [] });
    },
  };
  return { fake, link };
}

function sample() {
  return {
    kind: "segment" as const,
    variant: "720p",
    status: 200,
    problem: null,
    attempt: 0,
    dueMs: 0,
    sentMs: 0,
    firstByteMs: 1,
    endMs: 2,
    bytes: 100,
  };
}

function gauges(states: Partial<Gauges["clients"]> = { playing: 5 }) {
  const clients = { starting: 0, playing: 0, stalled: 0, ended: 0, failed: 0, ...states };
  return { target: 5, clients, started: 5, rssBytes: 1000, openFiles: 10, openFilesLimit: 100 };
}

async function begun(generators = 1, load: LoadShape = LOAD) {
  const run = coordinate(generators, load);
  for (const fake of run.fakes) fake.report({ report: "ready" });
  await Bun.sleep(0);
  return run;
}

describe("a coordinator", () => {
  test("gives every generator its share of the same run when all are ready", async () => {
    const run = coordinate(2);
    run.fakes[0]?.report({ report: "ready" });
    await Bun.sleep(0);
    expect(run.fakes[0]?.orders).toEqual([]);
    run.fakes[1]?.report({ report: "ready" });
    await Bun.sleep(0);
    const begins = run.fakes.map(({ orders }) => orders[0]);
    expect(begins).toMatchObject([
      { order: "begin", leadMs: 100, spec: { share: { index: 0, of: 2 }, load: LOAD } },
      { order: "begin", leadMs: 100, spec: { share: { index: 1, of: 2 }, load: LOAD } },
    ]);
    for (const fake of run.fakes) fake.end();
    expect(await run.done).toBe("duration");
  });

  test("closes a second when all have told of it, and adds them up", async () => {
    const { fakes, seconds, coordinator, done } = await begun(2);
    fakes[0]?.interval(1000, 3);
    expect(seconds).toEqual([]);
    fakes[1]?.interval(1000, 4);
    expect(seconds).toEqual([1000]);
    expect(coordinator.ledger.points).toMatchObject([{ t: 1, requests: 7, clients: 10, cpu: 0.02 }]);
    expect(coordinator.gauges).toMatchObject({
      target: 10,
      started: 10,
      rssBytes: 2000,
      openFilesLimit: 200,
    });
    for (const fake of fakes) fake.end();
    await done;
  });

  test("waits for a generator that is late for a moment only, and loses nothing of it", async () => {
    const { fakes, seconds, coordinator, done, clock } = await begun(2);
    fakes[0]?.interval(1000, 3);
    clock.advance(650);
    expect(seconds).toEqual([]);
    clock.advance(100);
    expect(seconds).toEqual([1000]);
    fakes[0]?.interval(2000, 3);
    fakes[1]?.interval(2000, 8);
    expect(seconds).toEqual([1000, 2000]);
    for (const fake of fakes) fake.end();
    await done;
    expect(coordinator.ledger.totals.requests.sum().count).toBe(14);
  });

  test("counts what a generator told last, after the last whole second", async () => {
    const { fakes, coordinator, done } = await begun();
    fakes[0]?.interval(1000, 3);
    fakes[0]?.interval(1250, 2);
    fakes[0]?.end();
    await done;
    expect(coordinator.ledger.totals.requests.sum().count).toBe(5);
    expect(coordinator.ledger.closedMs).toBe(1250);
    expect(coordinator.ledger.points.map(({ t }) => t)).toEqual([1]);
    const { points } = coordinator.ledger.series.toSeries();
    expect(points.requests).toEqual([5]);
  });

  test("tells of a generator that died, with its last words, and goes on with the others", async () => {
    const { fakes, coordinator, seconds, done } = await begun(2);
    for (const fake of fakes) fake.interval(1000, 1);
    fakes[0]?.die(139, ["segmentation fault"]);
    await Bun.sleep(0);
    fakes[1]?.interval(2000, 1);
    expect(seconds).toEqual([1000, 2000]);
    expect(coordinator.invalidReasons).toEqual([
      "generator 1 ended by itself with status 139: segmentation fault",
    ]);
    expect(coordinator.gauges.started).toBe(5);
    fakes[1]?.end();
    expect(await done).toBe("duration");
  });

  test("ends when the last generator has died", async () => {
    const { fakes, done } = await begun();
    fakes[0]?.die(1);
    expect(await done).toBe("generator");
  });

  test("ends when everybody has seen the end or given up, and nobody is to come", async () => {
    const { fakes, done, coordinator } = await begun(2);
    const orders = () => fakes.map((fake) => fake.orders.at(-1)?.order);
    for (const fake of fakes) fake.states(2000, { ended: 4, failed: 1 });
    expect(orders()).toEqual(["stop", "stop"]);
    for (const fake of fakes) fake.end();
    expect(await done).toBe("ended");
    expect(coordinator.ledger.points.map(({ clients }) => clients)).toEqual([0]);
  });

  test("goes on while somebody plays, is to come, or takes the place of who leaves", async () => {
    const last = async (load: LoadShape, states: Partial<Gauges["clients"]>) => {
      const { fakes, done } = await begun(1, load);
      fakes[0]?.states(2000, states);
      fakes[0]?.end();
      return done;
    };
    expect(await last(LOAD, { ended: 4, stalled: 1 })).toBe("duration");
    expect(await last({ ...LOAD, rampRate: 1 }, { ended: 5 })).toBe("duration");
    expect(await last({ ...LOAD, churn: { kind: "fixed", ms: 60_000 } }, { ended: 5 })).toBe("duration");
    expect(await last(LOAD, {})).toBe("duration");
  });

  test("asks generators to stop, and kills those that do not", async () => {
    const { coordinator, fakes, done, clock } = await begun(2);
    coordinator.end("interrupted");
    coordinator.end("quit");
    expect(fakes.map(({ orders }) => orders.at(-1))).toEqual([{ order: "stop" }, { order: "stop" }]);
    fakes[0]?.end();
    await Bun.sleep(0);
    clock.advance(10_000);
    expect(await done).toBe("interrupted");
    expect(fakes.map(({ wasKilled }) => wasKilled)).toEqual([false, true]);
  });

  test("that is over is not ended again, and leaves no timer that would hold the program", async () => {
    const { coordinator, fakes, done, clock } = await begun();
    fakes[0]?.end();
    expect(await done).toBe("duration");
    coordinator.end("interrupted");
    expect(clock.waiting).toBe(0);
    expect(fakes[0]?.orders.map(({ order }) => order)).toEqual(["begin"]);
  });

  test("that is stopped before anybody was ready leaves nobody", async () => {
    const { coordinator, fakes, done } = coordinate();
    coordinator.end("interrupted");
    fakes[0]?.report({ report: "ready" });
    expect(await done).toBe("interrupted");
    expect(fakes[0]?.wasKilled).toBe(true);
  });

  test("kills a generator that tells nothing any more, and says so", async () => {
    const { fakes, coordinator, done, clock } = await begun(2);
    for (let second = 1; second <= 30; second += 1) {
      fakes[1]?.interval(second * 1000, 1);
      clock.advance(1000);
    }
    expect(fakes.map(({ wasKilled }) => wasKilled)).toEqual([true, false]);
    await Bun.sleep(0);
    expect(coordinator.deaths).toEqual(["generator 1 told nothing for 15 s and was killed"]);
    fakes[1]?.end();
    await done;
  });

  test("starts nothing by the wall clock, which may step at any time", async () => {
    const run = coordinate();
    run.clock.steppedMs = -3_600_000;
    run.fakes[0]?.report({ report: "ready" });
    await Bun.sleep(0);
    const [begin] = run.fakes[0]?.orders ?? [];
    expect(begin).toMatchObject({ order: "begin", leadMs: 100 });
    expect(JSON.stringify(begin)).not.toContain("AtMs");
    run.clock.steppedMs = 3_600_000;
    run.clock.advance(1100);
    expect(run.coordinator.elapsedMs).toBe(1000);
    run.fakes[0]?.end();
    await run.done;
  });

  test("does not take the sleep of the machine for the silence of a generator", async () => {
    const { fakes, coordinator, done, clock } = await begun();
    fakes[0]?.interval(1000, 1);
    clock.sleep(3_600_000);
    clock.advance(10_000);
    expect(fakes[0]?.wasKilled).toBe(false);
    fakes[0]?.end();
    await done;
    expect(coordinator.deaths).toEqual([]);
  });

  test("does not wait for ever for a generator that never gets ready", async () => {
    const { fakes, done, clock } = coordinate();
    clock.advance(30_000);
    expect(await done).toBe("generator");
    expect(fakes[0]?.wasKilled).toBe(true);
  });

  test("finds fewer viewers than the schedule had", async () => {
    const { fakes, coordinator, done } = await begun();
    fakes[0]?.interval(1000, 1);
    expect(coordinator.invalidReasons).toEqual([]);
    fakes[0]?.interval(2000, 1);
    expect(coordinator.invalidReasons).toEqual(["5 viewers were started where the schedule had 10"]);
    fakes[0]?.end();
    await done;
  });

  test("finds a generator that used a whole processor for more than a tenth of the time", async () => {
    const { fakes, coordinator, done } = await begun(2);
    for (let second = 1; second <= 20; second += 1) {
      fakes[0]?.interval(second * 1000, 1, second <= 3 ? 990 : 100);
      fakes[1]?.interval(second * 1000, 1, 900);
    }
    expect(coordinator.invalidReasons.join()).toContain("a whole processor in 3 of 20 seconds");
    for (const fake of fakes) fake.end();
    await done;
  });
});
