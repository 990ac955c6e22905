import { isIP } from "node:net";
import { Failure } from "../errors.ts";
import { type DeploymentType, SERVERS, SOURCES, type UpPlan } from "../plan/plan.ts";
import { planUp, type UpRequest } from "../plan/up.ts";
import { type ResolvedOrigin, resolveOrigin } from "../resolve.ts";
import { detachOrigin } from "../run/detach.ts";
import { viewInstance } from "../run/instance-store.ts";
import { keepOrigin } from "../run/keep-origin.ts";
import { listenForStop } from "../run/signals.ts";
import { renderPlan, renderPlanSummary } from "../ui/plan.ts";
import { renderReady } from "../ui/ready.ts";
import type { CommandContext, ParsedArgs } from "./command.ts";
import { defineCommand } from "./command.ts";
import { ACTION_ARGS, CONFIG_ARGS, OUTPUT_ARGS } from "./common-args.ts";
import { loadProfiles, pickProfile, readOverrides } from "./load-profiles.ts";
import { parseType } from "./parse-type.ts";
import { gatherUpFacts } from "./up-facts.ts";

const UP_ARGS = {
  profile: {
    kind: "value",
    hint: "PROFILE",
    description: "The profile, as the first word would",
    completes: "profiles",
  },
  type: {
    kind: "value",
    hint: "TYPE",
    description: "The deployment type, as the second word would",
    completes: "types",
  },
  source: {
    kind: "value",
    hint: "SOURCE",
    description: "Where the media come from",
    options: ["auto", ...SOURCES],
  },
  server: { kind: "value", hint: "SERVER", description: "What answers HTTP", options: ["auto", ...SERVERS] },
  input: {
    kind: "value",
    hint: "FILE",
    description: "Play this file in a loop instead of a test picture",
    completes: "files",
  },
  bind: { kind: "value", hint: "ADDRESS", description: "Address to listen on (127.0.0.1)" },
  port: { kind: "value", hint: "PORT", description: "Port to listen on, short for --set server.port=PORT" },
  workers: {
    kind: "value",
    hint: "N",
    description: "Processes of the embedded server that share the port (1)",
  },
  name: { kind: "value", hint: "NAME", description: "Name of the instance (the profile's)" },
  detach: {
    kind: "flag",
    short: "d",
    description: "Leave it running; `ps`, `logs` and `down` look after it",
  },
  timeout: { kind: "value", hint: "SECONDS", description: "Longest wait until it is ready (60)" },
  first: { kind: "word", hint: "PROFILE", description: "The profile (default)", completes: "profiles" },
  second: { kind: "word", hint: "TYPE", description: "The deployment type (runner)", completes: "types" },
  ...CONFIG_ARGS,
  ...ACTION_ARGS,
  ...OUTPUT_ARGS,
} as const;

type UpArgs = ParsedArgs<typeof UP_ARGS>;

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
  ],
  async run(args, context) {
    const wanted = await whatIsWanted(args, context);
    const type = parseType(wanted.type);
    const plan = await planFrom(args, { ...wanted, type }, context);
    if (args["dry-run"]) return showPlan(plan, context);
    if (await isRunningAlready(plan, context)) return;
    context.out.note(renderPlanSummary(plan, context.out.paintNotes));
    await (args.detach ? runDetached(plan, context) : runForeground(plan, context));
  },
});

interface Wanted {
  profile: string | undefined;
  type: string;
  source: UpRequest["source"];
}

/** Words and flags mean the same; on a terminal without any of them the user is asked. */
async function whatIsWanted(args: UpArgs, { host, out }: CommandContext): Promise<Wanted> {
  const profile = same("profile", args.first, args.profile);
  const type = same("type", args.second, args.type);
  const source = (args.source ?? "auto") as UpRequest["source"];
  const saysNothing =
    profile === undefined && type === undefined && args["profile-file"].length === 0 && !args["dry-run"];
  if (!saysNothing || args.source !== undefined || args.input !== undefined || !out.canAsk) {
    return { profile, type: type ?? "runner", source };
  }
  const { askWhatToBringUp } = await import("../ui/menu.ts");
  return { type: "runner", ...(await askWhatToBringUp((await loadProfiles(host, "origin", args)).registry)) };
}

function same(what: string, word: string | undefined, flag: string | undefined): string | undefined {
  if (word !== undefined && flag !== undefined && word !== flag) {
    throw new Failure("usage-bad-value", `The ${what} is "${word}" in one place and "${flag}" in another.`, {
      hint: "Give it once.",
    });
  }
  return word ?? flag;
}

async function planFrom(
  args: UpArgs,
  wanted: Wanted & { type: DeploymentType },
  context: CommandContext,
): Promise<UpPlan> {
  const resolved = await resolveFrom(args, wanted.profile, context);
  if (wanted.type !== "runner") {
    const { refuseType } = await import("./up-type.ts");
    throw await refuseType(context.host, wanted.type, resolved.name);
  }
  const request: UpRequest = {
    name: args.name,
    source: wanted.source,
    server: (args.server ?? "auto") as UpRequest["server"],
    bind: parseBind(args.bind ?? "127.0.0.1"),
    workers: parseWhole("--workers", args.workers ?? "1", { least: 1, most: 64 }),
    readyTimeoutSec: parseWhole("--timeout", args.timeout ?? "60", { least: 1, most: 3600 }),
  };
  return planUp(resolved, request, await gatherUpFacts(context.host, request, args.input));
}

async function resolveFrom(
  args: UpArgs,
  name: string | undefined,
  { host, out }: CommandContext,
): Promise<ResolvedOrigin> {
  const port = args.port === undefined ? [] : [`server.port=${args.port}`];
  const settings = { ...args, set: [...args.set, ...port] };
  const [loaded, overrides] = await Promise.all([
    loadProfiles(host, "origin", settings),
    readOverrides(host, "origin", settings),
  ]);
  for (const broken of loaded.broken) out.warn(`${broken.path} is left out: ${broken.failure.message}`);
  return resolveOrigin(loaded.registry, pickProfile(loaded, name), overrides);
}

function parseBind(text: string): string {
  if (text === "localhost") return "127.0.0.1";
  if (isIP(text) !== 0) return text;
  throw new Failure("usage-bad-value", `--bind takes an IP address of this machine, not "${text}".`, {
    hint: "127.0.0.1 is for this machine only, 0.0.0.0 for every network it is on.",
  });
}

function parseWhole(flag: string, text: string, { least, most }: { least: number; most: number }): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Failure(
    "usage-bad-value",
    `${flag} takes a whole number from ${least} to ${most}, not "${text}".`,
  );
}

function showPlan(plan: UpPlan, { out }: CommandContext): void {
  out.data("up", plan);
  out.answer(renderPlan(plan, out.paint));
}

/** The same request again is no error; another one under the same name is. */
async function isRunningAlready(plan: UpPlan, { host, out }: CommandContext): Promise<boolean> {
  const { name } = plan.instance;
  const view = await viewInstance(host, name);
  if (!view || view.state === "crashed" || view.state === "failed") return false;
  if (view.record.fingerprint !== plan.fingerprint) {
    throw new Failure(
      "instance-conflict",
      `An instance named "${name}" already runs with another configuration.`,
      {
        hint: `Stop it: hlsctl down ${name}\nOr start one beside it: --name OTHER --port ${plan.instance.port + 1}`,
      },
    );
  }
  out.note(`${name} already runs (process ${view.record.keeper.pid}, ${view.state}).`);
  out.data("up", { instance: view.record.spec, state: view.state, alreadyRunning: true });
  out.answer(renderReady(view.record.spec, { detached: true }, out.paint));
  return true;
}

async function runDetached(plan: UpPlan, { host, out }: CommandContext): Promise<void> {
  const startedMs = host.clock.nowMs();
  await detachOrigin(host, plan);
  tellReady(plan, { detached: true, tookMs: host.clock.nowMs() - startedMs }, out);
}

async function runForeground(plan: UpPlan, { host, out }: CommandContext): Promise<void> {
  const startedMs = host.clock.nowMs();
  let children: () => number[] = () => [];
  const stop = listenForStop(() => {
    for (const pid of children()) host.kill(-pid, "SIGKILL");
  });
  await keepOrigin(host, plan, stop.signal, {
    log: (line) => out.note(out.paintNotes.dim(line)),
    async onClaimed(keeper) {
      children = keeper.childPids;
    },
    onReady: () => tellReady(plan, { detached: false, tookMs: host.clock.nowMs() - startedMs }, out),
  });
  stop.release();
  const failure = stop.failure();
  if (failure) throw failure;
}

function tellReady(
  plan: UpPlan,
  how: { detached: boolean; tookMs: number },
  out: CommandContext["out"],
): void {
  out.data("up", { instance: plan.instance, state: "running", alreadyRunning: false, readyMs: how.tookMs });
  out.answer(renderReady(plan.instance, how, out.paint));
}
