import { Failure } from "../errors.ts";
import { listInstances, pickInstance } from "../run/instance-store.ts";
import { stopInstance } from "../run/stop-instance.ts";
import { defineCommand } from "./command.ts";
import { ACTION_ARGS, INSTANCE_WORD, OUTPUT_ARGS } from "./common-args.ts";

export const downCommand = defineCommand({
  name: "down",
  description: "Stop an instance and forget it",
  args: {
    name: INSTANCE_WORD,
    all: { kind: "flag", description: "Stop every instance" },
    "dry-run": ACTION_ARGS["dry-run"],
    ...OUTPUT_ARGS,
  },
  examples: ["hlsctl down", "hlsctl down default", "hlsctl down --all"],
  async run(args, { host, out }) {
    if (args.all && args.name !== undefined) {
      throw new Failure(
        "usage-bad-value",
        `--all stops every instance; it does not go with the name "${args.name}".`,
      );
    }
    const views = args.all ? await listInstances(host) : [await pickInstance(host, args.name)];
    const names = views.map((view) => view.record.spec.name);
    if (!args["dry-run"]) {
      for (const view of views) out.note(`${view.record.spec.name}: ${await stopInstance(host, view)}`);
    }
    out.data("down", { stopped: args["dry-run"] ? [] : names, wouldStop: args["dry-run"] ? names : [] });
    if (args["dry-run"])
      out.answer(names.map((name) => `would stop ${name}`).join("\n") || "nothing to stop");
    else if (names.length === 0) out.note("No instance runs here.");
  },
});
