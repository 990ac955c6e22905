import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { LoadShape } from "../../lib/load/shape.ts";
import { Measurements } from "../../lib/stats/totals.ts";
import { type GeneratorLink, startGenerator } from "../../lib/swarm/generator-process.ts";
import type { GeneratorSpec, Report } from "../../lib/swarm/protocol.ts";
import { openFaultOrigin } from "../support/fault-origin.ts";
import { eventually, isRunning } from "../support/sandbox.ts";

const PROGRAM = [process.execPath, join(import.meta.dir, "../../cli.ts")];

const LOAD: LoadShape = {
  clients: 5,
  rampRate: 50,
  rampJitterMs: 0,
  stages: [],
  arrival: "uniform",
  churn: null,
  durationMs: null,
  seed: 1,
};

function specFor(url: string, load: LoadShape | null, share = { index: 0, of: 1 }): GeneratorSpec {
  return {
    engine: "native",
    load,
    share,
    viewer: {
      url,
      urlKind: "media",
      variant: "first",
      segMaxRetry: 1,
      reconnect: true,
      reconnectDelayMaxMs: 1000,
      timeoutMs: 5000,
      bufferSec: 30,
      decrypt: false,
      lowLatency: true,
      verify: false,
    },
    http: { userAgent: "test", headers: [], noCache: false, insecure: false, ca: null, resolve: {} },
    net: "auto",
    ffmpeg: null,
  };
}

/** A generator as a real child process, and everything it told. */
async function generate() {
  const reports: Report[] = [];
  const link: GeneratorLink = startGenerator(PROGRAM, (report) => void reports.push(report));
  await eventually(
    async () => reports.length,
    (count) => count > 0,
  );
  const intervals = () => reports.flatMap((report) => (report.report === "interval" ? [report] : []));
  return {
    link,
    reports,
    intervals,
    total() {
      const sum = new Measurements();
      for (const { measurements } of intervals()) sum.add(measurements);
      return sum;
    },
  };
}

describe("a generator", () => {
  test("is ready, measures to the end of the schedule, tells it all and goes", async () => {
    const origin = openFaultOrigin();
    const generator = await generate();
    expect(generator.reports).toEqual([{ report: "ready" }]);
    const load = { ...LOAD, durationMs: 2500 };
    generator.link.order({ order: "begin", leadMs: 50, spec: specFor(origin.url, load) });
    expect(await generator.link.ended).toEqual({ status: 0, lastWords: [] });
    origin.stop();
    expect(generator.reports.at(-1)).toEqual({ report: "end" });
    expect(generator.intervals().map(({ atMs }) => Math.floor(atMs / 100) * 100)).toEqual([1000, 2000, 2500]);
    const total = generator.total();
    expect(total.clients.started).toBe(5);
    expect(total.generator.scheduleDelay.count).toBe(5);
    expect(total.generator.cpuMs).toBeGreaterThan(1);
    expect(total.generator.lag.count).toBeGreaterThan(10);
    const [first] = generator.intervals();
    expect(first?.gauges).toMatchObject({ target: 5, started: 5 });
    expect(first?.gauges.clients.playing).toBe(5);
    expect(first?.gauges.rssBytes).toBeGreaterThan(10_000_000);
    expect(first?.gauges.openFiles).toBeWithin(8, 60);
    const asked = origin.count("segment");
    expect(asked - total.requests.of("segment").count).toBeWithin(0, 6);
    expect(origin.server.open).toBe(0);
  });

  test("takes its share of the viewers, so that two have every one of them once", async () => {
    const origin = openFaultOrigin();
    const both = await Promise.all([generate(), generate()]);
    const load = { ...LOAD, clients: 7, durationMs: 800 };
    for (const [index, { link }] of both.entries()) {
      link.order({ order: "begin", leadMs: 50, spec: specFor(origin.url, load, { index, of: 2 }) });
    }
    await Promise.all(both.map(({ link }) => link.ended));
    origin.stop();
    expect(both.map((each) => each.total().clients.started)).toEqual([4, 3]);
  });

  test("follows targets up and down", async () => {
    const origin = openFaultOrigin();
    const generator = await generate();
    generator.link.order({ order: "begin", leadMs: 50, spec: specFor(origin.url, null) });
    generator.link.order({ order: "target", clients: 6, ratePerSec: 100 });
    await eventually(
      async () => generator.intervals().at(-1)?.gauges.target,
      (target) => target === 6,
    );
    generator.link.order({ order: "target", clients: 2, ratePerSec: 100 });
    const last = await eventually(
      async () => generator.intervals().at(-1),
      (interval) => interval?.gauges.target === 2,
    );
    expect(last?.gauges.clients.playing).toBe(2);
    expect(last?.gauges.started).toBe(6);
    generator.link.order({ order: "stop" });
    expect((await generator.link.ended).status).toBe(0);
    origin.stop();
  });

  test("that cannot do what it was told says why and ends, though its orders are not over", async () => {
    const origin = openFaultOrigin();
    const generator = await generate();
    const spec = specFor(origin.url, LOAD);
    const viewer = { ...spec.viewer, verify: true };
    generator.link.order({ order: "begin", leadMs: 50, spec: { ...spec, viewer } });
    const { status, lastWords } = await generator.link.ended;
    origin.stop();
    expect(status).toBe(1);
    expect(lastWords.join()).toContain("cannot be verified");
  });

  test("ends when its coordinator is gone", async () => {
    const origin = openFaultOrigin();
    const script = `import { startGenerator } from ${JSON.stringify(join(import.meta.dir, "../../lib/swarm/generator-process.ts"))};
      const link = startGenerator(${JSON.stringify(PROGRAM)}, (report) => {
        if (report.report === "ready") link.order({ order: "begin", leadMs: 50, spec: ${JSON.stringify(specFor(origin.url, LOAD))} });
        if (report.report === "interval") console.log(link.pid);
      });`;
    const coordinator = Bun.spawn([process.execPath, "-e", script], { stdout: "pipe" });
    const { value } = await coordinator.stdout.getReader().read();
    const pid = Number(new TextDecoder().decode(value).trim().split("\n")[0]);
    expect(isRunning(pid)).toBe(true);
    coordinator.kill("SIGKILL");
    const alive = await eventually(
      async () => isRunning(pid),
      (running) => !running,
      2000,
    );
    expect(alive).toBe(false);
    origin.stop();
  });
});
