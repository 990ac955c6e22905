import { type Check, type CheckResult, TIERS, type Tier } from "../check/check.ts";
import { keepLeavings } from "../check/leavings.ts";
import { runChecks } from "../check/run-checks.ts";
import { selectChecks } from "../check/select.ts";
import { EXIT, Failure } from "../errors.ts";
import type { BuildNotice, BuildView } from "../nix/progress.ts";
import { listenForStop } from "../run/signals.ts";
import { renderCheckList, renderResult, renderSummary } from "../ui/check.ts";
import { type NixProgress, openNixProgress } from "../ui/nix-progress.ts";
import { prepareChecks, readCatalogue } from "./check-context.ts";
import { renderCheckJunit } from "./check-junit.ts";
import { describeLeft, failureOfStop, tellCutOff } from "./check-left.ts";
import { type CommandContext, defineCommand, type ParsedArgs } from "./command.ts";
import { OUTPUT_ARGS } from "./common-args.ts";
import { NIX_ARGS } from "./nix-args.ts";
import { checkOutputs, writeOutput } from "./output-file.ts";

const CHECK_ARGS = {
  tier: {
    kind: "value",
    hint: "TIER",
    description:
      "How much: quick (evaluation and lint), build (and packages, containers, apps), full (and VMs, ISO)",
    options: TIERS,
  },
  only: {
    kind: "value",
    hint: "ID",
    description: "Only this check, or group of checks; may be repeated",
    repeatable: true,
    completes: "checks",
  },
  list: { kind: "flag", description: "List the checks and run none" },
  junit: { kind: "value", hint: "FILE", description: "Write the results as JUnit XML", completes: "files" },
  ...NIX_ARGS,
  ...OUTPUT_ARGS,
} as const;

export type CheckArgs = ParsedArgs<typeof CHECK_ARGS>;

export const checkCommand = defineCommand({
  name: "check",
  description:
    "Check for real that what the flake offers works here: profiles, packages, containers, VMs, ISO, apps",
  args: CHECK_ARGS,
  examples: [
    "hlsctl check",
    "hlsctl check --tier build --junit checks.xml",
    "hlsctl check --tier full --list",
    "hlsctl check --only containers/origin-plays --only cli",
  ],
  async run(args, context) {
    const { host, out } = context;
    const catalogue = await readCatalogue(host);
    const checks = selectChecks(catalogue.checks, { tier: tierOf(args.tier), only: args.only });
    if (args.list) return list(checks, context);
    await checkOutputs(host, [args.junit]);
    const leavings = keepLeavings();
    let kill = () => {};
    const stop = listenForStop(() => {
      kill();
      tellCutOff(leavings.list(), out);
    });
    const startedMs = host.clock.nowMs();
    const watcher = watchChecks(context, args.quiet);
    const prepared = await prepareChecks(host, {
      args,
      catalogue,
      checks,
      signal: stop.signal,
      onBuild: watcher.onBuild,
      leavings,
      tell: out.note,
      note: out.detail,
    });
    kill = () => prepared.context.control.kill();
    try {
      const results = await runChecks(checks, prepared.context, prepared.conditions, watcher).finally(
        prepared.dispose,
      );
      const run = { results, startedMs, durationMs: host.clock.nowMs() - startedMs };
      if (args.junit !== undefined) await writeOutput(host, args.junit, renderCheckJunit(run));
      const stopped = stop.failure();
      const left = leavings.list();
      if (left.length > 0 && stopped === undefined) out.warn(describeLeft(left));
      const failure =
        stopped === undefined ? failureOf(results, prepared.failure) : failureOfStop(stopped, left);
      return tell(run, failure, context);
    } finally {
      stop.release();
    }
  },
});

export interface CheckRun {
  results: readonly CheckResult[];
  startedMs: number;
  durationMs: number;
}

/** The parser has refused other words. */
function tierOf(word: string | undefined): Tier | undefined {
  return TIERS.find((tier) => tier === word);
}

function list(checks: readonly Check[], { out }: CommandContext): undefined {
  const rows = checks.map(({ id, tier, title, needs }) => ({ id, tier, title, needs }));
  out.data("check", { checks: rows });
  out.answer(renderCheckList(rows, out.paint));
}

/** A line for each check that is done, and how a build goes while it goes; Nix's warnings are the same for every check. */
function watchChecks({ host, out }: CommandContext, isQuiet: boolean) {
  let progress: NixProgress | undefined;
  return {
    onStart: ({ id, title }: Check) => out.detail(out.paintNotes.dim(`… ${id}  ${title}`)),
    onBuild(view: BuildView, notice: BuildNotice | undefined) {
      progress ??= openNixProgress({ out, isQuiet, env: host.env, nowMs: host.clock.nowMs });
      progress.show(view, notice?.kind === "warning" ? undefined : notice);
    },
    onEnd() {
      progress?.close();
      progress = undefined;
    },
    onResult: (result: CheckResult) =>
      out.note(renderResult(result, { paint: out.paintNotes, width: out.notesWidth })),
  };
}

/** The failure to end with: of checks first; then what made that checks which need Nix or the flake were skipped. */
function failureOf(results: readonly CheckResult[], ground: Failure | undefined): Failure | undefined {
  const failures = results.filter(({ outcome }) => outcome === "failed");
  const [first] = failures;
  if (first === undefined) return ground;
  const names = failures.map(({ id }) => id);
  const count = failures.length === 1 ? "1 check has" : `${failures.length} checks have`;
  return new Failure("check-failed", `${count} failed: ${names.join(", ")}.`, {
    hint: `Again, that alone: hlsctl check --only ${first.id} --verbose`,
    details: { failed: names },
  });
}

function tell(run: CheckRun, failure: Failure | undefined, { out }: CommandContext): number {
  const { results, durationMs } = run;
  const count = (outcome: CheckResult["outcome"]) => results.filter((one) => one.outcome === outcome).length;
  const summary = {
    passed: count("passed"),
    failed: count("failed"),
    skipped: count("skipped"),
    durationMs: Math.round(durationMs),
  };
  out.data("check", { summary, checks: results }, failure);
  out.answer(renderSummary(results, summary, { paint: out.paint, width: out.width }));
  if (failure) throw failure;
  return EXIT.ok;
}
