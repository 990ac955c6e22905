import { grafanaDashboard } from "../report/grafana.ts";
import { defineCommand } from "./command.ts";
import { OUTPUT_ARGS } from "./common-args.ts";

export const reportGrafana = defineCommand({
  name: "report grafana",
  description: "Print a Grafana dashboard of the swarm's metrics, to import",
  args: OUTPUT_ARGS,
  examples: ["hlsctl report grafana > hlsctl-dashboard.json"],
  run(_args, { out }) {
    const dashboard = grafanaDashboard();
    out.data("report grafana", dashboard);
    out.answer(JSON.stringify(dashboard, undefined, 2));
    return Promise.resolve();
  },
});
