/**
 * The embedded server against nginx, one process each, over loopback: 532 KB segments and media playlists of the profile
 * default. wrk with one thread and 32 connections, five seconds, three times each in turn; medians, their ratio, and the
 * processor time of a request, which other work on the machine disturbs less.
 * Run: bun bench/serve.ts [SECONDS]      (needs nginx and wrk, and Linux)
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { levelIdc } from "../lib/derive/level.ts";
import { synthClip } from "../lib/hls/synth.ts";
import { bunHost } from "../lib/host/bun.ts";
import { folderMedia } from "../lib/origin/folder-media.ts";
import { generatedMedia } from "../lib/origin/generated-media.ts";
import { generatedSource } from "../lib/origin/generated-source.ts";
import { publishMedia } from "../lib/origin/publish.ts";
import { serveOrigin } from "../lib/origin/serve.ts";
import { embeddedRegistry, lookupProfile } from "../lib/registry/registry.ts";
import { renderNginx } from "../lib/render/nginx.ts";
import { resolveOrigin } from "../lib/resolve.ts";

const ROUNDS = 3;
const CONNECTIONS = 32;
const BIND = "127.0.0.1";
/** Clock ticks of /proc/PID/stat per second (Linux: USER_HZ). */
const TICKS = 100;
const PORTS = { nginx: 18_311, embedded: 18_312, "embedded, folder": 18_313 };
type Server = keyof typeof PORTS;

const [mode = "5", folder = ""] = process.argv.slice(2);
if (mode in PORTS) serve(mode as Server, folder);
else await compare(Number(mode));

async function compare(seconds: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "hlsctl-bench-"));
  const hlsDir = join(root, "hls");
  const publication = await publishMedia(bunHost, source("nginx"), hlsDir);
  const servers = [
    startNginx(root, hlsDir),
    startEmbedded("embedded", hlsDir),
    startEmbedded("embedded, folder", hlsDir),
  ];
  try {
    await Promise.all(servers.map(({ name }) => answering(name)));
    const segments = await measure(servers, seconds, newestSegment);
    const playlists = await measure(servers, seconds, async () => "/stream.m3u8");
    report("segments", "GB/s", segments, (run) => run.bytesPerSec / 1e9);
    report("playlists", "requests/s", playlists, (run) => run.requestsPerSec);
  } finally {
    for (const { child } of servers) child.kill();
    await Promise.all(servers.map(({ child }) => child.exited));
    await publication.stop();
    rmSync(root, { recursive: true });
  }
}

interface Running {
  name: Server;
  child: Bun.Subprocess;
  /** The process that serves. */
  pid(): number;
}

interface Run {
  requestsPerSec: number;
  bytesPerSec: number;
  cpuMicros: number;
}

async function measure(
  servers: readonly Running[],
  seconds: number,
  path: (server: Server) => Promise<string>,
): Promise<Map<Server, Run[]>> {
  const runs = new Map<Server, Run[]>(servers.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const server of servers) {
      const url = `http://${BIND}:${PORTS[server.name]}${await path(server.name)}`;
      runs.get(server.name)?.push(await load(url, seconds, server.pid()));
    }
  }
  return runs;
}

async function load(url: string, seconds: number, pid: number): Promise<Run> {
  const before = cpuSeconds(pid);
  const child = Bun.spawn(["wrk", "-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, url]);
  const text = await new Response(child.stdout).text();
  const cpu = cpuSeconds(pid) - before;
  if (/Non-2xx|Socket errors/.test(text)) throw new Error(text);
  const [, requests, time, size = "0", unit = "B"] =
    /(\d+) requests in ([\d.]+)s, ([\d.]+)(B|KB|MB|GB|TB) read/.exec(text) ?? [];
  const bytes = Number(size) * 1024 ** ["B", "KB", "MB", "GB", "TB"].indexOf(unit);
  return {
    requestsPerSec: Number(requests) / Number(time),
    bytesPerSec: bytes / Number(time),
    cpuMicros: (cpu / Number(requests)) * 1e6,
  };
}

function report(what: string, unit: string, runs: Map<Server, Run[]>, value: (run: Run) => number): void {
  const medianOf = (server: Server, read: (run: Run) => number) => median((runs.get(server) ?? []).map(read));
  const nginx = medianOf("nginx", value);
  for (const server of runs.keys()) {
    const rate = medianOf(server, value);
    const cpu = medianOf(server, (run) => run.cpuMicros);
    const ratio = (rate / nginx).toFixed(2);
    console.log(
      `${what.padEnd(10)} ${server.padEnd(17)} ${format(rate)} ${unit}, ${cpu.toFixed(1)} µs of a core each, ${ratio} × nginx`,
    );
  }
}

function format(rate: number): string {
  return rate > 1000 ? Math.round(rate).toLocaleString("en") : rate.toFixed(2);
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

async function newestSegment(server: Server): Promise<string> {
  const text = await (await fetch(`http://${BIND}:${PORTS[server]}/stream.m3u8`)).text();
  return `/${text.trimEnd().split("\n").at(-1)}`;
}

async function answering(server: Server): Promise<void> {
  const url = `http://${BIND}:${PORTS[server]}/health`;
  while (
    !(await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await Bun.sleep(10);
}

function origin(server: Server) {
  const registry = embeddedRegistry("origin");
  const port = { label: "bench", table: { server: { port: PORTS[server] } } };
  return resolveOrigin(registry, lookupProfile(registry, "default"), [port]);
}

function source(server: Server) {
  const settings = origin(server);
  const cadence = {
    framerate: settings.config.encoder.framerate,
    segmentDurationSec: settings.config.hls.segmentDuration,
  };
  const clips = settings.derived.renditions.map(({ name, width, height, level }) => {
    const clip = synthClip({
      width,
      height,
      ...cadence,
      label: name,
      pattern: "smptebars",
      levelIdc: levelIdc(level),
    });
    return [name, clip] as const;
  });
  return generatedSource(settings, new Map(clips));
}

function startNginx(root: string, hlsDir: string): Running {
  const assetsDir = join(root, "www");
  mkdirSync(assetsDir);
  const user = process.getuid?.() === 0 ? { user: "root" } : {};
  const file = join(root, "nginx.conf");
  writeFileSync(
    file,
    renderNginx(origin("nginx"), { hlsDir, assetsDir, runtimeDir: root, bind: BIND, ...user }),
  );
  const nginx = Bun.which("nginx", { PATH: `${process.env.PATH}:/usr/sbin` }) ?? "nginx";
  const child = Bun.spawn([nginx, "-e", "stderr", "-c", file]);
  const children = `/proc/${child.pid}/task/${child.pid}/children`;
  return { name: "nginx", child, pid: () => Number(readFileSync(children, "utf8").trim().split(" ")[0]) };
}

function startEmbedded(name: Server, hlsDir: string): Running {
  const child = Bun.spawn([process.execPath, import.meta.path, name, hlsDir]);
  return { name, child, pid: () => child.pid };
}

function serve(name: Server, hlsDir: string): void {
  const settings = origin(name);
  const media =
    name === "embedded" ? generatedMedia(source(name), Date.now()) : folderMedia(settings, hlsDir);
  const build = { version: "bench", commit: "" };
  serveOrigin({ settings, media, assets: {}, build, bind: BIND, port: PORTS[name] });
}

function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}
