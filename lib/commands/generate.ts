import { EXIT, Failure } from "../errors.ts";
import { readLines } from "../swarm/read-lines.ts";
import { defineCommand } from "./command.ts";
import { OUTPUT_ARGS } from "./common-args.ts";

/** One of the processes that hold the viewers of a swarm; `swarm` starts it. Not for people. */
export const generateCommand = defineCommand({
  name: "__generate",
  description: "Hold viewers as ordered on stdin, measurements on stdout",
  args: OUTPUT_ARGS,
  async run(_args, { host }) {
    const [{ runGenerator }, { openReportPipe }, { parseOrders }] = await Promise.all([
      import("../swarm/generator.ts"),
      import("../swarm/report-pipe.ts"),
      import("../swarm/order-lines.ts"),
    ]);
    try {
      await runGenerator({
        orders: parseOrders(readLines(Bun.stdin.stream())),
        pipe: openReportPipe(Bun.stdout.writer()),
        openFilesLimit: host.native.openFilesLimit(),
      });
      // A pending read of stdin would keep the process, here and below.
      process.exit(EXIT.ok);
    } catch (error) {
      await Bun.write(Bun.stderr, `${wordsOf(error)}\n`);
      process.exit(EXIT.bug);
    }
  },
});

/** What the coordinator tells as the generator's last words. */
function wordsOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
