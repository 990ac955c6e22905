import { timeSeries } from "./grafana-panel.ts";
import { KIND, now, quantiles, rate } from "./grafana-queries.ts";

export function throughput() {
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

export function errors() {
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
    timeSeries("Retries, unfinished requests, segments given up", "short", [
      { expr: `sum by (kind) ${rate("hlsctl_request_retries_total", KIND)}`, legend: "{{kind}} retried" },
      {
        expr: `sum by (kind) ${rate("hlsctl_requests_unfinished_total", KIND)}`,
        legend: "{{kind}} unfinished",
      },
      {
        expr: `sum by (variant) ${rate("hlsctl_segments_total", 'outcome="failed"')}`,
        legend: "{{variant}} given up",
      },
    ]),
  ];
}

export function conformance() {
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

export function generator() {
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
export function origin() {
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
