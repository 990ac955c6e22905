import { DATASOURCE, layOut, type Panel } from "./grafana-panel.ts";
import { ROWS } from "./grafana-rows.ts";

/** A dashboard as Grafana imports it (10 and newer): the data source is asked for then. */
export function grafanaDashboard() {
  const panels = layOut(ROWS);
  return {
    __inputs: [
      {
        name: "DS_PROMETHEUS",
        label: "Prometheus",
        description: "The Prometheus that scrapes hlsctl",
        type: "datasource",
        pluginId: "prometheus",
        pluginName: "Prometheus",
      },
    ],
    __requires: requiresOf(panels),
    uid: "hlsctl-swarm",
    id: null,
    title: "hlsctl swarm",
    description: "A swarm of HLS viewers, what they experience, and the origin they watch",
    tags: ["hls", "hlsctl"],
    schemaVersion: 39,
    version: 1,
    editable: true,
    graphTooltip: 1,
    refresh: "5s",
    time: { from: "now-15m", to: "now" },
    timepicker: { refresh_intervals: ["5s", "10s", "30s", "1m", "5m"] },
    timezone: "browser",
    annotations: { list: [] },
    links: [],
    templating: {
      list: [
        variable("run_id", "Run", "label_values(hlsctl_run_info, run_id)"),
        variable("instance", "Instance", 'label_values(hlsctl_run_info{run_id=~"$run_id"}, instance)'),
        variable("kind", "Kind", "label_values(hlsctl_requests_total, kind)"),
        variable("node", "Origin (node)", "label_values(node_uname_info, instance)"),
        variable("nginx", "Origin (nginx)", "label_values(nginx_connections_active, instance)"),
      ],
    },
    panels,
  };
}

const OLDEST_GRAFANA = "10.0.0";
const PANEL_NAMES: Readonly<Record<string, string>> = {
  stat: "Stat",
  timeseries: "Time series",
  heatmap: "Heatmap",
};

function requiresOf(panels: readonly Panel[]) {
  const types = [...new Set(panels.map(({ type }) => type))].filter((type) => type !== "row").sort();
  return [
    { type: "grafana", id: "grafana", name: "Grafana", version: OLDEST_GRAFANA },
    { type: "datasource", id: "prometheus", name: "Prometheus", version: "1.0.0" },
    ...types.map((id) => ({ type: "panel", id, name: PANEL_NAMES[id] ?? id, version: "" })),
  ];
}

/** A choice above the dashboard, of several values or all. */
function variable(name: string, label: string, query: string) {
  return {
    type: "query",
    name,
    label,
    datasource: DATASOURCE,
    definition: query,
    query: { query, refId: `variable-${name}` },
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: ".*",
    current: { selected: true, text: ["All"], value: ["$__all"] },
    options: [],
    regex: "",
    hide: 0,
  };
}
