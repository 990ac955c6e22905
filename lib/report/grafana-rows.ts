import { type DashboardRow, heatmap, type Query, stat, timeSeries } from "./grafana-panel.ts";

/** Only generators that are chosen, and only while they carry out the run that is chosen. */
const OF_RUN = 'and on (job, instance) hlsctl_run_info{run_id=~"$run_id"}';
const INSTANCE = 'instance=~"$instance"';

const now = (metric: string, labels = ""): string => `(${metric}{${selector(labels)}} ${OF_RUN})`;
const rate = (metric: string, labels = ""): string =>
  `(rate(${metric}{${selector(labels)}}[$__rate_interval]) ${OF_RUN})`;

function selector(labels: string): string {
  return labels === "" ? INSTANCE : `${INSTANCE}, ${labels}`;
}

const KIND = 'kind=~"$kind"';

function quantiles(metric: string, labels: string, shares: readonly number[]): Query[] {
  return shares.map((share) => ({
    expr: `histogram_quantile(${share}, sum by (le) ${rate(`${metric}_bucket`, labels)})`,
    legend: `p${share * 100}`,
  }));
}

const REBUFFER = `sum ${rate("hlsctl_stalled_seconds_total")} / (sum ${rate("hlsctl_stalled_seconds_total")} + sum ${rate("hlsctl_played_seconds_total")})`;
const ERRORS = `(sum ${rate("hlsctl_request_errors_total")} or vector(0)) / sum ${rate("hlsctl_requests_total")}`;

/** What the dashboard shows, in the order in which one asks. */
export const ROWS: readonly DashboardRow[] = [
  { title: "Overview", panels: overview() },
  { title: "Quality of experience", panels: experience() },
  { title: "Latency", panels: latency() },
  { title: "Throughput", panels: throughput() },
  { title: "Errors", panels: errors() },
  { title: "Conformance", panels: conformance() },
  { title: "Generator", panels: generator() },
  { title: "Origin", panels: origin() },
];

function overview() {
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

function experience() {
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
    timeSeries("Segments missed and switches", "short", [
      { expr: `sum ${rate("hlsctl_segments_missed_total")}`, legend: "missed" },
      {
        expr: `sum by (direction) ${rate("hlsctl_variant_switches_total")}`,
        legend: "switched {{direction}}",
      },
    ]),
  ];
}

function latency() {
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

function throughput() {
  return [
    timeSeries(
      "Received",
      "bps",
      [{ expr: `8 * sum by (kind) ${rate("hlsctl_received_bytes_total", KIND)}`, legend: "{{kind}}" }],
      { isStacked: true },
    ),
    timeSeries(
      "Requests",
      "reqps",
      [{ expr: `sum by (kind) ${rate("hlsctl_requests_total", KIND)}`, legend: "{{kind}}" }],
      { isStacked: true },
    ),
    timeSeries(
      "Segments",
      "short",
      [
        {
          expr: `sum by (variant) ${rate("hlsctl_segments_total", 'outcome="downloaded"')}`,
          legend: "{{variant}}",
        },
      ],
      { isStacked: true },
    ),
  ];
}

function errors() {
  return [
    timeSeries("By reason", "short", [
      {
        expr: `sum by (kind, reason) ${rate("hlsctl_request_errors_total", KIND)}`,
        legend: "{{kind}} {{reason}}",
      },
    ]),
    timeSeries("By status", "short", [
      {
        expr: `sum by (code) ${rate("hlsctl_requests_total", `${KIND}, code!~"2..|3.."`)}`,
        legend: "{{code}}",
      },
    ]),
    timeSeries("Retries and segments given up", "short", [
      { expr: `sum by (kind) ${rate("hlsctl_request_retries_total", KIND)}`, legend: "{{kind}} retried" },
      {
        expr: `sum by (variant) ${rate("hlsctl_segments_total", 'outcome="failed"')}`,
        legend: "{{variant}} given up",
      },
    ]),
  ];
}

function conformance() {
  return [
    timeSeries(
      "Violations",
      "short",
      [{ expr: `sum by (rule) ${now("hlsctl_playlist_violations_total")}`, legend: "{{rule}}" }],
      {
        description: "Since the run began",
      },
    ),
    timeSeries(
      "Segments with wrong bytes",
      "short",
      [{ expr: `sum ${now("hlsctl_verified_segments_total", 'result="wrong"')}`, legend: "wrong" }],
      {
        description: "Since the run began, with --verify",
      },
    ),
    timeSeries("Low latency", "s", [
      ...quantiles("hlsctl_blocking_hold_seconds", "", [0.5, 0.99]).map(({ expr, legend }) => ({
        expr,
        legend: `reload held ${legend}`,
      })),
      ...quantiles("hlsctl_part_lateness_seconds", "", [0.99]).map(({ expr, legend }) => ({
        expr,
        legend: `part late ${legend}`,
      })),
    ]),
    timeSeries("Blocking reloads answered early", "short", [
      { expr: `sum ${rate("hlsctl_blocking_reloads_early_total")}`, legend: "early" },
    ]),
  ];
}

function generator() {
  return [
    timeSeries(
      "Processor",
      "percentunit",
      [{ expr: `sum by (instance) ${rate("process_cpu_seconds_total")}`, legend: "{{instance}}" }],
      { w: 6 },
    ),
    timeSeries(
      "Memory",
      "bytes",
      [{ expr: `sum by (instance) ${now("process_resident_memory_bytes")}`, legend: "{{instance}}" }],
      { w: 6 },
    ),
    timeSeries(
      "Late timers and starts",
      "s",
      [
        ...quantiles("hlsctl_event_loop_lag_seconds", "", [0.99]).map(({ expr }) => ({
          expr,
          legend: "event loop p99",
        })),
        ...quantiles("hlsctl_schedule_delay_seconds", "", [0.99]).map(({ expr }) => ({
          expr,
          legend: "starts p99",
        })),
      ],
      { w: 6 },
    ),
    timeSeries(
      "Open files",
      "percentunit",
      [
        {
          expr: `sum by (instance) ${now("process_open_fds")} / sum by (instance) ${now("process_max_fds")}`,
          legend: "{{instance}}",
        },
      ],
      { w: 6 },
    ),
  ];
}

/** node_exporter, nginx-prometheus-exporter, and hlsctl's own origin. */
function origin() {
  const node = 'instance=~"$node"';
  return [
    timeSeries("Processor", "percentunit", [
      {
        expr: `1 - avg by (instance) (rate(node_cpu_seconds_total{${node}, mode="idle"}[$__rate_interval]))`,
        legend: "{{instance}}",
      },
    ]),
    timeSeries("Network out", "bps", [
      {
        expr: `8 * sum by (instance) (rate(node_network_transmit_bytes_total{${node}, device!="lo"}[$__rate_interval]))`,
        legend: "{{instance}}",
      },
    ]),
    timeSeries("Memory available", "bytes", [
      { expr: `node_memory_MemAvailable_bytes{${node}}`, legend: "{{instance}}" },
    ]),
    timeSeries("nginx connections", "short", [
      { expr: 'nginx_connections_active{instance=~"$nginx"}', legend: "{{instance}}" },
    ]),
    timeSeries("nginx requests", "reqps", [
      {
        expr: 'sum by (instance) (rate(nginx_http_requests_total{instance=~"$nginx"}[$__rate_interval]))',
        legend: "{{instance}}",
      },
    ]),
    timeSeries("hlsctl origin", "reqps", [
      {
        expr: "sum by (kind, code) (rate(hlsctl_origin_requests_total[$__rate_interval]))",
        legend: "{{kind}} {{code}}",
      },
    ]),
  ];
}
