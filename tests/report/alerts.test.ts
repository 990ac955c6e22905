import { expect, test } from "bun:test";
import { renderAlertRules } from "../../lib/report/alerts.ts";
import { renderPrometheus } from "../../lib/report/prometheus.ts";
import { metricsIn, metricsOn, promtool } from "../support/promtool.ts";
import { viewFixture } from "../support/report-fixture.ts";
import { testWithTool } from "../support/tools.ts";

const rules = renderAlertRules();
const file = Bun.YAML.parse(rules) as { groups: { rules: { alert: string; expr: string }[] }[] };
const alerts = file.groups.flatMap((group) => group.rules);

const AT = '{instance="swarm:17091", job="hlsctl"';
const LABELS = { instance: "swarm:17091", job: "hlsctl" };

/** What makes each alert fire, and labels it then has beyond instance, job and severity. */
const CASES: Record<
  string,
  { series: Record<string, string>; labels?: Record<string, string>; severity: string }
> = {
  HlsctlRunInvalid: { series: { [`hlsctl_run_valid${AT}}`]: "1 0x20" }, severity: "warning" },
  HlsctlThresholdFailed: {
    series: { [`hlsctl_threshold_ok${AT}, expr="rebuffer_ratio<0.01"}`]: "1 0x20" },
    labels: { expr: "rebuffer_ratio<0.01" },
    severity: "critical",
  },
  HlsctlClientsMissing: {
    series: {
      [`hlsctl_clients${AT}, state="playing"}`]: "100 80x20",
      [`hlsctl_clients${AT}, state="failed"}`]: "0 20x20",
      [`hlsctl_clients_target${AT}}`]: "100x20",
    },
    severity: "warning",
  },
  HlsctlErrorsHigh: {
    series: {
      [`hlsctl_request_errors_total${AT}, kind="segment", reason="timeout"}`]: "0+20x20",
      [`hlsctl_requests_total${AT}, kind="segment", code="200"}`]: "0+980x20",
      [`hlsctl_requests_total${AT}, kind="segment", code="none"}`]: "0+20x20",
    },
    severity: "critical",
  },
  HlsctlRebufferingHigh: {
    series: {
      [`hlsctl_stalled_seconds_total${AT}, variant="720p"}`]: "0+20x20",
      [`hlsctl_played_seconds_total${AT}, variant="720p"}`]: "0+980x20",
    },
    severity: "critical",
  },
  HlsctlSegmentsSlow: {
    series: {
      [`hlsctl_request_ttfb_seconds_bucket${AT}, kind="segment", le="0.5"}`]: "0+90x20",
      [`hlsctl_request_ttfb_seconds_bucket${AT}, kind="segment", le="1"}`]: "0+100x20",
      [`hlsctl_request_ttfb_seconds_bucket${AT}, kind="segment", le="+Inf"}`]: "0+100x20",
    },
    severity: "warning",
  },
  HlsctlSegmentsMissed: {
    series: { [`hlsctl_segments_missed_total${AT}, variant="720p"}`]: "0+1x20" },
    severity: "warning",
  },
  HlsctlPlaylistViolation: {
    series: { [`hlsctl_playlist_violations_total${AT}, rule="stale-playlist"}`]: "_x8 1x12" },
    labels: { rule: "stale-playlist" },
    severity: "warning",
  },
  HlsctlWrongBytes: {
    series: { [`hlsctl_verified_segments_total${AT}, result="wrong"}`]: "0 1x20" },
    labels: { result: "wrong" },
    severity: "critical",
  },
  HlsctlGeneratorLate: {
    series: {
      [`hlsctl_event_loop_lag_seconds_bucket${AT}, le="0.1"}`]: "0+90x20",
      [`hlsctl_event_loop_lag_seconds_bucket${AT}, le="0.2"}`]: "0+100x20",
      [`hlsctl_event_loop_lag_seconds_bucket${AT}, le="+Inf"}`]: "0+100x20",
    },
    severity: "warning",
  },
  HlsctlFilesRunOut: {
    series: {
      [`process_open_fds${AT}}`]: "95x20",
      [`process_max_fds${AT}}`]: "100x20",
      [`hlsctl_run_info${AT}, run_id="r"}`]: "1x20",
    },
    severity: "warning",
  },
};

/** A run without trouble. */
const QUIET = {
  [`hlsctl_run_valid${AT}}`]: "1x20",
  [`hlsctl_threshold_ok${AT}, expr="a<1"}`]: "1x20",
  [`hlsctl_clients${AT}, state="playing"}`]: "100x20",
  [`hlsctl_clients_target${AT}}`]: "100x20",
  [`hlsctl_request_errors_total${AT}, kind="segment", reason="timeout"}`]: "0+5x20",
  [`hlsctl_requests_total${AT}, kind="segment", code="200"}`]: "0+1000x20",
  [`hlsctl_stalled_seconds_total${AT}, variant="720p"}`]: "0+5x20",
  [`hlsctl_played_seconds_total${AT}, variant="720p"}`]: "0+1000x20",
  [`hlsctl_request_ttfb_seconds_bucket${AT}, kind="segment", le="0.5"}`]: "0+100x20",
  [`hlsctl_request_ttfb_seconds_bucket${AT}, kind="segment", le="+Inf"}`]: "0+100x20",
  [`hlsctl_segments_missed_total${AT}, variant="720p"}`]: "3x20",
  [`hlsctl_verified_segments_total${AT}, result="wrong"}`]: "0x20",
  [`hlsctl_event_loop_lag_seconds_bucket${AT}, le="0.1"}`]: "0+100x20",
  [`hlsctl_event_loop_lag_seconds_bucket${AT}, le="+Inf"}`]: "0+100x20",
  [`process_open_fds${AT}}`]: "50x20",
  [`process_max_fds${AT}}`]: "100x20",
  [`hlsctl_run_info${AT}, run_id="r"}`]: "1x20",
};

test("alerts speak of metrics that a run has", () => {
  const known = metricsOn(
    renderPrometheus(viewFixture(), { build: { version: "1", commit: "c" }, compat: false }),
  );
  const used = alerts.flatMap(({ expr }) => metricsIn(expr));
  expect(used.length).toBeGreaterThan(15);
  expect(used.filter((name) => !known.has(name))).toEqual([]);
});

test("every alert has a case here", () => {
  expect(alerts.map(({ alert }) => alert).sort()).toEqual(Object.keys(CASES).sort());
});

testWithTool("promtool", "promtool accepts the rules", async () => {
  const { status, said } = await promtool(["check", "rules", "rules.yml"], { files: { "rules.yml": rules } });
  expect(said).toContain(`SUCCESS: ${alerts.length} rules found`);
  expect(status).toBe(0);
});

testWithTool(
  "promtool",
  "each alert fires for what it is for, and for that alone; a quiet run fires none",
  async () => {
    const tests = Object.entries(CASES).map(([alert, { series, labels = {}, severity }]) => {
      const all = { alertname: alert, alertstate: "firing", severity, ...LABELS, ...labels };
      const text = Object.entries(all).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
      return {
        interval: "1m",
        input_series: Object.entries({ ...quietWithout(series), ...series }).map(([one, values]) => ({
          series: one,
          values,
        })),
        promql_expr_test: [
          {
            expr: 'ALERTS{alertstate="firing"}',
            eval_time: "10m",
            exp_samples: [{ labels: `ALERTS{${text.join(", ")}}`, value: 1 }],
          },
        ],
      };
    });
    const quiet = {
      interval: "1m",
      input_series: Object.entries(QUIET).map(([series, values]) => ({ series, values })),
      promql_expr_test: [{ expr: "ALERTS", eval_time: "10m", exp_samples: [] }],
    };
    const cases = JSON.stringify({
      rule_files: ["rules.yml"],
      evaluation_interval: "1m",
      tests: [...tests, quiet],
    });
    const { status, said } = await promtool(["test", "rules", "cases.yml"], {
      files: { "rules.yml": rules, "cases.yml": cases },
    });
    expect(said).toContain("SUCCESS");
    expect(status).toBe(0);
  },
);

/** The quiet run without the metrics that a case sets. */
function quietWithout(series: Record<string, string>): Record<string, string> {
  const names = new Set(Object.keys(series).map((one) => one.split("{")[0]));
  return Object.fromEntries(Object.entries(QUIET).filter(([one]) => !names.has(one.split("{")[0])));
}
