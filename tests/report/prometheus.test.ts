import { describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderPrometheus } from "../../lib/report/prometheus.ts";
import { parsePrometheusText } from "../../lib/stats/prometheus-text.ts";
import { Measurements } from "../../lib/stats/totals.ts";
import { promtool } from "../support/promtool.ts";
import { reportFixture, viewFixture } from "../support/report-fixture.ts";
import { eventually, freePort } from "../support/sandbox.ts";
import { testWithTool, toolPath } from "../support/tools.ts";

const BUILD = { version: "0.1.0", commit: "abc" };
const view = viewFixture();
const page = renderPrometheus(view, { build: BUILD, compat: false });
const samples = parsePrometheusText(page);

function sumOf(name: string, labels: Record<string, string> = {}, of = samples): number {
  const found = of.filter(
    (one) =>
      one.name === name && Object.entries(labels).every(([label, value]) => one.labels[label] === value),
  );
  expect(found.length).toBeGreaterThan(0);
  return found.reduce((sum, { value }) => sum + value, 0);
}

describe("the page for Prometheus", () => {
  test("counts what was counted", () => {
    const { requests, variants } = view.totals;
    expect(sumOf("hlsctl_requests_total")).toBe(requests.sum().count);
    expect(sumOf("hlsctl_requests_total", { kind: "media" })).toBe(requests.of("media").count);
    expect(sumOf("hlsctl_request_errors_total")).toBe(requests.sum().failed);
    expect(sumOf("hlsctl_received_bytes_total")).toBe(requests.sum().bytes);
    expect(sumOf("hlsctl_stalls_total")).toBe(variants.sum().stalls);
    expect(sumOf("hlsctl_stalled_seconds_total")).toBeCloseTo(variants.sum().stalledMs / 1000, 3);
    expect(sumOf("hlsctl_segments_missed_total")).toBe(41);
    expect(sumOf("hlsctl_clients", { state: "playing" })).toBe(4980);
    expect(sumOf("hlsctl_run_valid")).toBe(1);
    expect(sumOf("hlsctl_threshold_ok", { expr: "errors: rate<0.0001" })).toBe(0);
    expect(sumOf("hlsctl_playlist_violations_total", { rule: "stale-playlist" })).toBe(12);
  });

  test("has requests without an answer, and reasons that sum up to the failures", () => {
    const totals = new Measurements();
    const base = {
      kind: "segment",
      variant: "v",
      attempt: 0,
      dueMs: 0,
      sentMs: 0,
      endMs: 5,
      bytes: 0,
    } as const;
    totals.request({ ...base, status: 0, problem: "refused", firstByteMs: null });
    totals.request({ ...base, status: 404, problem: null, firstByteMs: 2 });
    totals.request({ ...base, status: 500, problem: "truncated", firstByteMs: 2 });
    totals.request({ ...base, status: 200, problem: null, firstByteMs: 2 });
    const found = parsePrometheusText(renderPrometheus({ ...view, totals }, { build: BUILD, compat: false }));
    expect(sumOf("hlsctl_requests_total", { code: "none" }, found)).toBe(1);
    expect(sumOf("hlsctl_requests_total", {}, found)).toBe(4);
    for (const reason of ["refused", "truncated", "status"]) {
      expect(sumOf("hlsctl_request_errors_total", { reason }, found)).toBe(1);
    }
  });

  test("has buckets that hold what is at most as long as their bound", () => {
    const totals = new Measurements();
    for (const ms of [0.5, 1, 1.2, 9, 10, 9999, 20_000]) totals.startup("v", ms);
    for (const ms of [0.5, 1, 1.2, 9, 10, 9999, 20_000]) totals.generator.lag.record(ms);
    const found = parsePrometheusText(renderPrometheus({ ...view, totals }, { build: BUILD, compat: false }));
    const lag = (le: string) => sumOf("hlsctl_event_loop_lag_seconds_bucket", { le }, found);
    expect(["0.001", "0.002", "0.005", "0.01", "5", "10", "+Inf"].map(lag)).toEqual([2, 3, 3, 5, 5, 6, 7]);
    expect(sumOf("hlsctl_event_loop_lag_seconds_count", {}, found)).toBe(7);
    expect(sumOf("hlsctl_event_loop_lag_seconds_sum", {}, found)).toBeCloseTo(30.0207, 1);
    expect(sumOf("hlsctl_startup_seconds_bucket", { variant: "v", le: "0.1" }, found)).toBe(5);
  });

  test("of two generators adds up to the page of both", () => {
    const other = viewFixture(reportFixture(30));
    const both = Measurements.from(view.totals.toData());
    both.merge(other.totals);
    const parts = [view, other].map((one) =>
      parsePrometheusText(renderPrometheus(one, { build: BUILD, compat: false })),
    );
    const whole = parsePrometheusText(
      renderPrometheus({ ...view, totals: both }, { build: BUILD, compat: false }),
    );
    const added = whole.filter(({ name }) => /^hlsctl_.*(_total|_bucket|_count)$/.test(name));
    expect(added.length).toBeGreaterThan(200);
    for (const { name, labels, value } of added) {
      const sum = parts.flat().filter((one) => one.name === name && Bun.deepEquals(one.labels, labels));
      expect(sum.reduce((total, one) => total + one.value, 0)).toBeCloseTo(value, 3);
    }
  });

  test("escapes what users wrote", () => {
    const expr = 'a"b\\c\nd{e="f"}';
    const odd = renderPrometheus(
      { ...view, thresholds: [{ expr, value: 1, ok: true }] },
      { build: BUILD, compat: false },
    );
    const found = parsePrometheusText(odd).filter(({ name }) => name === "hlsctl_threshold_ok");
    expect(found).toEqual([{ name: "hlsctl_threshold_ok", labels: { expr }, value: 1 }]);
  });

  test("tells no password and no token of the URL", () => {
    const identity = { ...view.identity, url: "https://me:secret@cdn.example/live.m3u8?token=secret" };
    const text = renderPrometheus({ ...view, identity }, { build: BUILD, compat: true });
    expect(text).toContain('url_host="cdn.example"');
    expect(text).toContain('stream_url="https://cdn.example/live.m3u8"');
    expect(text).not.toContain("secret");
  });

  test("says nothing of what was not measured", () => {
    const text = renderPrometheus(
      { ...view, totals: new Measurements(), thresholds: [{ expr: "x<1", value: null, ok: true }] },
      { build: BUILD, compat: true },
    );
    expect(text).not.toMatch(/NaN|null|undefined|hlsctl_threshold_ok|_bucket/);
    expect(text).toContain("hlsctl_clients_started_total 0");
  });

  test("has the original's names when asked, and only then", () => {
    expect(page).not.toContain("hls_swarm_");
    const compat = parsePrometheusText(renderPrometheus(view, { build: BUILD, compat: true }));
    expect(sumOf("hls_swarm_active_clients", {}, compat)).toBe(12 + 4980 + 5);
    expect(sumOf("hls_swarm_segment_requests_total", {}, compat)).toBe(
      view.totals.requests.of("segment").count,
    );
    expect(sumOf("hls_swarm_http_errors_total", { status_code: "503" }, compat)).toBe(
      view.totals.requests.sum().byStatus.get("503"),
    );
    expect(sumOf("hls_swarm_inferred_latency_p99_seconds", {}, compat)).toBeGreaterThan(0);
  });

  for (const compat of [false, true]) {
    testWithTool(
      "promtool",
      `is to promtool's liking${compat ? " with the original's names" : ""}`,
      async () => {
        const text = renderPrometheus(view, { build: BUILD, compat });
        expect(await promtool(["check", "metrics"], { input: text })).toEqual({ status: 0, said: "" });
      },
    );
  }
});

/** Of Prometheus' HTTP API; the value is text. */
interface QueryAnswer {
  data?: { result: { value: [number, string] }[] };
}

testWithTool("prometheus", "Prometheus scrapes it and answers queries about it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hlsctl-prometheus-"));
  const served = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: () =>
      new Response(page, { headers: { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" } }),
  });
  const port = await freePort();
  const config = {
    global: { scrape_interval: "200ms", scrape_timeout: "200ms" },
    scrape_configs: [{ job_name: "hlsctl", static_configs: [{ targets: [`127.0.0.1:${served.port}`] }] }],
  };
  await Bun.write(join(folder, "prometheus.yml"), JSON.stringify(config));
  const child = Bun.spawn(
    [
      toolPath("prometheus")!,
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdout: "ignore", stderr: "ignore" },
  );
  const ask = async (query: string): Promise<number | undefined> => {
    const url = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(query)}`;
    // Until it has begun it refuses, and then answers 503 in words.
    const reply = await fetch(url).catch(() => undefined);
    const answer = reply?.ok ? ((await reply.json()) as QueryAnswer) : undefined;
    const value = answer?.data?.result[0]?.value[1];
    return value === undefined ? undefined : Number(value);
  };
  try {
    expect(
      await eventually(
        () => ask('up{job="hlsctl"}'),
        (up) => up === 1,
        15_000,
      ),
    ).toBe(1);
    expect(await ask("sum(hlsctl_requests_total)")).toBe(view.totals.requests.sum().count);
    const p50 = await ask(
      'histogram_quantile(0.5, sum by (le) (hlsctl_request_ttfb_seconds_bucket{kind="segment"}))',
    );
    // Prometheus draws a straight line through a bucket.
    expect(p50).toBeGreaterThan(0.0005);
    expect(p50).toBeLessThanOrEqual(0.002);
    expect(await ask("scrape_samples_scraped")).toBe(samples.length);
  } finally {
    child.kill("SIGTERM");
    await child.exited;
    await served.stop(true);
    await rm(folder, { recursive: true, force: true });
  }
});
