import type { RunView } from "../stats/run-view.ts";
import { CLIENT_STATES } from "../stats/sample.ts";
import type { Measurements } from "../stats/totals.ts";
import { counter, type Family, gauge, histogram, renderExposition, sample } from "./exposition.ts";
import { REQUEST_BOUNDS } from "./prometheus-bounds.ts";
import { originalFamilies } from "./prometheus-compat.ts";
import { playbackFamilies, streamFamilies } from "./prometheus-playback.ts";
import { requestFamilies } from "./prometheus-requests.ts";

type View = RunView<Measurements>;

export interface PrometheusOptions {
  build: { version: string; commit: string };
  /** Adds `hls_swarm_*`, the names of go-ffmpeg-hls-swarm, where there is a value for them. */
  compat: boolean;
}

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
    counter("hlsctl_clients_never_played_total", "Clients that left after waiting 3 s and more to play.", [
      sample(totals.clients.neverPlayed),
    ]),
  ];
}

/** Host and port; the rest of a URL may be secret, and has no bounds. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "";
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
