import { Failure } from "../errors.ts";
import type { Host, HostChild } from "../host/host.ts";
import { buildCommand, logArgv, type NixCall, type NixCommand } from "../nix/build-argv.ts";
import { classifyTrouble } from "../nix/classify.ts";
import { buildFailure, TOLD_LOG_LINES } from "../nix/failure.ts";
import { makeNixReader, type NixEvent, plainLine } from "../nix/internal-json.ts";
import { type BuildNotice, type BuildTracker, type BuildView, trackBuild } from "../nix/progress.ts";
import { toldLine } from "../nix/told-line.ts";
import { startWatchdog } from "../run/watchdog.ts";
import { groupsBelow } from "./builder-groups.ts";

/** How a call of Nix is ended, and what it is for. */
export interface NixConduct {
  signal: AbortSignal;
  /** `kill` ends Nix and all builders at once; set while there is something to kill. */
  control: { kill(): void };
  /** In the user's words: `test-origin-container`. */
  wanted: string;
  onProgress(view: BuildView, notice: BuildNotice | undefined): void;
}

export interface BuiltOutput {
  attribute: string;
  drvPath: string;
  /** Name of the output (`out`) → path in the store. */
  outputs: Readonly<Record<string, string>>;
}

/**
 * Builds one attribute of a flake. `outLink` becomes a link to the result that keeps it from the garbage collection.
 * Throws `Failure`s: `build-failed` with the end of the log, `download-failed`, `disk-full`, `system-unbuildable`, `interrupted` …
 */
export async function buildOutput(
  host: Host,
  call: NixCall & { outLink: string | null },
  conduct: NixConduct,
): Promise<BuiltOutput> {
  const { answer } = await runNix(host, buildCommand(call, call.outLink), conduct);
  return { attribute: call.attribute, ...answer };
}

export interface NixAnswer {
  answer: Pick<BuiltOutput, "drvPath" | "outputs">;
  /** All messages, in their order. */
  messages: string[];
}

/** Runs a `nix build --json` to its end; whatever the end, even of hlsctl itself, none of its processes is left. */
export async function runNix(host: Host, command: NixCommand, conduct: NixConduct): Promise<NixAnswer> {
  const { signal, control, wanted } = conduct;
  if (signal.aborted) throw interruption();
  const tracker = trackBuild();
  const ears = listen(host, tracker, conduct);
  const child = host.spawn(command.argv, { output: { to: "pipe", onLine: ears.onLine }, cwd: command.cwd });
  const watchdog = startWatchdog(host, null);
  watchdog.guardGroups([child.pid]);
  let groups: readonly number[] = [];
  const kill = {
    builders: () => {
      for (const pid of groups) host.kill(-pid, "SIGKILL");
    },
    all: () => {
      for (const pid of [child.pid, ...groups]) host.kill(-pid, "SIGKILL");
    },
  };
  control.kill = kill.all;
  const end = async () => {
    groups = await groupsBelow(host, child.pid);
    await endNix(host, child, kill);
  };
  let ending: Promise<void> | undefined;
  const abort = () => {
    ending = end();
  };
  signal.addEventListener("abort", abort, { once: true });
  try {
    const status = await child.finished;
    await ending;
    if (signal.aborted) throw interruption();
    if (status !== 0) throw await explain(host, { tracker, status, wanted, argv: command.argv });
    return { answer: parseAnswer(ears.stdout()), messages: ears.messages };
  } finally {
    signal.removeEventListener("abort", abort);
    control.kill = () => {};
    void watchdog.dismiss();
  }
}

/** Nix ends its builders within milliseconds, but old releases wait for one that says nothing. */
const BUILDER_GRACE_MS = 800;
const NIX_GRACE_MS = 8000;

async function endNix(
  host: Host,
  child: HostChild,
  kill: { builders: () => void; all: () => void },
): Promise<void> {
  host.kill(-child.pid, "SIGTERM");
  if (!(await hasEnded(host, child, BUILDER_GRACE_MS))) kill.builders();
  const isDone = await hasEnded(host, child, NIX_GRACE_MS);
  // What Nix ended is gone by now; a builder it lost is not.
  kill.all();
  if (!isDone) await child.exited;
}

async function hasEnded(host: Host, child: HostChild, withinMs: number): Promise<boolean> {
  const patience = new AbortController();
  const isDone = await Promise.race([
    child.exited.then(() => true),
    host.clock.sleep(withinMs, patience.signal).then(() => false),
  ]);
  patience.abort();
  return isDone;
}

function interruption(): Failure {
  return new Failure("interrupted", "The build was interrupted; nothing of it is left running.");
}

function listen(host: Host, tracker: BuildTracker, { signal, onProgress }: NixConduct) {
  const read = makeNixReader();
  const messages: string[] = [];
  let stdout = "";
  const take = (event: NixEvent) => {
    if (event.kind === "message" || event.kind === "line") messages.push(event.text);
    const notice = tracker.take(event, host.clock.nowMs());
    // What ends now was stopped, whatever Nix calls it.
    onProgress(tracker.view(), signal.aborted && notice?.kind === "build-ended" ? undefined : notice);
  };
  return {
    messages,
    stdout: () => stdout,
    onLine(line: string, stream: "stdout" | "stderr") {
      if (stream === "stdout") stdout += line;
      const event = stream === "stderr" ? read(line) : undefined;
      if (event) take(event);
    },
  };
}

interface Ended {
  tracker: BuildTracker;
  status: number;
  wanted: string;
  argv: readonly string[];
}

async function explain(host: Host, { tracker, status, wanted, argv }: Ended): Promise<Failure> {
  const said = tracker.said();
  const words = { said, status, wanted, isOffline: argv.includes("--offline") };
  const trouble = classifyTrouble({ ...words, logOf: tracker.logOf });
  const { drvPath } = trouble;
  if (drvPath === null) return buildFailure(trouble, { log: [], said, argv });
  const seen = tracker.logOf(drvPath);
  const log = seen.length > 0 ? seen : await readLog(host, argv[0] ?? "nix", drvPath);
  const second = classifyTrouble({ ...words, logOf: () => log });
  return buildFailure(second, { log, said, argv });
}

/** A builder on another machine, or of an earlier call, was not heard. */
async function readLog(host: Host, nix: string, drvPath: string): Promise<string[]> {
  const { status, stdout } = await host.exec(logArgv(nix, drvPath), { timeoutMs: 15_000 });
  return status === 0 ? stdout.trimEnd().split("\n").slice(-TOLD_LOG_LINES).map(plainLine).map(toldLine) : [];
}

function parseAnswer(stdout: string): NixAnswer["answer"] {
  const [first] = parseList(stdout);
  const { drvPath, outputs } = first ?? {};
  if (typeof drvPath === "string" && isOutputs(outputs)) return { drvPath, outputs };
  throw new Failure("nix-unusable", `Nix's answer cannot be read: ${stdout.slice(0, 200) || "it is empty"}`, {
    hint: "`hlsctl doctor` tells which Nix this is.",
  });
}

function parseList(text: string): Record<string, unknown>[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function isOutputs(value: unknown): value is Record<string, string> {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((path) => typeof path === "string")
  );
}
