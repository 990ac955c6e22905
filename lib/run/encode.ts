import { dirname, join } from "node:path";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { Step } from "../plan/plan.ts";
import { findDiskFull, quoteLastWords } from "./last-words.ts";
import { endChild } from "./supervise.ts";

type EncodeStep = Extract<Step, { kind: "encode-clip" }>;

export interface EncodeContext {
  log(line: string): void;
  signal: AbortSignal;
  /** The encoder came or went. */
  onPidChange(name: string, pid: number | undefined): void;
}

const LOCK_PAUSE_MS = 200;
const STOP_GRACE_MS = 2000;

/** Encodes a clip into the cache unless it is there; several hlsctl wait for the one that does it. */
export async function encodeClip(host: Host, step: EncodeStep, context: EncodeContext): Promise<void> {
  const folder = dirname(step.videoPath);
  await host.fs.makeDirectory(dirname(folder));
  await removeAbandoned(host, dirname(folder));
  const lock = await lockFolder(host, folder, context.signal);
  if (!lock) return;
  try {
    if (!(await isThere(host, step))) await encodeLocked(host, step, folder, context);
  } finally {
    await host.fs.remove(partialFolder(folder));
    lock.release();
  }
}

async function encodeLocked(
  host: Host,
  step: EncodeStep,
  folder: string,
  context: EncodeContext,
): Promise<void> {
  context.log(`encoding ${step.rendition} once`);
  const partial = partialFolder(folder);
  for (const path of [partial, folder]) await host.fs.remove(path);
  await host.fs.makeDirectory(partial);
  for (const argv of step.commands) {
    const words = argv.map((word) =>
      word.startsWith(`${folder}/`) ? join(partial, word.slice(folder.length + 1)) : word,
    );
    await runEncoder(host, words, step, context);
    if (context.signal.aborted) return;
  }
  await host.fs.rename(partial, folder);
}

/** What an hlsctl that was killed while it encoded has left: half a clip whose lock nobody holds. */
async function removeAbandoned(host: Host, clips: string): Promise<void> {
  for (const name of await host.fs.list(clips)) {
    if (!name.endsWith(".lock")) continue;
    const lock = host.native.lockFile(join(clips, name));
    if (!lock) continue;
    await host.fs.remove(partialFolder(join(clips, name.slice(0, -".lock".length))));
    lock.release();
  }
}

async function lockFolder(host: Host, folder: string, signal: AbortSignal) {
  while (!signal.aborted) {
    const lock = host.native.lockFile(`${folder}.lock`);
    if (lock) return lock;
    await host.clock.sleep(LOCK_PAUSE_MS, signal);
  }
  return undefined;
}

async function isThere(host: Host, step: EncodeStep): Promise<boolean> {
  const files = await Promise.all([host.fs.info(step.videoPath), host.fs.info(step.audioPath)]);
  return files.every((file) => file !== undefined && file.sizeBytes > 0);
}

/** Half-made clips have a folder of their own, so that a clip in the cache is always whole. */
function partialFolder(folder: string): string {
  return `${folder}.partial`;
}

async function runEncoder(
  host: Host,
  argv: readonly string[],
  step: EncodeStep,
  { signal, onPidChange }: EncodeContext,
): Promise<void> {
  const lines: string[] = [];
  const name = `encoder of ${step.rendition}`;
  const child = host.spawn(argv, { output: { to: "pipe", onLine: (line) => lines.push(line) } });
  onPidChange(name, child.pid);
  const stop = () => void endChild(host, child, STOP_GRACE_MS);
  signal.addEventListener("abort", stop, { once: true });
  const status = await child.exited;
  signal.removeEventListener("abort", stop);
  onPidChange(name, undefined);
  if (status !== 0 && !signal.aborted) throw encodeFailure(step, lines);
}

function encodeFailure({ rendition, videoPath }: EncodeStep, lines: readonly string[]): Failure {
  if (findDiskFull(lines) !== undefined) {
    const where = dirname(videoPath);
    return new Failure("disk-full", `There is no space left for the clip of ${rendition} in ${where}.`, {
      hint: "Free some space, or set XDG_CACHE_HOME to a folder on another file system.",
    });
  }
  return new Failure("encode-failed", `FFmpeg could not encode the clip of ${rendition}.`, {
    hint: quoteLastWords("FFmpeg", lines),
  });
}
