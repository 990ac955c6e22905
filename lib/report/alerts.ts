interface Rule {
  alert: string;
  expr: string;
  /** How long it must hold first. */
  for: string;
  severity: "warning" | "critical";
  summary: string;
  description: string;
}

const BY = "by (job, instance)";

function share(part: string, all: string): string {
  return `sum ${BY} (rate(${part}[1m])) / (${all})`;
}

function quantile(metric: string, labels = ""): string {
  return `histogram_quantile(0.99, sum by (job, instance, le) (rate(${metric}_bucket${labels}[1m])))`;
}

export const ALERT_RULES: readonly Rule[] = [
  {
    alert: "HlsctlRunInvalid",
    expr: "hlsctl_run_valid == 0",
    for: "0s",
    severity: "warning",
    summary: "The swarm on {{ $labels.instance }} is at its own limits",
    description:
      "The generator is the bottleneck; its figures say little about the origin. Fewer clients, or more machines.",
  },
  {
    alert: "HlsctlThresholdFailed",
    expr: "hlsctl_threshold_ok == 0",
    for: "10s",
    severity: "critical",
    summary: "The threshold {{ $labels.expr }} does not hold",
    description: "A threshold that was set for this run is broken.",
  },
  {
    alert: "HlsctlClientsMissing",
    expr: `sum ${BY} (hlsctl_clients{state=~"starting|playing|stalled"}) < 0.9 * sum ${BY} (hlsctl_clients_target)`,
    for: "30s",
    severity: "warning",
    summary: "Fewer than 90 % of the clients run on {{ $labels.instance }}",
    description: "Only {{ $value }} clients run. Others have failed or could not be started.",
  },
  {
    alert: "HlsctlErrorsHigh",
    expr: `${share("hlsctl_request_errors_total", `sum ${BY} (rate(hlsctl_requests_total[1m]))`)} > 0.01`,
    for: "1m",
    severity: "critical",
    summary: "More than 1 % of the requests fail",
    description:
      "{{ $value | humanizePercentage }} of the requests from {{ $labels.instance }} got no whole answer, or a status of 400 and more.",
  },
  {
    alert: "HlsctlRebufferingHigh",
    expr: `${share("hlsctl_stalled_seconds_total", `sum ${BY} (rate(hlsctl_stalled_seconds_total[1m])) + sum ${BY} (rate(hlsctl_played_seconds_total[1m]))`)} > 0.01`,
    for: "1m",
    severity: "critical",
    summary: "Viewers are stalled for more than 1 % of their time",
    description: "The rebuffer ratio is {{ $value | humanizePercentage }}.",
  },
  {
    alert: "HlsctlSegmentsSlow",
    expr: `${quantile("hlsctl_request_ttfb_seconds", '{kind=~"segment|part"}')} > 0.5`,
    for: "1m",
    severity: "warning",
    summary: "The first byte of segments takes more than 500 ms",
    description: "The 99th percentile is {{ $value | humanizeDuration }}.",
  },
  {
    alert: "HlsctlSegmentsMissed",
    expr: `sum ${BY} (increase(hlsctl_segments_missed_total[5m])) > 0`,
    for: "0s",
    severity: "warning",
    summary: "Segments leave the window before viewers have them",
    description: "About {{ $value }} segments in five minutes.",
  },
  {
    alert: "HlsctlPlaylistViolation",
    // A counter begins with its first violation, which no rate can see.
    expr: `sum by (job, instance, rule) (increase(hlsctl_playlist_violations_total[5m]) > 0 or hlsctl_playlist_violations_total unless hlsctl_playlist_violations_total offset 5m)`,
    for: "0s",
    severity: "warning",
    summary: "The stream breaks the rule {{ $labels.rule }}",
    description: "Seen by {{ $labels.instance }} in the last five minutes; the run's report has an example.",
  },
  {
    alert: "HlsctlWrongBytes",
    expr: 'hlsctl_verified_segments_total{result="wrong"} > 0',
    for: "0s",
    severity: "critical",
    summary: "Segments have the wrong bytes",
    description:
      "{{ $value }} segments were not what their name says: a cache mixes them up or cuts them short.",
  },
  {
    alert: "HlsctlGeneratorLate",
    expr: `${quantile("hlsctl_event_loop_lag_seconds")} > 0.1`,
    for: "30s",
    severity: "warning",
    summary: "The generator on {{ $labels.instance }} is late",
    description:
      "Its timers are late by {{ $value | humanizeDuration }} (99th percentile); what it measures is too slow by as much.",
  },
  {
    alert: "HlsctlFilesRunOut",
    expr: "process_open_fds / process_max_fds > 0.9 and on (job, instance) hlsctl_run_info",
    for: "0s",
    severity: "warning",
    summary: "The generator on {{ $labels.instance }} runs out of file descriptors",
    description: "{{ $value | humanizePercentage }} are in use; raise the limit with ulimit -n.",
  },
];

/** Rules for Prometheus as a YAML file; every text is quoted as JSON has it, which YAML reads. */
export function renderAlertRules(): string {
  const lines = ALERT_RULES.flatMap((rule) => [
    `      - alert: ${rule.alert}`,
    `        expr: ${JSON.stringify(rule.expr)}`,
    `        for: ${rule.for}`,
    "        labels:",
    `          severity: ${rule.severity}`,
    "        annotations:",
    `          summary: ${JSON.stringify(rule.summary)}`,
    `          description: ${JSON.stringify(rule.description)}`,
  ]);
  return [
    "# Alert rules for hlsctl's swarm. The limits are a beginning: set them to what your viewers accept.",
    "groups:",
    "  - name: hlsctl-swarm",
    "    rules:",
    ...lines,
    "",
  ].join("\n");
}
