import { parsePlan } from "../plan/plan.ts";
import { startServer } from "../run/server.ts";
import { listenForStop } from "../run/signals.ts";
import { defineCommand } from "./command.ts";
import { OUTPUT_ARGS } from "./common-args.ts";

/** One of several processes that serve an origin; `up --workers` starts them. Not for people. */
export const serveCommand = defineCommand({
  name: "__serve",
  description: "Serve the origin of a plan given on stdin",
  args: OUTPUT_ARGS,
  async run(_args, { host, out }) {
    const plan = parsePlan(await Bun.stdin.text());
    const stop = listenForStop(() => {});
    const server = await startServer(host, plan, (line) => out.note(line));
    await new Promise<void>((resolve) =>
      stop.signal.addEventListener("abort", () => resolve(), { once: true }),
    );
    await server.stop();
  },
});
