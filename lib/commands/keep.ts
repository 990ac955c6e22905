import { parsePlan, type UpPlan } from "../plan/plan.ts";
import { filesOf } from "../run/instance-store.ts";
import { keepOrigin } from "../run/keep-origin.ts";
import { listenForStop } from "../run/signals.ts";
import { defineCommand } from "./command.ts";
import { OUTPUT_ARGS } from "./common-args.ts";

/** What `up --detach` starts: takes a plan on stdin and keeps its origin. Not for people. */
export const keepCommand = defineCommand({
  name: "__keep",
  description: "Keep the origin of a plan given on stdin",
  args: {
    log: { kind: "word", hint: "LOG", description: "Log of the attempt", required: true },
    ...OUTPUT_ARGS,
  },
  async run({ log }, { host }) {
    const plan: UpPlan = parsePlan(await Bun.stdin.text());
    const stop = listenForStop(() => {});
    await keepOrigin(host, plan, stop.signal, {
      log() {},
      onReady() {},
      onClaimed: () => host.fs.rename(log, filesOf(host, plan.instance.name).log),
    });
  },
});
