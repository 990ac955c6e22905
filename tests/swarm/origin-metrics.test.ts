import { afterEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OriginView } from "../../lib/stats/run-view.ts";
import { type OriginWatch, watchOrigin } from "../../lib/swarm/origin-metrics.ts";
import { testWithTool, toolPath } from "../support/tools.ts";

const INTERVAL_MS = 20;
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A page on a free port. */
function serve(answer: (turn: number) => Response | Promise<Response>): string {
  let turn = 0;
  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => answer(++turn) });
  closers.push(() => void server.stop(true));
  return `http://127.0.0.1:${server.port}/metrics`;
}

function watch(urls: string[], timeoutMs = 500): OriginWatch {
  const watched = watchOrigin({ urls, intervalMs: INTERVAL_MS, timeoutMs });
  closers.push(() => watched.stop());
  return watched;
}

/** The first view that is as hoped for; the test's own limit ends the waiting. */
async function until(watched: OriginWatch, isIt: (view: OriginView) => boolean): Promise<OriginView> {
  for (;;) {
    const view = watched.view();
    if (isIt(view)) return view;
    await Bun.sleep(1);
  }
}

const requests = (count: number) =>
  new Response(`nginx_http_requests_total ${count}\nnginx_connections_active 3\n`);

describe("the watch of an origin", () => {
  test("tells gauges with the first page and rates with the second", async () => {
    const watched = watch([serve((turn) => requests(turn * 10))]);
    expect(watched.view()).toMatchObject({ problem: null, activeConnections: null });
    const first = await until(watched, ({ activeConnections }) => activeConnections === 3);
    expect(first.problem).toBeNull();
    const { requestsPerSec } = await until(watched, (view) => view.requestsPerSec !== null);
    // Ten requests every 20 ms, on a machine that may be busy.
    expect(requestsPerSec).toBeGreaterThan(20);
    expect(requestsPerSec).toBeLessThan(1000);
  });

  test.each<[string, () => Response | Promise<Response>, string]>([
    ["answers 503", () => new Response("", { status: 503 }), "HTTP 503"],
    ["redirects", () => Response.redirect("http://127.0.0.1:1/"), "HTTP 302"],
    [
      "is something else",
      () => new Response("<html>"),
      "neither metrics of an origin nor an nginx status page",
    ],
    ["never answers", () => new Promise<Response>(() => {}), "no answer within 0.5 s"],
    ["never ends", () => new Response("x".repeat(4_100_000)), "longer than 4 MB"],
  ])("says what is wrong with a page that %s, and goes on", async (_, answer, problem) => {
    const broken = serve(answer);
    const watched = watch([broken, serve((turn) => requests(turn))]);
    const view = await until(watched, (each) => each.problem !== null && each.requestsPerSec !== null);
    expect(view.problem).toBe(`${broken}: ${problem}`);
    expect(view.activeConnections).toBe(3);
  });

  test("says that nobody is there, and notices when somebody comes back", async () => {
    let isUp = false;
    const watched = watch([serve((turn) => (isUp ? requests(turn) : new Response("", { status: 500 })))]);
    await until(watched, ({ problem }) => problem?.endsWith("HTTP 500") ?? false);
    isUp = true;
    expect((await until(watched, ({ problem }) => problem === null)).activeConnections).toBe(3);
    const gone = watch(["http://127.0.0.1:1/metrics"]);
    const { problem } = await until(gone, (view) => view.problem !== null);
    expect(problem).toStartWith("http://127.0.0.1:1/metrics: ");
  });

  test("compares a process with itself where two answer in turn", async () => {
    const page = (turn: number) => {
      const count = turn % 2 === 0 ? turn : 1_000_000 + turn;
      return `hlsctl_origin_build_info 1\nprocess_start_time_seconds ${turn % 2}\nhlsctl_origin_requests_total ${count}\n`;
    };
    const watched = watch([serve((turn) => new Response(page(turn)))]);
    const { requestsPerSec } = await until(watched, (view) => view.requestsPerSec !== null);
    expect(requestsPerSec).toBeLessThan(1000);
  });

  test("asks nothing any more after it was stopped", async () => {
    let asked = 0;
    const url = serve((turn) => {
      asked = turn;
      return requests(turn);
    });
    const watched = watch([url]);
    await until(watched, ({ activeConnections }) => activeConnections === 3);
    watched.stop();
    const [before, stoppedMs] = [asked, performance.now()];
    let own = 0;
    for (; performance.now() - stoppedMs < 5 * INTERVAL_MS; own += 1) await fetch(url);
    // One may have been on its way.
    expect(asked - before - own).toBeWithin(0, 2);
  });
});

testWithTool(
  "prometheus-node-exporter",
  "node exporter's own page has processors, memory and network",
  async () => {
    const port = freePort();
    const program = toolPath("prometheus-node-exporter") ?? "";
    const exporter = Bun.spawn([program, `--web.listen-address=127.0.0.1:${port}`], {
      stdout: "ignore",
      stderr: "ignore",
    });
    closers.push(() => exporter.kill());
    const watched = watch([`http://127.0.0.1:${port}/metrics`], 2000);
    const view = await until(watched, ({ cpu }) => cpu !== null);
    expect(view.cpu).toBeWithin(0, 1.000_1);
    expect(view.memoryBytes).toBeGreaterThan(1e8);
    expect(view.problem).toBeNull();
  },
);

testWithTool("nginx", "nginx's status page has requests and connections", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hlsctl-status-"));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  const [port, config] = [freePort(), join(folder, "nginx.conf")];
  writeFileSync(
    config,
    `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log; events {}
http { access_log off; client_body_temp_path ${folder}; server { listen 127.0.0.1:${port}; location / { stub_status; } } }`,
  );
  const nginx = Bun.spawn([toolPath("nginx") ?? "", "-c", config, "-p", folder], { stderr: "ignore" });
  closers.push(() => nginx.kill());
  const view = await until(watch([`http://127.0.0.1:${port}/`]), (each) => each.requestsPerSec !== null);
  // The scrape itself is what it counts.
  expect(view.requestsPerSec).toBeGreaterThan(0);
  expect(view.activeConnections).toBeGreaterThanOrEqual(1);
});

function freePort(): number {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const { port } = listener;
  listener.stop(true);
  return port;
}
