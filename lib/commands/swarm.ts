import { Failure } from "../errors.ts";
import { quoteCommand } from "../render/quote/shell.ts";
import type { RunReport } from "../report/report-shape.ts";
import { listenForStop } from "../run/signals.ts";
import { maskPasswords } from "../stats/mask-passwords.ts";
import { reportFailure } from "../ui/failure.ts";
import { renderPlanPage } from "../ui/swarm/plan-page.ts";
import { renderSummary } from "../ui/swarm/summary.ts";
import { type CommandContext, defineCommand } from "./command.ts";
import { SWARM_ARGS } from "./swarm-args.ts";
import { readOutputs, writeReport } from "./swarm-outputs.ts";
import { type PreparedSwarm, prepareSwarm } from "./swarm-plan.ts";
import { readSwarm } from "./swarm-request.ts";
import { conductSwarm } from "./swarm-run.ts";
import { statusOf } from "./swarm-status.ts";

export const swarmCommand = defineCommand({
  name: "swarm",
  description: "Play a stream with many viewers and judge what they get",
  args: SWARM_ARGS,
  examples: [
    "hlsctl swarm http://127.0.0.1:17080/stream.m3u8",
    "hlsctl swarm URL --clients 5000 --ramp-rate 500 --duration 5m --report run.json --html run.html",
    "hlsctl swarm URL --stage 30s:100,5m:100,30s:0 --threshold 'rebuffer_ratio<0.01'",
    "hlsctl swarm URL --clients 1000 --churn exponential:5m --arrival poisson --dry-run",
    "hlsctl swarm URL --find-capacity 'segment_ttfb: p(95)<200' --max-clients 20000",
    "hlsctl swarm URL --engine ffmpeg --clients 20",
  ],
  async run(args, context) {
    const request = await readSwarm(args, context);
    const outputs = await readOutputs(request.words, context.host);
    const events: { kill(): void } = { kill() {} };
    const stop = listenForStop(() => events.kill());
    try {
      const prepared = await prepareSwarm(request, context.host, stop.signal, context.out.note);
      for (const note of prepared.plan.notes) context.out.warn(note);
      if (args["print-cmd"]) return printCommand(prepared, context);
      if (args["dry-run"]) return showPlan(prepared, context);
      if (prepared.lack) throw prepared.lack;
      const report = await conductSwarm({ request, prepared, context, stop: stop.signal, events });
      const lost = await writeReport(outputs, report, context.host);
      tell(report, lost, context);
      return stop.failure()?.exitCode ?? lost[0]?.exitCode ?? statusOf(report);
    } catch (error) {
      throw (error instanceof Failure && error.id === "interrupted" && stop.failure()) || error;
    } finally {
      stop.release();
    }
  },
});

/** As it can be pasted: the one place that shows a password. */
function printCommand({ plan }: PreparedSwarm, { out }: CommandContext): undefined {
  const argv = (plan.canaries?.spec ?? plan.spec).ffmpeg?.argv ?? [];
  out.data("swarm", { argv });
  out.answer(quoteCommand(argv));
}

function showPlan({ plan, page, expected, lack }: PreparedSwarm, { out }: CommandContext): undefined {
  if (lack) out.warn(`This run would be refused: ${lack.message} ${lack.hint?.replaceAll("\n", " ") ?? ""}`);
  const spec = JSON.parse(maskPasswords(JSON.stringify(plan.spec)));
  out.data("swarm", { ...page, expected, spec });
  out.answer(renderPlanPage(page, out.paint, out.width));
}

/** What could not be written is told where it can still be read: the report is in the answer, whatever became of its file. */
function tell(report: RunReport, lost: readonly Failure[], { out }: CommandContext): void {
  out.data("swarm", report, lost[0]);
  out.answer(renderSummary(report, out.paint, out.width));
  for (const failure of lost) reportFailure(out, "swarm", failure);
}
