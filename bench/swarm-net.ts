/**
 * What the HTTP client costs on each reactor: N clients on connections of their own fetch a playlist and a segment every 2 s from
 * nginx over loopback, at even distances. Processor time (of one core, per request, per GB) and memory per client, of a process that does
 * nothing else.
 * Run: bun bench/swarm-net.ts [SECONDS] [bun|epoll]      (needs nginx and Linux)
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeHttpClient } from "../lib/net/http-client.ts";
import { openReactor } from "../lib/net/open-reactor.ts";

const PORT = 18_321;
const INTERVAL_MS = 2000;
const WARM_UP_MS = 4000;
const PLAYLIST_BYTES = 373;
const CASES = [
  { clients: 1000, segmentBytes: 50_000 },
  { clients: 8000, segmentBytes: 50_000 },
  { clients: 500, segmentBytes: 532_000 },
  { clients: 4000, segmentBytes: 532_000 },
];

interface Figures {
  requests: number;
  failed: number;
  bytes: number;
  cpuMs: number;
  elapsedMs: number;
  rssBytes: number;
  heapBytes: number;
  ttfb: number[];
  lags: number[];
}

const [mode = "10", ...words] = process.argv.slice(2);
if (mode === "client") await client(words);
else await compare(Number(mode), words.length > 0 ? words : ["bun", "epoll"]);

async function compare(seconds: number, reactors: readonly string[]): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "hlsctl-bench-"));
  const nginx = await startNginx(root);
  try {
    for (const { clients, segmentBytes } of CASES) {
      for (const reactor of reactors) {
        const argv = [process.execPath, import.meta.path, "client", reactor, `${clients}`, `${segmentBytes}`];
        const child = Bun.spawn([...argv, `${seconds}`], { stdout: "pipe", stderr: "inherit" });
        const text = await new Response(child.stdout).text();
        report(`${reactor} ${clients} × ${segmentBytes / 1000} kB`, clients, JSON.parse(text));
      }
    }
  } finally {
    nginx.kill();
    await nginx.exited;
    rmSync(root, { recursive: true });
  }
}

async function startNginx(root: string): Promise<Bun.Subprocess> {
  mkdirSync(join(root, "files"));
  for (const bytes of [PLAYLIST_BYTES, ...CASES.map(({ segmentBytes }) => segmentBytes)]) {
    writeFileSync(join(root, "files", `${bytes}`), new Uint8Array(bytes));
  }
  const user = process.getuid?.() === 0 ? "user root; " : "";
  const config = `${user}daemon off; master_process on; worker_processes 1; worker_rlimit_nofile 20000; pid ${root}/pid;
    error_log stderr error; events { worker_connections 15000; }
    http { access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 1000000; keepalive_timeout 65;
      open_file_cache max=10; client_body_temp_path ${root}/a; proxy_temp_path ${root}/b; fastcgi_temp_path ${root}/c;
      uwsgi_temp_path ${root}/d; scgi_temp_path ${root}/e;
      server { listen 127.0.0.1:${PORT} backlog=8192; root ${root}/files; } }`;
  writeFileSync(join(root, "nginx.conf"), config);
  const path = Bun.which("nginx", { PATH: `${process.env.PATH}:/usr/sbin` }) ?? "nginx";
  const child = Bun.spawn([path, "-e", "stderr", "-c", join(root, "nginx.conf")], { stderr: "inherit" });
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answer = await fetch(`http://127.0.0.1:${PORT}/${PLAYLIST_BYTES}`).catch(() => null);
    if (answer?.ok) return child;
    await Bun.sleep(20);
  }
  child.kill();
  throw new Error("nginx does not serve.");
}

function report(title: string, clients: number, figures: Figures): void {
  const { requests, bytes, cpuMs, elapsedMs, failed } = figures;
  const words = [
    `${title}: ${((100 * cpuMs) / elapsedMs).toFixed(1)} % of a core`,
    `${(bytes / 1e6 / (elapsedMs / 1000)).toFixed(0)} MB/s`,
    `${(requests / (elapsedMs / 1000)).toFixed(0)} requests/s`,
    `${((1000 * cpuMs) / requests).toFixed(1)} µs per request`,
    `${(cpuMs / 1000 / (bytes / 1e9)).toFixed(3)} s per GB`,
    `${(figures.rssBytes / clients / 1000).toFixed(1)} kB (heap ${(figures.heapBytes / clients / 1000).toFixed(1)}) per client`,
    `TTFB p50 ${percentile(figures.ttfb, 50)} p99 ${percentile(figures.ttfb, 99)} ms`,
    `lag p99 ${percentile(figures.lags, 99)} ms`,
    `${failed} failed`,
  ];
  console.log(words.join(" · "));
}

function percentile(values: readonly number[], percent: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((percent / 100) * (sorted.length - 1))] ?? Number.NaN).toFixed(2);
}

async function client([kind, count, size, seconds]: readonly string[]): Promise<void> {
  if (kind !== "bun" && kind !== "epoll") throw new Error(`no reactor ${kind}`);
  const clients = Number(count);
  const before = memory();
  const reactor = openReactor(kind);
  const options = { userAgent: "bench", headers: [], noCache: false, insecure: false, ca: null, resolve: {} };
  let figures = empty();
  const beginMs = reactor.nowMs();

  function follow(index: number): void {
    const http = makeHttpClient(reactor, options);
    const step = (dueMs: number): void => {
      fetchOne(http, `${PLAYLIST_BYTES}`, dueMs, () => fetchOne(http, size ?? "", dueMs, () => {}));
      reactor.at(dueMs + INTERVAL_MS, () => step(dueMs + INTERVAL_MS));
    };
    const firstMs = beginMs + 10 + (index * INTERVAL_MS) / clients;
    reactor.at(firstMs, () => step(firstMs));
  }

  function fetchOne(
    http: ReturnType<typeof makeHttpClient>,
    file: string,
    dueMs: number,
    next: () => void,
  ): void {
    http.get({
      url: `http://127.0.0.1:${PORT}/${file}`,
      lane: "media",
      dueMs,
      range: null,
      body: file === `${PLAYLIST_BYTES}` ? "keep" : "drop",
      limitBytes: 1e6,
      timeoutMs: 10_000,
      totalMs: 120_000,
      acceptsGzip: true,
      onDone(exchange) {
        figures.requests += 1;
        figures.bytes += exchange.bytes;
        if (exchange.problem !== null || exchange.status !== 200) figures.failed += 1;
        if (exchange.firstByteMs !== null && figures.requests % 16 === 0) {
          figures.ttfb.push(exchange.firstByteMs - exchange.sentMs);
        }
        next();
      },
    });
  }

  for (let index = 0; index < clients; index += 1) follow(index);
  let cpu = process.cpuUsage();
  let startMs = 0;
  reactor.at(beginMs + WARM_UP_MS, () => {
    figures = empty();
    cpu = process.cpuUsage();
    startMs = reactor.nowMs();
    reactor.takeLags();
  });
  reactor.at(beginMs + WARM_UP_MS + Number(seconds) * 1000, () => reactor.stop());
  const running = reactor.run();
  await running;
  const used = process.cpuUsage(cpu);
  const after = memory();
  console.log(
    JSON.stringify({
      ...figures,
      cpuMs: (used.user + used.system) / 1000,
      elapsedMs: reactor.nowMs() - startMs,
      rssBytes: after.rss - before.rss,
      heapBytes: after.heap - before.heap,
      lags: reactor.takeLags(),
    }),
  );
  process.exit(0);
}

function empty(): Figures {
  return {
    requests: 0,
    failed: 0,
    bytes: 0,
    cpuMs: 0,
    elapsedMs: 0,
    rssBytes: 0,
    heapBytes: 0,
    ttfb: [],
    lags: [],
  };
}

function memory(): { rss: number; heap: number } {
  Bun.gc(true);
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heap: heapUsed };
}
