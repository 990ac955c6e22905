/**
 * What a viewer costs: `hlsctl swarm` with everything on (measurements, conformance, playhead, Prometheus, thresholds, report)
 * against `hlsctl up` with nginx and the embedded source, both as the compiled binary, over loopback. Processor time and
 * proportional memory (PSS) of the generator and of its coordinator are read from /proc, not from their own report;
 * memory per client is what is above a generator with ten clients.
 * Run: bun run build && bun bench/swarm.ts CASE [SECONDS]      (needs nginx, Linux, 20 000 descriptors)
 * CASE: slow (10 000 clients at 200 kbit/s) · full (6 000 at 2.1 Mbit/s) · engines (native against FFmpeg, 100 each) ·
 * start (1 000 clients at once) · verify (1 000 clients with and without)
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BINARY = join(import.meta.dir, "../dist/hlsctl");
const HOME = mkdtempSync(join(tmpdir(), "hlsctl-bench-"));
const ENV = { ...process.env, HLSCTL_HOME: HOME };
const PORT = "18320";
const URL = `http://127.0.0.1:${PORT}/stream.m3u8`;
/** Clock ticks of /proc/PID/stat per second (Linux: USER_HZ). */
const TICKS = 100;
const SLOW = {
  "video.bitrate": "136k",
  "video.maxrate": "136k",
  "video.bufsize": "272k",
  "video.audioBitrate": "64k",
  "video.width": "320",
  "video.height": "180",
};

interface Usage {
  cpuSeconds: number;
  pssBytes: number;
}

interface Run {
  report: { [key: string]: unknown } & Result;
  /** Over the steady part: after the ramp, to the end. */
  generatorCpu: number;
  coordinatorCpu: number;
  pssBytes: number;
}

interface Result {
  run: { valid: boolean; invalidReasons: string[]; durationMs: number };
  clients: { peak: number; failed: number };
  requests: Record<string, { count: number; failed: number; ttfbMs: { p50: number; p99: number } }>;
  qoe: { stalls: number; startupMs: { p50: number; max: number } };
  generator: { cpuSeconds: number; eventLoopLagMs: { p99: number }; scheduleDelayMs: { p99: number } };
  bytes: { received: number };
  integrity: { right: number; wrong: number } | null;
}

const [name = "slow", seconds = "60"] = process.argv.slice(2);
const cases: Record<string, (seconds: number) => Promise<void>> = { slow, full, engines, start, verify };
try {
  await (cases[name] ?? unknown)(Number(seconds));
} finally {
  rmSync(HOME, { recursive: true, force: true });
}

async function unknown(): Promise<void> {
  console.error(`no case ${name}; there are ${Object.keys(cases).join(", ")}`);
  process.exitCode = 2;
}

async function slow(seconds: number): Promise<void> {
  await withOrigin(SLOW, async () => {
    const base = await swarm(10, 10, 5);
    show("10 000 clients, 200 kbit/s", 10_000, await swarm(10_000, 1000, seconds), base);
  });
}

async function full(seconds: number): Promise<void> {
  await withOrigin({}, async () => {
    const base = await swarm(10, 10, 5);
    show("6 000 clients, 2.1 Mbit/s", 6000, await swarm(6000, 600, seconds), base);
  });
}

async function engines(seconds: number): Promise<void> {
  const clients = 100;
  await withOrigin(SLOW, async () => {
    const base = await swarm(10, 10, 5);
    const native = await swarm(clients, 50, seconds);
    const many = await swarm(1000, 200, seconds);
    const ffmpeg = await swarm(clients, 50, seconds, ["--engine", "ffmpeg"]);
    show("native, 100", clients, native, base);
    show("native, 1 000", 1000, many, base);
    show("ffmpeg, 100", clients, ffmpeg, null);
    const memory = ffmpeg.pssBytes / clients / ((many.pssBytes - base.pssBytes) / 1000);
    console.log(`FFmpeg takes ${memory.toFixed(0)} × the memory of a native client and`);
    console.log(
      `${(ffmpeg.generatorCpu / clients / (many.generatorCpu / 1000)).toFixed(1)} × its processor time`,
    );
  });
}

async function start(): Promise<void> {
  await withOrigin(SLOW, async () => {
    for (let round = 0; round < 3; round++) {
      const { report } = await swarm(1000, 1000, 8);
      const { p50, max } = report.qoe.startupMs;
      console.log(
        `start-up of a client: median ${p50} ms, longest ${max} ms after its start; all started within 1 s`,
      );
    }
  });
}

async function verify(seconds: number): Promise<void> {
  await withOrigin({}, async () => {
    const base = await swarm(10, 10, 5);
    const plain = await swarm(1000, 500, seconds);
    const verified = await swarm(1000, 500, seconds, ["--verify"]);
    show("without --verify", 1000, plain, base);
    show("with --verify", 1000, verified, base);
    console.log(`integrity: ${JSON.stringify(verified.report.integrity)}`);
    console.log(`ratio of processor time ${(verified.generatorCpu / plain.generatorCpu).toFixed(2)}`);
  });
}

async function withOrigin(settings: Record<string, string>, run: () => Promise<void>): Promise<void> {
  const set = Object.entries(settings).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
  const up = [
    "up",
    "default",
    "--source",
    "embedded",
    "--server",
    "nginx",
    "--port",
    PORT,
    "--detach",
    ...set,
  ];
  await hlsctl([...up, "--name", "bench", "-q"]);
  try {
    await run();
  } finally {
    await hlsctl(["down", "bench", "-q"]);
  }
}

async function hlsctl(argv: readonly string[]): Promise<void> {
  const child = Bun.spawn([BINARY, ...argv], { env: ENV, stdout: "ignore", stderr: "inherit" });
  if ((await child.exited) !== 0) throw new Error(`hlsctl ${argv.join(" ")} failed`);
}

async function swarm(
  clients: number,
  rate: number,
  seconds: number,
  more: readonly string[] = [],
): Promise<Run> {
  const argv = ["swarm", URL, "--clients", String(clients), "--ramp-rate", String(rate)];
  const report = join(HOME, "run.json");
  const rest = [
    "--duration",
    `${seconds + clients / rate}s`,
    "--variant",
    "first",
    "--json",
    "--report",
    report,
  ];
  const all = [BINARY, ...argv, ...rest, "--threshold", "errors: rate<0.001", ...more];
  const child = Bun.spawn(all, { env: ENV, stdout: "pipe", stderr: "ignore" });
  const answer = new Response(child.stdout).text();
  await Bun.sleep((clients / rate) * 1000 + 1500);
  const before = usage(child.pid);
  const beganMs = performance.now();
  await Bun.sleep(Math.max(1, seconds - 4) * 1000);
  const after = usage(child.pid);
  const wallSec = (performance.now() - beganMs) / 1000;
  const text = await answer;
  await child.exited;
  return {
    report: JSON.parse(text).data,
    generatorCpu: (after.children.cpuSeconds - before.children.cpuSeconds) / wallSec,
    coordinatorCpu: (after.self.cpuSeconds - before.self.cpuSeconds) / wallSec,
    pssBytes: after.children.pssBytes,
  };
}

/** A process and all that descend from it. */
function usage(pid: number): { self: Usage; children: Usage } {
  const children = descendants(pid).map(usageOf);
  const sum = (pick: (one: Usage) => number) => children.reduce((total, one) => total + pick(one), 0);
  return {
    self: usageOf(pid),
    children: { cpuSeconds: sum((one) => one.cpuSeconds), pssBytes: sum((one) => one.pssBytes) },
  };
}

function descendants(pid: number): number[] {
  const parents = readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map((entry) => ({ pid: Number(entry), parent: Number(statFields(Number(entry))[1]) }));
  const below = (of: number): number[] =>
    parents.filter(({ parent }) => parent === of).flatMap((one) => [one.pid, ...below(one.pid)]);
  return below(pid);
}

/** Fields of /proc/PID/stat after the name: state, parent, … */
function statFields(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, "latin1")
      .replace(/^.*\) /s, "")
      .split(" ");
  } catch {
    return [];
  }
}

function usageOf(pid: number): Usage {
  const fields = statFields(pid);
  return {
    cpuSeconds: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS,
    pssBytes: pssOf(pid),
  };
}

function pssOf(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "latin1");
    return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function show(title: string, clients: number, run: Run, base: Run | null): void {
  const { report } = run;
  const perClient = (run.pssBytes - (base?.pssBytes ?? 0)) / clients;
  const segments = report.requests.segment;
  console.log(`${title}: ${report.run.valid ? "valid" : `INVALID ${report.run.invalidReasons.join("; ")}`}`);
  console.log(
    `  generator ${percent(run.generatorCpu)} of a core, coordinator ${percent(run.coordinatorCpu)}; ` +
      `${(perClient / 1024).toFixed(1)} KiB a client (PSS ${(run.pssBytes / 1e6).toFixed(0)} MB)`,
  );
  console.log(
    `  lag p99 ${report.generator.eventLoopLagMs.p99} ms; segment TTFB p50/p99 ${segments?.ttfbMs.p50}/${segments?.ttfbMs.p99} ms; ` +
      `failed ${Object.values(report.requests).reduce((sum, one) => sum + one.failed, 0)}; stalls ${report.qoe.stalls}; ` +
      `${((report.bytes.received * 8) / (report.run.durationMs * 1e6)).toFixed(2)} Gbit/s mean`,
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
