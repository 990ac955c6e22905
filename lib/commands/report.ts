import type { CommandGroup } from "./command.ts";
import { reportAlerts } from "./report-alerts.ts";
import { reportCompare } from "./report-compare.ts";
import { reportGrafana } from "./report-grafana.ts";
import { reportMerge } from "./report-merge.ts";
import { reportShow } from "./report-show.ts";

export const reportGroup: CommandGroup = {
  name: "report",
  description: "Show, compare and merge reports of the swarm; print its Grafana dashboard and alert rules",
  commands: {
    show: reportShow,
    compare: reportCompare,
    merge: reportMerge,
    grafana: reportGrafana,
    alerts: reportAlerts,
  },
};
