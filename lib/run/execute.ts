import { join } from "node:path";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { Step, UpPlan } from "../plan/plan.ts";
import { renderLive } from "../render/ffmpeg.ts";
import { nextLiveStartMs } from "../render/live-start.ts";
import { encodeClip } from "./encode.ts";
import { checkFolder, makeFolder, requireEmpty } from "./folders.ts";
import type { Keeper } from "./keeper.ts";
import { mediaFilesOf, oldestKept, removeExpired, removeMediaFiles } from "./media-files.ts";
import { startPublisher } from "./publisher.ts";
import { waitUntilReady } from "./ready.ts";
import { startServer } from "./server.ts";
import { type ChildSpec, type Supervised, supervise } from "./supervise.ts";
import { makeUndoStack, type UndoStack } from "./undo.ts";
import { verifyFiles } from "./verify-assets.ts";

export interface ExecuteContext {
  keeper: Keeper;
  log(line: string): void;
  signal: AbortSignal;
}

export interface RunningOrigin {
  /** Resolves with the reason when a part could not be kept alive. */
  readonly ended: Promise<Failure | undefined>;
  /** Ends everything in reverse order; what was made is gone when this returns. */
  stop(): Promise<void>;
}

interface Execution extends ExecuteContext {
  host: Host;
  plan: UpPlan;
  undo: UndoStack;
  supervised: Supervised[];
  /** The ends of all parts that can end by themselves. */
  ends: Promise<Failure | undefined>[];
  onPidChange(name: string, pid: number | undefined): void;
}

const STOP_GRACE_MS = 3000;
const KEEP_LIMIT_MS = 60_000;

/** Carries out the steps of a plan in order; when one fails, everything before it is undone and the failure thrown. */
export async function executePlan(host: Host, plan: UpPlan, context: ExecuteContext): Promise<RunningOrigin> {
  const execution: Execution = {
    ...context,
    host,
    plan,
    undo: makeUndoStack(),
    supervised: [],
    ends: [],
    onPidChange: (name, pid) => void context.keeper.setChild(name, pid),
  };
  const { undo, supervised, ends } = execution;
  const stop = async () => {
    for (const failure of await undo.unwind()) context.log(`while stopping: ${failure}`);
  };
  try {
    for (const step of plan.steps) {
      if (!context.signal.aborted) await executeStep(execution, step);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  for (const child of supervised) child.markReady();
  return { ended: Promise.race(ends), stop };
}

async function executeStep(execution: Execution, step: Step): Promise<void> {
  const { host, plan } = execution;
  switch (step.kind) {
    case "make-directory":
      return makeDirectory(execution, step);
    case "keep-result":
      return keepResult(execution, step);
    case "check-folder":
      return checkMediaFolder(execution, step.path, step.neededMB);
    case "write-file":
      return host.fs.writeText(step.path, step.text, step.mode);
    case "write-player":
      return writePlayer(host, plan, step.directory);
    case "encode-clip":
      return encodeClip(host, step, execution);
    case "publish":
      return publish(execution, step.hlsDir);
    case "start-encoder":
      return startChild(execution, encoderSpec(host, plan, step));
    case "start-nginx":
      return startChild(execution, { name: "nginx", argv: () => step.argv });
    case "serve":
      return step.workers > 1
        ? startWorkers(execution, step.workers)
        : push(execution, await startServer(host, plan, execution.log));
    case "wait-ready":
      return waitReady(execution, step.timeoutSec);
    default:
      return step satisfies never;
  }
}

function push({ undo }: Execution, part: { stop(): Promise<void> }): void {
  undo.push(() => part.stop());
}

async function publish(execution: Execution, hlsDir: string): Promise<void> {
  const publication = await startPublisher(execution.host, execution.plan, hlsDir, execution.log);
  execution.ends.push(publication.ended);
  push(execution, publication);
}

async function makeDirectory(
  execution: Execution,
  step: Extract<Step, { kind: "make-directory" }>,
): Promise<void> {
  const { host, keeper, undo } = execution;
  for (const path of await makeFolder(host, step.path, step.mode)) {
    if (step.undo === "keep" || isPrivate(execution, path)) continue;
    undo.push(() => host.fs.removeEmpty(path));
    await keeper.guardFolder(path);
  }
}

async function keepResult(
  { host, undo, signal }: Execution,
  { path, argv }: Extract<Step, { kind: "keep-result" }>,
): Promise<void> {
  undo.push(() => host.fs.remove(path));
  const { status, stderr } = await host.exec(argv, { timeoutMs: KEEP_LIMIT_MS, signal });
  if (status !== 0 && !signal.aborted) {
    throw new Failure("nix-unusable", `Nix made no link ${path} to what it built.`, {
      hint: stderr.trim() || undefined,
    });
  }
}

/** The media of a folder outside the private one are remembered, so that they go and all else stays. */
async function checkMediaFolder(execution: Execution, path: string, neededMB: number): Promise<void> {
  const { host, plan, keeper, undo } = execution;
  await checkFolder(host, path, neededMB);
  if (isPrivate(execution, path)) return;
  await requireEmpty(host, path);
  const files = mediaFilesOf(plan, path, host.clock.nowMs());
  undo.push(() => removeMediaFiles(host, files));
  await keeper.guardMedia(files);
}

/** The runtime folder goes as a whole. */
function isPrivate({ plan }: Execution, path: string): boolean {
  return path.startsWith(`${plan.instance.runtimeDir}/`);
}

async function writePlayer(host: Host, plan: UpPlan, directory: string): Promise<void> {
  const { playerAssets } = await import("../origin/player/assets.ts");
  const pages = Object.entries(playerAssets(plan.configuration.config.hls.masterPlaylist));
  for (const [path, content] of [
    ...pages.map(([path, { body }]) => [path.endsWith("/") ? `${path}index.html` : path, body] as const),
    ...verifyFiles(host, plan),
  ]) {
    const file = join(directory, path);
    await host.fs.makeDirectory(join(file, ".."));
    if (typeof content === "string") await host.fs.writeText(file, content);
    else await host.fs.writeBytes(file, content);
  }
}

type EncoderStep = Extract<Step, { kind: "start-encoder" }>;

/** A live encoder starts on a segment boundary, so that numbers and timestamps are those of the wall clock. */
function encoderSpec(host: Host, plan: UpPlan, step: EncoderStep): ChildSpec {
  const { segmentDuration } = plan.configuration.config.hls;
  const files = mediaFilesOf(plan, step.outputDir, host.clock.nowMs());
  return {
    name: "ffmpeg",
    argv: () => [
      step.ffmpeg,
      ...renderLive(plan.configuration, { outputDir: step.outputDir, nowMs: host.clock.nowMs() }),
    ],
    async beforeStart(signal) {
      const nowMs = host.clock.nowMs();
      await removeExpired(host, files, oldestKept(plan, nowMs));
      await host.clock.sleep(nextLiveStartMs(nowMs, segmentDuration) - host.clock.nowMs(), signal);
    },
  };
}

function startChild(execution: Execution, spec: ChildSpec): void {
  const { host, log, onPidChange, supervised, ends, undo } = execution;
  const child = supervise(host, spec, { log, onPidChange });
  supervised.push(child);
  ends.push(child.ended);
  undo.push(() => child.stop(STOP_GRACE_MS));
}

/** Worker processes share the port; each is handed the plan on its stdin. */
function startWorkers(execution: Execution, workers: number): void {
  const { host, plan } = execution;
  const input = JSON.stringify(plan);
  for (let worker = 1; worker <= workers; worker += 1) {
    startChild(execution, { name: `worker-${worker}`, argv: () => [...host.selfArgv, "__serve"], input });
  }
}

async function waitReady({ host, plan, signal, ends }: Execution, timeoutSec: number): Promise<void> {
  const giveUp = new AbortController();
  const ready = waitUntilReady(host, plan.instance.urls, {
    timeoutMs: timeoutSec * 1000,
    signal: AbortSignal.any([signal, giveUp.signal]),
  });
  const early = await Promise.race([ready.then(() => undefined), ...ends]);
  giveUp.abort();
  await ready;
  if (early) throw early;
}
