import { describe, expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import type { RunReport } from "../../lib/report/report-shape.ts";
import { type FaultOrigin, openFaultOrigin } from "../support/fault-origin.ts";
import { eventually, freePort, isRunning, openSandbox, type Sandbox } from "../support/sandbox.ts";
import { testWithTool } from "../support/tools.ts";

const OFF = ["--metrics", "off"];
const FAST = ["--ramp-rate", "1000", "--ramp-jitter", "0", ...OFF];

/** Generators of a coordinator. */
function generatorsOf(pid: number): number[] {
  const { stdout } = Bun.spawnSync(["ps", "-o", "pid=", "--ppid", String(pid)]);
  return stdout.toString().trim().split(/\s+/).filter(Boolean).map(Number);
}

async function generators(pid: number, count: number): Promise<number[]> {
  return eventually(
    async () => generatorsOf(pid),
    (pids) => pids.length === count,
  );
}

async function allGone(pids: readonly number[], limitMs: number): Promise<boolean> {
  const left = await eventually(
    async () => pids.filter(isRunning),
    (alive) => alive.length === 0,
    limitMs,
  );
  return left.length === 0;
}

/** Runs a swarm that is sent a signal once its viewers play. */
async function whilePlaying(
  sandbox: Sandbox,
  args: readonly string[],
  act: (pid: number, generators: number[]) => Promise<void>,
) {
  const origin = openFaultOrigin();
  const workers = args.includes("--workers") ? 2 : 1;
  const running = sandbox.start(["swarm", origin.url, "--clients", "10", ...FAST, ...args]);
  const pids = await generators(running.pid, workers);
  await eventually(
    async () => origin.count("segment"),
    (count) => count > 20,
  );
  await act(running.pid, pids);
  const status = await running.exited;
  origin.stop();
  return { status, stdout: await running.stdout, stderr: await running.stderr, pids, origin };
}

describe("a swarm", () => {
  test("that is interrupted in the moment its generators end tells its report, and ends at once", async () => {
    const origin = openFaultOrigin();
    await using sandbox = await openSandbox();
    const args = ["swarm", origin.url, "--clients", "5", "--duration", "1s", ...FAST];
    const ends = Array.from({ length: 8 }, async () => {
      const running = sandbox.start(args);
      const pids = await generators(running.pid, 1);
      await allGone(pids, 10_000);
      running.kill("SIGINT");
      const fromMs = performance.now();
      const status = await running.exited;
      return {
        isPrompt: performance.now() - fromMs < 5000,
        isTold: (await running.stdout).includes("5 started"),
        crash: status === 1 ? await running.stderr : "",
      };
    });
    for (const end of await Promise.all(ends))
      expect(end).toEqual({ isPrompt: true, isTold: true, crash: "" });
    origin.stop();
  }, 30_000);

  test("of 200 viewers plays a live stream of ours, and the run is valid", async () => {
    await using sandbox = await openSandbox();
    const port = String(await freePort());
    const engines = ["--source", "embedded", "--server", "embedded"];
    await sandbox.run(["up", "default", "-d", "--port", port, ...engines]);
    const url = `http://127.0.0.1:${port}/stream.m3u8`;
    const report = (await sandbox.json([
      "swarm",
      url,
      "--clients",
      "200",
      "--ramp-rate",
      "200",
      "--duration",
      "5s",
      ...OFF,
    ])) as RunReport;
    expect(report.run).toMatchObject({
      valid: true,
      endedBy: "duration",
      engine: "native",
      profile: "default",
    });
    expect(report.clients).toEqual({ target: 200, started: 200, peak: 200, failed: 0, neverPlayed: 0 });
    expect(report.requests.segment?.failed).toBe(0);
    expect(report.qoe.stalls).toBe(0);
    expect(report.qoe.playedSeconds).toBeGreaterThan(200 * 3.5);
    expect(report.expected?.bitsPerSec).toBeWithin(200 * 2_000_000, 200 * 2_250_000);
    expect(report.series.points.clients?.at(-1)).toBe(200);
  }, 40_000);

  test("of two workers reports every request that the origin had, once", async () => {
    const origin = openFaultOrigin({ segmentDurationSec: 2 });
    await using sandbox = await openSandbox();
    const report = (await sandbox.json([
      "swarm",
      origin.url,
      "--workers",
      "2",
      "--clients",
      "31",
      "--duration",
      "4500ms",
      ...FAST,
    ])) as RunReport;
    origin.stop();
    expect(report.clients.started).toBe(31);
    // The preflight asked for the playlist and one segment; nothing was under way when it ended.
    expect(origin.count("media")).toBe((report.requests.media?.count ?? 0) + 1);
    expect(origin.count("segment")).toBe((report.requests.segment?.count ?? 0) + 1);
    expect(report.segments.downloaded).toBe(report.requests.segment?.count ?? -1);
    expect(report.bytes.received).toBe(
      Object.values(report.requests).reduce((sum, { bytes }) => sum + bytes, 0),
    );
  }, 30_000);

  test("that is interrupted ends with its report, in files too, and 130", async () => {
    await using sandbox = await openSandbox();
    const files = ["run.json", "run.html", "run.xml"].map((name) => join(sandbox.home, name));
    const [json = "", html = "", junit = ""] = files;
    const args = ["--json", "--workers", "2", "--report", json, "--html", html, "--junit", junit];
    const { status, stdout, pids } = await whilePlaying(sandbox, args, async (pid) => {
      process.kill(pid, "SIGINT");
    });
    expect(status).toBe(130);
    const { data } = JSON.parse(stdout) as { data: RunReport };
    expect(data.run).toMatchObject({ endedBy: "interrupted", valid: true });
    expect(data.segments.downloaded).toBeGreaterThan(20);
    expect(await Bun.file(json).json()).toEqual(data);
    expect(await Bun.file(html).text()).toContain("<!doctype html>");
    expect(await Bun.file(junit).text()).toContain("<testsuites");
    expect(await readdir(sandbox.home)).not.toContainEqual(expect.stringContaining(".tmp"));
    expect(await allGone(pids, 1000)).toBe(true);
  }, 30_000);

  test("told twice ends at once, without a report, and leaves nobody", async () => {
    await using sandbox = await openSandbox();
    const { status, stdout, pids } = await whilePlaying(sandbox, [], async (pid, running) => {
      for (const generator of running) process.kill(generator, "SIGSTOP");
      const askedMs = performance.now();
      const ended = await eventually(
        async () => !isRunning(pid) || !process.kill(pid, "SIGINT"),
        (isOver) => isOver,
      );
      expect(ended).toBe(true);
      expect(performance.now() - askedMs).toBeLessThan(5000);
    });
    expect(status).toBe(130);
    expect(stdout).toBe("");
    expect(await allGone(pids, 1000)).toBe(true);
  }, 30_000);

  test("killed with -9 takes its generators along within a second", async () => {
    await using sandbox = await openSandbox();
    const { pids } = await whilePlaying(sandbox, ["--workers", "2"], async (pid) => {
      process.kill(pid, "SIGKILL");
    });
    expect(pids).toHaveLength(2);
    expect(await allGone(pids, 1000)).toBe(true);
  }, 30_000);

  test("whose generator dies is INVALID, says why, and ends with 12", async () => {
    await using sandbox = await openSandbox();
    const { status, stdout } = await whilePlaying(sandbox, ["--duration", "20s"], async (_pid, running) => {
      for (const generator of running) process.kill(generator, "SIGKILL");
    });
    expect(status).toBe(12);
    expect(stdout).toContain("INVALID");
    expect(stdout).toContain("generator 1 ended by itself with status 137");
  }, 30_000);
});

testWithTool("ffmpeg", "canaries that cannot play what native viewers only count say so", async () => {
  const origin = openFaultOrigin();
  await using sandbox = await openSandbox();
  const args = ["--clients", "5", "--canaries", "1", "--duration", "5s", ...FAST];
  const report = (await sandbox.json(["swarm", origin.url, ...args])) as RunReport;
  origin.stop();
  expect(report.clients.started).toBe(5);
  expect(report.canaries).toMatchObject({ clients: 1 });
  const [played] = report.canaries?.figures ?? [];
  expect(played?.agrees).toBe(false);
  expect(played?.native).toBeGreaterThan(0.5);
});

describe("a search for the capacity", () => {
  test("finds how many viewers an origin carries, with the evidence", async () => {
    // From the 101st connection on the origin takes 300 ms for every segment.
    const origin: FaultOrigin = openFaultOrigin({
      fault: ({ kind }) => (kind === "segment" && origin.server.open > 100 ? { delayMs: 300 } : undefined),
    });
    await using sandbox = await openSandbox();
    const slo = ["--find-capacity", "segment_ttfb: p(95)<200", "--step-duration", "1s"];
    const range = ["--clients", "50", "--max-clients", "110"];
    const report = (await sandbox.json(["swarm", origin.url, ...slo, ...range, ...FAST])) as RunReport;
    origin.stop();
    const { capacity } = report;
    expect(capacity).toMatchObject({ knee: 100, limitedBy: "slo", slo: ["segment_ttfb: p(95)<200"] });
    expect(capacity?.steps.map(({ clients, ok }) => [clients, ok])).toEqual([
      [50, true],
      [100, true],
      [110, false],
      [105, false],
    ]);
    expect(capacity?.steps.at(-1)?.verdicts[0]?.value).toBeGreaterThan(299);
    expect(report.run).toMatchObject({ endedBy: "capacity", valid: true });
  }, 40_000);

  test("of an origin that never keeps the SLO has no knee and ends with 99", async () => {
    const origin = openFaultOrigin({
      fault: ({ kind }) => (kind === "segment" ? { delayMs: 50 } : undefined),
    });
    await using sandbox = await openSandbox();
    const slo = ["--find-capacity", "segment_ttfb: p(95)<20", "--step-duration", "1s"];
    const answer = await sandbox.run(["swarm", origin.url, ...slo, "--clients", "1", "--json", ...FAST]);
    origin.stop();
    expect(answer.status).toBe(99);
    expect(JSON.parse(answer.stdout).data.capacity).toMatchObject({ knee: null, limitedBy: "slo" });
  }, 20_000);
});

describe("what a swarm cannot begin with", () => {
  const cases: readonly [title: string, path: string, status: number, words: string][] = [
    ["a page", "/page", 12, "HTML"],
    ["nothing there", "/404", 12, "404"],
    ["a server that fails", "/500", 12, "500"],
    ["a circle of redirects", "/loop", 12, "redirect"],
    ["a playlist that is cut off", "/cut", 12, "breaks off"],
    ["a large file", "/large", 12, "20000000 bytes"],
    ["a playlist without end or lists", "/empty", 12, "can be played"],
    ["a server that says nothing", "/silent", 13, "waited 1 s"],
  ];

  test.each([...cases])("%s is told with what to do", async (_title, path, status, words) => {
    using origin = openBadOrigin();
    await using sandbox = await openSandbox();
    const answer = await sandbox.run(["swarm", `${origin.url}${path}`, "--timeout", "1s", ...OFF, "--json"]);
    expect(answer.status).toBe(status);
    const { error } = JSON.parse(answer.stdout);
    expect(error.message).toContain(words);
    expect(error.hint).not.toBe("");
  });

  test.each([
    ["http://127.0.0.1:1/x.m3u8", 13, "nobody listens"],
    ["http://name.invalid/x.m3u8", 13, "name.invalid"],
    ["rtmp://127.0.0.1/live", 2, "http://"],
    ["stream.m3u8", 2, "http://"],
  ])("%s ends with %d", async (url, status, words) => {
    await using sandbox = await openSandbox();
    const answer = await sandbox.run(["swarm", url, "--timeout", "5s", ...OFF]);
    expect(answer.status).toBe(status);
    expect(answer.stderr).toContain(words);
  });

  test("TLS where there is none says that there is none", async () => {
    using origin = openBadOrigin();
    await using sandbox = await openSandbox();
    const answer = await sandbox.run(["swarm", `${origin.url.replace("http:", "https:")}/page`, ...OFF]);
    expect(answer.status).toBe(13);
    expect(answer.stderr).toContain("http://?");
  });

  test("more viewers than files may be open is told before anything starts, with the command", async () => {
    const origin = openFaultOrigin();
    await using sandbox = await openSandbox();
    const answer = await sandbox.run(["swarm", origin.url, "--clients", "900000", ...OFF]);
    origin.stop();
    expect(answer.status).toBe(6);
    expect(answer.stderr).toContain("open files");
    expect(answer.stderr).toMatch(/prlimit|launchctl/);
    expect(origin.count("segment")).toBe(1);
  });

  test("a report that cannot be written is told before anything starts", async () => {
    const origin = openFaultOrigin();
    await using sandbox = await openSandbox();
    const answer = await sandbox.run(["swarm", origin.url, "--report", "no/such/run.json", ...OFF]);
    origin.stop();
    expect(answer.status).toBe(4);
    expect(answer.stderr).toContain("there is no folder");
    expect(origin.requests).toHaveLength(0);
  });

  test("a report that could not be written in the end is a failure that keeps what was measured", async () => {
    const origin = openFaultOrigin();
    await using sandbox = await openSandbox();
    const args = [
      "swarm",
      origin.url,
      "--clients",
      "2",
      "--duration",
      "1s",
      ...FAST,
      "--report",
      "/dev/full",
    ];
    const [json, text] = await Promise.all([sandbox.run([...args, "--json"]), sandbox.run(args)]);
    origin.stop();
    expect(json.status).toBe(14);
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      error: { id: "disk-full", message: expect.stringContaining("/dev/full") },
      data: { clients: { target: 2 } },
    });
    expect(text.stdout).toContain("2 started");
    for (const answer of [json, text]) expect(answer.stderr).toContain("✗ /dev/full cannot be written");
  });

  test("a port for metrics that was asked for and is taken ends with 5", async () => {
    const origin = openFaultOrigin();
    await using sandbox = await openSandbox();
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const taken = ["swarm", origin.url, "--clients", "1", "--duration", "1s"];
    const explicit = await sandbox.run([...taken, "--metrics", `127.0.0.1:${port}`]);
    server.close();
    origin.stop();
    expect(explicit.status).toBe(5);
    expect(explicit.stderr).toContain(`Port ${port}`);
  });

  test.each([
    [["--clients", "many"], 2, "--clients takes a number from 1 to 1000000"],
    [["--stage", "30s"], 2, "DURATION:CLIENTS"],
    [["--stage", "1s:5", "--clients", "4"], 2, "--stage"],
    [["--stage", "10s:5", "--duration", "5s"], 2, "shorter than the stages"],
    [["--churn", "soon"], 2, "exponential:5m"],
    [["--threshold", "segment_tfb: p(95)<1"], 2, "segment_ttfb"],
    [["--find-capacity", "stalls<1", "--duration", "5s"], 2, "--duration"],
    [["--header", "Range: bytes=0-1"], 2, "Range cannot be set"],
    [["--max-clients", "5"], 2, "--find-capacity"],
    [["--resolve", "host:80"], 2, "HOST:PORT:IP"],
    [["--header", "nocolon"], 2, "NAME:VALUE"],
    [["--header", "Bad Name: x"], 2, "Bad Name"],
    [["--metrics", "here"], 2, "ADDRESS:PORT"],
    [["--ca", "missing.pem"], 4, "missing.pem"],
    [["--reconnect", "--no-reconnect"], 2, "cannot both"],
    [["--print-cmd"], 2, "--engine ffmpeg"],
    [["--verify"], 12, "cannot be verified"],
    [["--engine", "ffmpeg", "--verify"], 2, "native engine"],
    [["--set", "clients=0"], 3, "1 to 1000000"],
    [["--set", 'thresholds=["nonsense<1"]'], 3, "nonsense"],
  ])("%p ends with %d", async (args, status, words) => {
    const origin = openFaultOrigin();
    await using sandbox = await openSandbox();
    const answer = await sandbox.run(["swarm", origin.url, "--duration", "1s", ...OFF, ...args]);
    origin.stop();
    expect(answer.stderr).toContain(words);
    expect(answer.status).toBe(status);
  });
});

describe("flags, environment and profile", () => {
  async function planned(args: readonly string[], env: Record<string, string>) {
    const origin = openFaultOrigin();
    await using sandbox = await openSandbox();
    const words = ["swarm", "--dry-run", "--json", ...args];
    const answer = await sandbox.run(words, { STREAM_URL: origin.url, ...env });
    origin.stop();
    return { ...answer, data: JSON.parse(answer.stdout).data, origin };
  }

  test("win in this order: flags, EXTRA_ARGS, variables, profile", async () => {
    const env = {
      CLIENTS: "7",
      RAMP_RATE: "3",
      EXTRA_ARGS: "--clients 8 --user-agent 'a viewer' --profile gentle",
    };
    const plain = await planned([], { CLIENTS: "7", DURATION: "1m30s", RECONNECT: "false", TIMEOUT: "4s" });
    expect(plain.data.load).toMatchObject({ clients: 7, rampRate: 5, durationMs: 90_000 });
    expect(plain.data.spec.viewer).toMatchObject({ reconnect: false, timeoutMs: 4000, variant: "all" });
    const extra = await planned([], env);
    expect(extra.data).toMatchObject({ profile: "gentle", variant: "first" });
    expect(extra.data.load).toMatchObject({ clients: 8, rampRate: 3, rampJitterMs: 500 });
    expect(extra.data.spec.http.userAgent).toBe("a viewer");
    const flags = await planned(["--clients", "9", "--profile", "burst", "--set", "rampRate=11"], env);
    expect(flags.data.load).toMatchObject({ clients: 9, rampRate: 11, rampJitterMs: 10 });
  });

  test.each([
    ["CLIENTS", "x", "CLIENTS takes a number"],
    ["DURATION", "x", "DURATION"],
    ["VARIANT", "all-of-them", "VARIANT cannot be"],
    ["RECONNECT", "perhaps", "RECONNECT takes true or false"],
    ["METRICS_PORT", "x", "METRICS_PORT"],
    ["EXTRA_ARGS", "--clients '4", "EXTRA_ARGS"],
    ["EXTRA_ARGS", "--clinets 4", "--clients"],
    ["EXTRA_ARGS", "--json", "EXTRA_ARGS cannot hold --json"],
    ["STREAM_URL", "nowhere", "STREAM_URL"],
  ])("a bad value of %s names the variable: %s", async (name, value, words) => {
    await using sandbox = await openSandbox();
    const answer = await sandbox.run(["swarm", "--dry-run"], {
      STREAM_URL: "http://127.0.0.1:1/",
      [name]: value,
    });
    expect(answer.status).toBe(2);
    expect(answer.stderr).toContain(words);
  });

  test("a dry run starts nothing but one look at the stream", async () => {
    const { origin, data, status } = await planned(["--clients", "1000", "--ramp-rate", "100"], {});
    expect(status).toBe(0);
    expect(origin.requests.map(({ kind }) => kind)).toEqual(["media", "segment"]);
    expect(data.schedule).toMatchObject({ peak: 1000, rampEndsMs: 10_000 });
    expect(data.schedule.rows.at(-1)).toMatchObject({ viewers: 1000 });
    // A segment of 10 000 bytes each second, and a playlist.
    expect(data.expected.requestsPerSec).toBeCloseTo(2000, 6);
    expect(data.expected.bitsPerSec).toBeWithin(80_000_000, 90_000_000);
    expect(data.needs.openFiles).toBeGreaterThan(1000);
  });
});

/** Answers that are no stream. */
function openBadOrigin() {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      switch (new URL(request.url).pathname) {
        case "/page":
          return new Response("<!doctype html><title>Hello</title>", {
            headers: { "Content-Type": "text/html" },
          });
        case "/500":
          return new Response("", { status: 500 });
        case "/loop":
          return new Response("", { status: 302, headers: { Location: "/loop" } });
        case "/cut":
          return new Response("#EXTM3U\n#EXT-X-TARGETDUR");
        case "/large":
          return new Response(new Uint8Array(20_000_000));
        case "/empty":
          return new Response("#EXTM3U\n");
        case "/silent":
          await Bun.sleep(5000);
          return new Response("");
        default:
          return new Response("", { status: 404 });
      }
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    [Symbol.dispose]() {
      void server.stop(true);
    },
  };
}
