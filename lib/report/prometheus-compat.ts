import type { RunView } from "../stats/run-view.ts";
import type { Measurements } from "../stats/totals.ts";
import { counter, type Family, gauge, histogram, sample } from "./exposition.ts";

type View = RunView<Measurements>;

/** The buckets of the original, seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 10];

/**
 * Metrics of go-ffmpeg-hls-swarm (its METRICS_REFERENCE.md) for dashboards that know them. Its speed, drift, uptime, restart and
 * parser figures, its rates per kind and its windowed segment throughput are not measured here and are left out; what
 * it infers of latency is measured here.
 */
export function originalFamilies(view: View, build: { version: string }): Family[] {
  return [...testFamilies(view, build), ...requestFamilies(view), ...latencyFamilies(view.totals)];
}

function testFamilies(
  { identity, elapsedMs, gauges, totals }: View,
  { version }: { version: string },
): Family[] {
  const { clients, durationMs, url, variant } = identity;
  const { starting, playing, stalled } = gauges.clients;
  const remainingMs = durationMs === null ? -1000 : Math.max(0, durationMs - elapsedMs);
  const progress = clients > 0 ? Math.min(1, totals.clients.started / clients) : 1;
  return [
    gauge("hls_swarm_info", "What the test is; always 1.", [
      sample(1, { version, stream_url: withoutSecrets(url), variant }),
    ]),
    gauge("hls_swarm_target_clients", "Clients to reach.", [sample(clients)]),
    gauge("hls_swarm_active_clients", "Clients that run.", [sample(starting + playing + stalled)]),
    gauge("hls_swarm_stalled_clients", "Clients that wait for media.", [sample(stalled)]),
    gauge("hls_swarm_ramp_progress", "Progress of the ramp, 0 to 1.", [sample(progress)]),
    gauge("hls_swarm_test_duration_seconds", "Duration asked for, 0: no end.", [
      sample((durationMs ?? 0) / 1000),
    ]),
    gauge("hls_swarm_test_elapsed_seconds", "Time since the start.", [sample(elapsedMs / 1000)]),
    gauge("hls_swarm_test_remaining_seconds", "Time to the end, -1: no end.", [sample(remainingMs / 1000)]),
    counter("hls_swarm_client_starts_total", "Clients started.", [sample(totals.clients.started)]),
  ];
}

/** Without user, password and query, which may hold a token. */
function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return "";
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

function requestFamilies({ totals: { requests }, points }: View): Family[] {
  const all = requests.sum();
  const manifests = requests.sum(["multivariant", "media"]);
  const segments = requests.sum(["segment", "part"]);
  const statuses = Object.entries(all.byStatus.toRecord()).filter(([code]) => Number(code) >= 400);
  const last = points.at(-1);
  return [
    counter("hls_swarm_manifest_requests_total", "Requests of playlists.", [sample(manifests.count)]),
    counter("hls_swarm_segment_requests_total", "Requests of segments and parts.", [sample(segments.count)]),
    counter("hls_swarm_init_requests_total", "Requests of init segments.", [
      sample(requests.of("init").count),
    ]),
    counter("hls_swarm_bytes_downloaded_total", "Bytes received.", [sample(all.bytes)]),
    counter("hls_swarm_segment_bytes_downloaded_total", "Bytes of segments and parts.", [
      sample(segments.bytes),
    ]),
    gauge(
      "hls_swarm_throughput_bytes_per_second",
      "Bytes in the last second.",
      last ? [sample(last.bytes)] : [],
    ),
    counter(
      "hls_swarm_http_errors_total",
      "Answers with a status of 400 and more.",
      statuses.map(([status_code, count]) => sample(count, { status_code })),
    ),
    counter("hls_swarm_timeouts_total", "Requests that timed out.", [sample(all.byProblem.get("timeout"))]),
    gauge(
      "hls_swarm_error_rate",
      "Failed requests of all requests.",
      all.count > 0 ? [sample(all.failed / all.count)] : [],
    ),
  ];
}

function latencyFamilies({ requests }: Measurements): Family[] {
  const { total } = requests.sum(["segment", "part"]);
  const at = (name: string, help: string, ms: number | null) =>
    gauge(`hls_swarm_inferred_latency_${name}_seconds`, help, ms === null ? [] : [sample(ms / 1000)]);
  return [
    histogram("hls_swarm_inferred_latency_seconds", "Download time of segments, as measured.", BOUNDS, [
      [{}, total],
    ]),
    at("p50", "Median download time of segments.", total.percentile(50)),
    at("p95", "95th percentile of the download time of segments.", total.percentile(95)),
    at("p99", "99th percentile of the download time of segments.", total.percentile(99)),
    at("max", "Longest download of a segment.", total.max),
  ];
}
