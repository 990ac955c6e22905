import { describe, expect, test } from "bun:test";
import { grafanaDashboard } from "../../lib/report/grafana.ts";
import { renderPrometheus } from "../../lib/report/prometheus.ts";
import { metricsIn, metricsOn, promtool } from "../support/promtool.ts";
import { viewFixture } from "../support/report-fixture.ts";
import { testWithTool } from "../support/tools.ts";

const dashboard = grafanaDashboard();
const page = renderPrometheus(viewFixture(), { build: { version: "1", commit: "c" }, compat: false });

interface Target {
  expr: string;
  refId: string;
}
const panels = dashboard.panels.filter(({ type }) => type !== "row");
const targets = panels.flatMap((panel) => panel.targets as Target[]);

/** As Grafana fills them in. */
function filledIn(expr: string): string {
  return expr.replaceAll("$__rate_interval", "1m").replaceAll(/\$\w+/g, ".*");
}

describe("the Grafana dashboard", () => {
  test("is JSON that survives a round trip", () => {
    expect(JSON.parse(JSON.stringify(dashboard))).toEqual(dashboard);
    expect(dashboard.schemaVersion).toBeGreaterThanOrEqual(36);
    expect(dashboard.id).toBeNull();
  });

  test("asks for its data source, and every panel and variable uses that one", () => {
    expect(dashboard.__inputs.map(({ name, pluginId }) => [name, pluginId])).toEqual([
      ["DS_PROMETHEUS", "prometheus"],
    ]);
    const used = [
      ...panels,
      ...panels.flatMap((panel) => panel.targets as object[]),
      ...dashboard.templating.list,
    ];
    for (const one of used)
      expect(one).toMatchObject({ datasource: { type: "prometheus", uid: "$" + "{DS_PROMETHEUS}" } });
  });

  test("names the plugins that its panels need", () => {
    const required = dashboard.__requires.filter(({ type }) => type === "panel").map(({ id }) => id);
    expect(required).toEqual([...new Set(panels.map(({ type }) => type as string))].sort());
  });

  test("has its rows in order", () => {
    const rows = dashboard.panels.filter(({ type }) => type === "row").map(({ title }) => title);
    expect(rows).toEqual([
      "Overview",
      "Quality of experience",
      "Latency",
      "Throughput",
      "Errors",
      "Conformance",
      "Generator",
      "Origin",
    ]);
  });

  test("gives every panel an id of its own and a place where no other is", () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const taken = new Set<string>();
    for (const { gridPos, title } of dashboard.panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.has(`${x} ${y}`) ? `${title} at ${x} ${y}` : "").toBe("");
          taken.add(`${x} ${y}`);
        }
      }
    }
  });

  test("names the queries of a panel apart", () => {
    for (const { targets: queries, title } of panels) {
      const ids = (queries as Target[]).map(({ refId }) => refId);
      expect({ title, ids: new Set(ids).size }).toEqual({ title, ids: ids.length });
    }
  });

  test("uses only variables that it has", () => {
    const known = new Set(["__rate_interval", ...dashboard.templating.list.map(({ name }) => name)]);
    const asked = [
      ...targets.map(({ expr }) => expr),
      ...dashboard.templating.list.map(({ definition }) => definition),
    ];
    const used = asked.flatMap((text) => [...text.matchAll(/\$(\w+)/g)].map(([, name = ""]) => name));
    expect(used.length).toBeGreaterThan(30);
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });

  test("shows every metric of a run but those that say how it began", () => {
    const used = new Set(targets.flatMap(({ expr }) => metricsIn(filledIn(expr))));
    const unused = [...metricsOn(page)].filter((name) => !used.has(name));
    expect(unused).toEqual([
      "hlsctl_build_info",
      "hlsctl_run_start_time_seconds",
      "hlsctl_clients_started_total",
    ]);
  });

  test("asks for no metric that does not exist", () => {
    const known = metricsOn(page);
    const asked = [
      ...targets.map(({ expr }) => filledIn(expr)),
      ...dashboard.templating.list.map(({ definition }) =>
        definition.replace(/label_values\((.*), \w+\)/, "$1"),
      ),
    ];
    const others = new Set(asked.flatMap(metricsIn).filter((name) => !known.has(name)));
    // Of the origin's own exporters.
    expect([...others].sort()).toEqual([
      "hlsctl_origin_requests_total",
      "nginx_connections_active",
      "nginx_http_requests_total",
      "node_cpu_seconds_total",
      "node_memory_MemAvailable_bytes",
      "node_network_transmit_bytes_total",
      "node_uname_info",
    ]);
  });

  testWithTool("promtool", "has queries that Prometheus understands", async () => {
    const rules = targets.map(({ expr }, i) => ({ record: `panel:query:${i}`, expr: filledIn(expr) }));
    const file = JSON.stringify({ groups: [{ name: "dashboard", rules }] });
    const { status, said } = await promtool(["check", "rules", "rules.yml"], {
      files: { "rules.yml": file },
    });
    expect(said).toContain(`SUCCESS: ${targets.length} rules found`);
    expect(status).toBe(0);
  });
});
