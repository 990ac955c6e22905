import { describe, expect } from "bun:test";
import { readdirSync } from "node:fs";
import { eventually, isRunning } from "../../support/sandbox.ts";
import { testWithTool } from "../../support/tools.ts";
import { runEngine, specOf } from "../support/ffmpeg-swarm.ts";
import { openMediaOrigin } from "../support/media-origin.ts";

/** FFmpegs that were started by this process. */
function childrenOf(pid: number): number[] {
  const { stdout } = Bun.spawnSync(["ps", "-o", "pid=,stat=,comm=", "--ppid", String(pid)]);
  return [...stdout.toString().matchAll(/^\s*(\d+)\s+[^Z\s]\S*\s+ffmpeg/gm)].map((found) => Number(found[1]));
}

/** Of the viewer that stays, to the origin in this process. */
const CONNECTIONS = 4;

describe("the FFmpeg engine", () => {
  testWithTool("ffmpeg", "plays a live stream as native viewers do, and leaves nothing", async () => {
    const origin = openMediaOrigin();
    await using swarm = runEngine(await specOf(origin.url));
    const { engine, measurements } = swarm;
    for (const id of [0, 1, 2]) engine.start(id);
    await eventually(
      async () => measurements.variants.at("media").playedMs,
      (ms) => ms > 9000,
    );
    expect(measurements.clients.states).toMatchObject({ playing: 3, stalled: 0, failed: 0 });
    const usage = engine.takeChildren();
    expect(usage.cpuMs).toBeGreaterThan(10);
    expect(usage.rssBytes).toBeGreaterThan(20e6);
    expect(childrenOf(process.pid)).toHaveLength(3);
    await engine.close();
    expect(childrenOf(process.pid)).toEqual([]);
    origin.stop();

    const { variants, requests } = measurements.toData();
    expect(variants.media).toMatchObject({ stalls: 0, stalledMs: 0, liveLatency: null });
    expect(variants.media?.startup).not.toBeNull();
    expect(requests.segment).toMatchObject({ failed: 0, ttfb: null, total: null, due: null });
    expect(requests.segment?.count).toBe(origin.count("segment"));
    expect(requests.media?.count).toBe(origin.count("media") - 1);
    // Of each viewer one may be under way.
    expect(variants.media?.segments.downloaded).toBeGreaterThanOrEqual((requests.segment?.count ?? 0) - 3);
    const sent = origin.count("segment") * 45_500;
    expect(requests.segment?.bytes).toBeGreaterThan(0.8 * sent);
    expect(requests.segment?.bytes).toBeLessThan(1.1 * sent);
    const agents = new Set(origin.requests.map(({ headers }) => headers["user-agent"]));
    expect([...agents].filter((agent) => agent?.includes("client")).sort()).toEqual([
      "hlsctl/test (client-0)",
      "hlsctl/test (client-1)",
      "hlsctl/test (client-2)",
    ]);
  });

  testWithTool("ffmpeg", "downloads the variant that was asked for, and no other", async () => {
    const loaded = await Promise.all(
      (["first", "highest", "lowest", "all"] as const).map(async (variant) => {
        const origin = openMediaOrigin({ isLadder: true });
        await using swarm = runEngine(await specOf(origin.url, { variant }));
        swarm.engine.start(0);
        await eventually(
          async () => origin.count("segment"),
          (count) => count > (variant === "all" ? 12 : 4),
        );
        origin.stop();
        const found = origin.requests
          .filter(({ kind }) => kind === "segment")
          .map((request) => request.variant);
        return { variant, labels: [...new Set(found)].sort(), told: swarm.measurements.clients.started };
      }),
    );
    expect(loaded).toEqual([
      { variant: "first", labels: ["180p"], told: 1 },
      { variant: "highest", labels: ["360p"], told: 1 },
      { variant: "lowest", labels: ["144p"], told: 1 },
      { variant: "all", labels: ["144p", "180p", "360p"], told: 1 },
    ]);
  });

  testWithTool("ffmpeg", "gives back every file of viewers that have left", async () => {
    const origin = openMediaOrigin();
    await using swarm = runEngine(await specOf(origin.url));
    swarm.engine.start(0);
    await eventually(
      async () => origin.count("segment"),
      (count) => count > 3,
    );
    const before = readdirSync("/dev/fd").length;
    for (let id = 1; id <= 12; id++) swarm.engine.start(id);
    expect(readdirSync("/dev/fd").length).toBeGreaterThan(before + 20);
    for (let id = 1; id <= 12; id++) swarm.engine.stop(id);
    const after = await eventually(
      async () => readdirSync("/dev/fd").length,
      (count) => count <= before + CONNECTIONS,
    );
    origin.stop();
    expect(after).toBeLessThanOrEqual(before + CONNECTIONS);
    expect(Object.values(swarm.measurements.clients.states).reduce((sum, count) => sum + count)).toBe(1);
  });

  testWithTool("ffmpeg", "counts what failed as often as it failed", async () => {
    let refused = 0;
    const origin = openMediaOrigin({
      fault(request) {
        if (request.kind !== "segment" || request.index % 4 !== 3) return undefined;
        refused += 1;
        return { status: 404, body: "no" };
      },
    });
    await using swarm = runEngine(await specOf(origin.url));
    swarm.engine.start(0);
    await eventually(
      async () => refused,
      (count) => count > 1,
    );
    await swarm.engine.close();
    origin.stop();
    const { requests, variants } = swarm.measurements.toData();
    expect(requests.segment?.byStatus["404"]).toBe(refused);
    expect(requests.segment?.failed).toBe(refused);
    expect(variants.media?.segments.downloaded).toBeGreaterThan(1);
  });

  testWithTool("ffmpeg", "starts an FFmpeg again that could not connect, and tells why once", async () => {
    const origin = openMediaOrigin();
    const spec = await specOf(origin.url);
    origin.stop();
    await using swarm = runEngine(spec);
    swarm.engine.start(0);
    swarm.engine.start(1);
    await eventually(
      async () => swarm.measurements.requests.at("media").byProblem.get("refused"),
      (count) => count >= 4,
    );
    expect(swarm.measurements.clients.states).toMatchObject({ starting: 2 });
    expect(swarm.notes.filter((note) => note.includes("refused")).length).toBe(1);
  });

  testWithTool("ffmpeg", "a viewer without reconnection has failed", async () => {
    const origin = openMediaOrigin();
    const spec = await specOf(origin.url, { reconnect: false });
    origin.stop();
    await using swarm = runEngine(spec);
    swarm.engine.start(0);
    await eventually(
      async () => swarm.measurements.clients.states.failed,
      (count) => count === 1,
    );
    expect(swarm.measurements.clients.states).toMatchObject({ starting: 0, failed: 1 });
    swarm.engine.stop(0);
    expect(swarm.measurements.clients.states).toMatchObject({ failed: 0 });
  });
});

testWithTool("ffmpeg", "the FFmpegs of a generator that is killed end with it", async () => {
  const origin = openMediaOrigin();
  const spec = await specOf(origin.url);
  const generator = Bun.spawn([process.execPath, "-e", GENERATOR, JSON.stringify(spec)], {
    cwd: import.meta.dir,
    stdin: "ignore",
    stdout: "inherit",
    stderr: "inherit",
  });
  const pids = await eventually(
    async () => childrenOf(generator.pid),
    (found) => found.length === 3 && origin.count("segment") > 8,
  );
  expect(pids).toHaveLength(3);
  generator.kill("SIGKILL");
  await generator.exited;
  const left = await eventually(
    async () => pids.filter(isRunning),
    (alive) => alive.length === 0,
    5000,
  );
  origin.stop();
  expect(left).toEqual([]);
});

const GENERATOR = `
  const { runEngine } = await import("../support/ffmpeg-swarm.ts");
  const { engine } = runEngine(JSON.parse(process.argv.at(-1)));
  for (const id of [0, 1, 2]) engine.start(id);
`;
