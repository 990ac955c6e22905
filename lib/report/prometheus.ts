import type { RunView } from "../stats/run-view.ts";
import { CLIENT_STATES, REQUEST_KINDS, type RequestKind } from "../stats/sample.ts";
import type { Measurements } from "../stats/totals.ts";
import {
  counter,
  type Family,
  gauge,
  histogram,
  type Labels,
  renderExposition,
  sample,
} from "./exposition.ts";
import { originalFamilies } from "./prometheus-compat.ts";

type View = RunView<Measurements>;

export interface PrometheusOptions {
  build: { version: string; commit: string };
  /** Adds `hls_swarm_*`, the names of go-ffmpeg-hls-swarm, where there is a value for them. */
  compat: boolean;
}

/** Seconds, for requests and for the generator. */
const REQUEST_BOUNDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];
/** Seconds, for what a viewer notices. */
const PLAYBACK_BOUNDS = [0.1, 0.2, 0.5, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 60];

/** A run in Prometheus' text format 0.0.4: counters and histograms since it began, so that instances add up. */
export function renderPrometheus(view: View, options: PrometheusOptions): string {
  return renderExposition([
    ...runFamilies(view, options),
    ...requestFamilies(view.totals),
    ...playbackFamilies(view.totals),
    ...streamFamilies(view.totals),
    ...generatorFamilies(view),
    ...(options.compat ? originalFamilies(view, options.build) : []),
  ]);
}

function runFamilies(
  { identity, gauges, totals, thresholds, invalidReasons }: View,
  { build }: PrometheusOptions,
): Family[] {
  const { id, profile, engine, url } = identity;
  const labels = { run_id: id, profile, url_host: hostOf(url), engine };
  const judged = thresholds.filter(({ value }) => value !== null);
  return [
    gauge("hlsctl_build_info", "Version of hlsctl; always 1.", [
      sample(1, { version: build.version, commit: build.commit }),
    ]),
    gauge("hlsctl_run_info", "What the run is; always 1.", [sample(1, labels)]),
    gauge("hlsctl_run_start_time_seconds", "Unix time at which the run began.", [
      sample(identity.startedAtMs / 1000),
    ]),
    gauge("hlsctl_run_valid", "1 unless the generator was at its limits.", [
      sample(invalidReasons.length === 0 ? 1 : 0),
    ]),
    gauge(
      "hlsctl_threshold_ok",
      "Whether a threshold holds so far.",
      judged.map(({ expr, ok }) => sample(ok ? 1 : 0, { expr })),
    ),
    gauge(
      "hlsctl_clients",
      "Clients by state.",
      CLIENT_STATES.map((state) => sample(gauges.clients[state], { state })),
    ),
    gauge("hlsctl_clients_target", "Clients that the schedule wants now.", [sample(gauges.target)]),
    counter("hlsctl_clients_started_total", "Clients started.", [sample(totals.clients.started)]),
  ];
}

/** Host and port; the rest of a URL may be secret, and has no bounds. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "";
}

function requestFamilies({ requests }: Measurements): Family[] {
  const kinds = REQUEST_KINDS.filter((kind) => requests.of(kind).count > 0).map((kind) => ({
    kind,
    stats: requests.of(kind),
  }));
  const times = (name: "ttfb" | "total" | "due") =>
    kinds.map(({ kind, stats }) => [{ kind }, stats[name]] as const);
  return [
    counter(
      "hlsctl_requests_total",
      "Requests by HTTP status; none: without an answer.",
      kinds.flatMap(codeSamples),
    ),
    counter(
      "hlsctl_request_errors_total",
      "Requests without a whole answer, by reason; status: answered with 400 and more.",
      kinds.flatMap(reasonSamples),
    ),
    counter(
      "hlsctl_request_retries_total",
      "Requests that were further tries.",
      kinds.map(({ kind, stats }) => sample(stats.retries, { kind })),
    ),
    counter(
      "hlsctl_received_bytes_total",
      "Bytes of bodies as they came.",
      kinds.map(({ kind, stats }) => sample(stats.bytes, { kind })),
    ),
    histogram(
      "hlsctl_request_ttfb_seconds",
      "From sending to the first byte.",
      REQUEST_BOUNDS,
      times("ttfb"),
    ),
    histogram(
      "hlsctl_request_duration_seconds",
      "From sending to the last byte.",
      REQUEST_BOUNDS,
      times("total"),
    ),
    histogram(
      "hlsctl_request_due_seconds",
      "From when the request was due to its last byte (no coordinated omission).",
      REQUEST_BOUNDS,
      times("due"),
    ),
  ];
}

interface Requests {
  kind: RequestKind;
  stats: ReturnType<Measurements["requests"]["of"]>;
}

function codeSamples({ kind, stats }: Requests) {
  const codes = Object.entries(stats.byStatus.toRecord());
  const unanswered = stats.count - stats.byStatus.sum(() => true);
  const samples = codes.map(([code, count]) => sample(count, { kind, code }));
  return unanswered > 0 ? [...samples, sample(unanswered, { kind, code: "none" })] : samples;
}

/** A failure is a problem or, without one, a status: so the reasons sum up to what failed. */
function reasonSamples({ kind, stats }: Requests) {
  const problems = Object.entries(stats.byProblem.toRecord());
  const status = stats.failed - stats.byProblem.sum(() => true);
  const samples = problems.map(([reason, count]) => sample(count, { kind, reason }));
  return [...samples, sample(Math.max(0, status), { kind, reason: "status" })];
}

function playbackFamilies({ variants, clients }: Measurements): Family[] {
  const known = variants.names.map((variant) => ({ labels: { variant }, stats: variants.of(variant) }));
  const times = (name: "startup" | "stall" | "liveLatency") =>
    known.map(({ labels, stats }) => [labels, stats[name]] as const);
  const total = (value: (stats: ReturnType<typeof variants.of>) => number) =>
    known.map(({ labels, stats }) => sample(value(stats), labels));
  return [
    histogram(
      "hlsctl_startup_seconds",
      "From the first request to playing.",
      PLAYBACK_BOUNDS,
      times("startup"),
    ),
    histogram("hlsctl_stall_seconds", "Lengths of stalls that are over.", PLAYBACK_BOUNDS, times("stall")),
    histogram(
      "hlsctl_live_latency_seconds",
      "Playhead behind the live edge.",
      PLAYBACK_BOUNDS,
      times("liveLatency"),
    ),
    counter(
      "hlsctl_stalls_total",
      "Stalls begun.",
      total(({ stalls }) => stalls),
    ),
    counter(
      "hlsctl_stalled_seconds_total",
      "Time stalled; the start is not counted.",
      total(({ stalledMs }) => stalledMs / 1000),
    ),
    counter(
      "hlsctl_played_seconds_total",
      "Time played.",
      total(({ playedMs }) => playedMs / 1000),
    ),
    counter("hlsctl_variant_switches_total", "Switches of variant.", [
      sample(clients.switchedUp, { direction: "up" }),
      sample(clients.switchedDown, { direction: "down" }),
    ]),
    counter(
      "hlsctl_segments_total",
      "Segments by outcome; failed: given up after all tries.",
      known.flatMap(({ labels, stats }) => [
        sample(stats.downloaded, { ...labels, outcome: "downloaded" }),
        sample(stats.failed, { ...labels, outcome: "failed" }),
      ]),
    ),
    counter(
      "hlsctl_segments_missed_total",
      "Segments that left the window before the client had them.",
      total(({ missed }) => missed),
    ),
  ];
}

function streamFamilies({ violations, integrity, lowLatency }: Measurements): Family[] {
  const rules = Object.entries(violations.toData());
  const { right, wrong } = integrity;
  const one = (values: typeof lowLatency.held): (readonly [Labels, typeof values])[] => [[{}, values]];
  return [
    counter(
      "hlsctl_playlist_violations_total",
      "Violations of the protocol.",
      rules.map(([rule, { count }]) => sample(count, { rule })),
    ),
    counter(
      "hlsctl_verified_segments_total",
      "Segments whose bytes were compared with what they should be.",
      right + wrong > 0 ? [sample(right, { result: "right" }), sample(wrong, { result: "wrong" })] : [],
    ),
    histogram(
      "hlsctl_blocking_hold_seconds",
      "How long blocking reloads were held.",
      REQUEST_BOUNDS,
      one(lowLatency.held),
    ),
    histogram(
      "hlsctl_part_lateness_seconds",
      "How late after their due time parts were complete.",
      REQUEST_BOUNDS,
      one(lowLatency.partLateness),
    ),
    counter(
      "hlsctl_blocking_reloads_early_total",
      "Blocking reloads answered before there was anything new.",
      lowLatency.isEmpty ? [] : [sample(lowLatency.early)],
    ),
  ];
}

/** Under the names every Prometheus client library has for them, where there are such. */
function generatorFamilies({ gauges, totals: { generator } }: View): Family[] {
  return [
    histogram("hlsctl_event_loop_lag_seconds", "How late timers ran.", REQUEST_BOUNDS, [[{}, generator.lag]]),
    histogram("hlsctl_schedule_delay_seconds", "How late clients were started.", REQUEST_BOUNDS, [
      [{}, generator.scheduleDelay],
    ]),
    counter("process_cpu_seconds_total", "User and system CPU time of all generators.", [
      sample(generator.cpuMs / 1000),
    ]),
    gauge("process_resident_memory_bytes", "Resident memory of all generators.", [sample(gauges.rssBytes)]),
    gauge("process_open_fds", "Open file descriptors of all generators.", [sample(gauges.openFiles)]),
    gauge("process_max_fds", "File descriptors they may open.", [sample(gauges.openFilesLimit)]),
  ];
}
