import { heatmap, stat, timeSeries } from "./grafana-panel.ts";
import { ERRORS, KIND, now, OF_RUN, quantiles, REBUFFER, rate, selector } from "./grafana-queries.ts";

export function overview() {
  return [
    stat(
      "Run",
      "none",
      { expr: `min ${now("hlsctl_run_valid")}`, legend: "" },
      {
        steps: [
          [0, "red"],
          [1, "green"],
        ],
        words: { 0: "INVALID", 1: "valid" },
      },
    ),
    stat("Clients", "short", {
      expr: `sum ${now("hlsctl_clients", 'state=~"starting|playing|stalled"')}`,
      legend: "",
    }),
    stat("Throughput", "bps", { expr: `8 * sum ${rate("hlsctl_received_bytes_total")}`, legend: "" }),
    stat("Requests", "reqps", { expr: `sum ${rate("hlsctl_requests_total")}`, legend: "" }),
    stat(
      "Failed requests",
      "percentunit",
      { expr: ERRORS, legend: "" },
      {
        steps: [
          [0.001, "orange"],
          [0.01, "red"],
        ],
      },
    ),
    stat(
      "Rebuffer ratio",
      "percentunit",
      { expr: REBUFFER, legend: "" },
      {
        steps: [
          [0.005, "orange"],
          [0.01, "red"],
        ],
      },
    ),
    timeSeries(
      "Clients",
      "short",
      [
        { expr: `sum by (state) ${now("hlsctl_clients")}`, legend: "{{state}}" },
        { expr: `sum ${now("hlsctl_clients_target")}`, legend: "wanted" },
      ],
      { w: 16 },
    ),
    timeSeries(
      "Thresholds",
      "none",
      [{ expr: `min by (expr) ${now("hlsctl_threshold_ok")}`, legend: "{{expr}}" }],
      {
        description: "1 while it holds, 0 while it does not",
      },
    ),
  ];
}

export function experience() {
  return [
    timeSeries("Rebuffer ratio", "percentunit", [{ expr: REBUFFER, legend: "all" }], {
      description: "Stalled of stalled and played time; the start is not counted",
    }),
    timeSeries("Stalls begun", "short", [
      { expr: `sum by (variant) ${rate("hlsctl_stalls_total")}`, legend: "{{variant}}" },
    ]),
    timeSeries("Length of stalls", "s", quantiles("hlsctl_stall_seconds", "", [0.5, 0.95])),
    timeSeries("Startup", "s", quantiles("hlsctl_startup_seconds", "", [0.5, 0.95, 0.99])),
    timeSeries("Live latency", "s", quantiles("hlsctl_live_latency_seconds", "", [0.5, 0.99])),
    timeSeries("Segments missed, switches, viewers that never played", "short", [
      { expr: `sum ${rate("hlsctl_segments_missed_total")}`, legend: "missed" },
      { expr: `sum ${rate("hlsctl_clients_never_played_total")}`, legend: "never played" },
      {
        expr: `sum by (direction) ${rate("hlsctl_variant_switches_total")}`,
        legend: "switched {{direction}}",
      },
    ]),
  ];
}

export function latency() {
  const buckets = `sum by (le) (increase(hlsctl_request_ttfb_seconds_bucket{${selector(KIND)}}[$__rate_interval]) ${OF_RUN})`;
  return [
    heatmap("Time to first byte", buckets, 24),
    timeSeries("Time to first byte", "s", quantiles("hlsctl_request_ttfb_seconds", KIND, [0.5, 0.95, 0.99]), {
      isLogarithmic: true,
    }),
    timeSeries("Whole answer", "s", quantiles("hlsctl_request_duration_seconds", KIND, [0.5, 0.95, 0.99]), {
      isLogarithmic: true,
    }),
    timeSeries(
      "Whole answer, from when it was due",
      "s",
      quantiles("hlsctl_request_due_seconds", KIND, [0.5, 0.95, 0.99]),
      { isLogarithmic: true },
    ),
  ];
}
