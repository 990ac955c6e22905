import type { Query } from "./grafana-panel.ts";

/** Only generators that are chosen, and only while they carry out the run that is chosen. */
export const OF_RUN = 'and on (job, instance) hlsctl_run_info{run_id=~"$run_id"}';
const INSTANCE = 'instance=~"$instance"';

export const now = (metric: string, labels = ""): string => `(${metric}{${selector(labels)}} ${OF_RUN})`;
export const rate = (metric: string, labels = ""): string =>
  `(rate(${metric}{${selector(labels)}}[$__rate_interval]) ${OF_RUN})`;

export function selector(labels: string): string {
  return labels === "" ? INSTANCE : `${INSTANCE}, ${labels}`;
}

export const KIND = 'kind=~"$kind"';

export function quantiles(metric: string, labels: string, shares: readonly number[]): Query[] {
  return shares.map((share) => ({
    expr: `histogram_quantile(${share}, sum by (le) ${rate(`${metric}_bucket`, labels)})`,
    legend: `p${share * 100}`,
  }));
}

export const REBUFFER = `sum ${rate("hlsctl_stalled_seconds_total")} / (sum ${rate("hlsctl_stalled_seconds_total")} + sum ${rate("hlsctl_played_seconds_total")})`;
export const ERRORS = `(sum ${rate("hlsctl_request_errors_total")} or vector(0)) / sum ${rate("hlsctl_requests_total")}`;
