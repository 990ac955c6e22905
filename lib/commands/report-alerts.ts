import { ALERT_RULES, renderAlertRules } from "../report/alerts.ts";
import { defineCommand } from "./command.ts";
import { OUTPUT_ARGS } from "./common-args.ts";

export const reportAlerts = defineCommand({
  name: "report alerts",
  description: "Print alert rules for Prometheus",
  args: OUTPUT_ARGS,
  examples: ["hlsctl report alerts > hlsctl-alerts.yml"],
  run(_args, { out }) {
    out.data("report alerts", { rules: ALERT_RULES });
    out.answer(renderAlertRules());
    return Promise.resolve();
  },
});
