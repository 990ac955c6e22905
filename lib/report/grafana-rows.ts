import type { DashboardRow } from "./grafana-panel.ts";
import { conformance, errors, generator, origin, throughput } from "./grafana-server-rows.ts";
import { experience, latency, overview } from "./grafana-viewer-rows.ts";

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
