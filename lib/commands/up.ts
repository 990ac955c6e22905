import { Failure } from "../errors.ts";
import type { UpPlan } from "../plan/plan.ts";
import { detachOrigin } from "../run/detach.ts";
import { settledInstance } from "../run/instance-store.ts";
import { keepOrigin } from "../run/keep-origin.ts";
import { interruptible, type Stopping, untilStopped } from "../run/signals.ts";
import { renderPlan, renderPlanSummary } from "../ui/plan.ts";
import { renderReady } from "../ui/ready.ts";
import type { CommandContext } from "./command.ts";
import { defineCommand } from "./command.ts";
import { UP_ARGS, type UpArgs } from "./up-args.ts";
import { planFromArgs, type Wanted, whatIsWanted } from "./up-plan.ts";

export const upCommand = defineCommand({
  name: "up",
  description: "Bring up a test origin from a profile",
  args: UP_ARGS,
  examples: [
    "hlsctl up",
    "hlsctl up low-latency --detach",
    "hlsctl up 4k-abr --source embedded --port 17081",
    "hlsctl up --set hls.segmentDuration=4 --dry-run",
    "hlsctl up --input film.mp4",
    "hlsctl up --builder nix",
  ],
  async run(args, context) {
    // A question that waits for its answer is not stopped in order, so nothing listens yet.
    const wanted = await whatIsWanted(args, context);
    await untilStopped(async (stopping) => {
      try {
        await bringUp({ args, wanted, stopping }, context);
      } finally {
        if (args.builder === "nix") await (await import("./up-builder.ts")).dropInterimLink(context.host);
      }
    });
  },
});

interface Request {
  args: UpArgs;
  wanted: Wanted;
  stopping: Stopping;
}

async function bringUp({ args, wanted, stopping }: Request, context: CommandContext): Promise<void> {
  const host = interruptible(context.host, stopping);
  const plan = await planFromArgs(args, wanted, { ...context, host, stopping });
  stopping.throwIfStopped();
  for (const warning of plan.warnings) context.out.warn(warning);
  if (args["dry-run"]) return showPlan(plan, context);
  if (await isRunningAlready(plan, context, stopping)) return;
  context.out.note(renderPlanSummary(plan, context.out.paintNotes));
  try {
    await (args.detach ? runDetached(plan, context, stopping) : runForeground(plan, context, stopping));
  } catch (error) {
    const wasBeaten = error instanceof Failure && error.id === "instance-busy";
    if (!wasBeaten || !(await isRunningAlready(plan, context, stopping))) throw error;
  }
}

function showPlan(plan: UpPlan, { out }: CommandContext): void {
  out.data("up", plan);
  out.answer(renderPlan(plan, out.paint));
}

/** The same request again is no error; another one under the same name is. */
async function isRunningAlready(
  plan: UpPlan,
  { host, out }: CommandContext,
  stopping: Stopping,
): Promise<boolean> {
  const { name } = plan.instance;
  const view = await settledInstance(host, name);
  stopping.throwIfStopped();
  if (view?.state !== "running") return false;
  if (view.record.fingerprint !== plan.fingerprint) {
    throw new Failure(
      "instance-conflict",
      `An instance named "${name}" already runs with another configuration.`,
      {
        hint: `Stop it: hlsctl down ${name}\nOr start one beside it: --name OTHER --port ${plan.instance.port + 1}`,
      },
    );
  }
  out.note(`${name} already runs (process ${view.record.keeper.pid}).`);
  out.data("up", { instance: view.record.spec, state: view.state, alreadyRunning: true });
  out.answer(renderReady(view.record.spec, { detached: true }, out.paint));
  return true;
}

async function runDetached(plan: UpPlan, { host, out }: CommandContext, stopping: Stopping): Promise<void> {
  const startedMs = host.clock.nowMs();
  await detachOrigin(host, plan, stopping.signal);
  stopping.throwIfStopped();
  tellReady(plan, { detached: true, tookMs: host.clock.nowMs() - startedMs }, out);
}

async function runForeground(
  plan: UpPlan,
  { host, out }: CommandContext,
  { signal, control, throwIfStopped }: Stopping,
): Promise<void> {
  const startedMs = host.clock.nowMs();
  await keepOrigin(host, plan, signal, {
    log: (line) => out.note(out.paintNotes.dim(line)),
    async onClaimed(keeper) {
      control.kill = () => {
        for (const pid of keeper.childPids()) host.kill(-pid, "SIGKILL");
      };
    },
    onReady: () => tellReady(plan, { detached: false, tookMs: host.clock.nowMs() - startedMs }, out),
  });
  throwIfStopped();
}

function tellReady(
  plan: UpPlan,
  how: { detached: boolean; tookMs: number },
  out: CommandContext["out"],
): void {
  out.data("up", { instance: plan.instance, state: "running", alreadyRunning: false, readyMs: how.tookMs });
  out.answer(renderReady(plan.instance, how, out.paint));
}
