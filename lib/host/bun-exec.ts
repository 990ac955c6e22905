import type { ExecOptions, ExecResult } from "./host.ts";
import { errorCode } from "./native.ts";

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** A child may end while a grandchild still holds its pipe; that long we wait for last words. */
const LAST_WORDS_MS = 250;

type Problem = NonNullable<ExecResult["problem"]>;
type ExecChild = Bun.Subprocess<"ignore" | Uint8Array, "pipe", "pipe">;

/** Bun reads instructions from `BUN_*` variables; children are given none of them. */
export function childEnv(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith("BUN_"));
  return { ...Object.fromEntries(inherited.map(([key, value]) => [key, value ?? ""])), ...extra };
}

/**
 * Runs a command to its end and collects what it prints. The limits hold for the whole family: the command gets a
 * session of its own, a limit kills the group, and nobody waits for a pipe that a stray grandchild keeps open.
 */
export async function execCommand(argv: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
  if (options.signal?.aborted) return failed("signal");
  const child = start(argv, options);
  if (typeof child === "string") return failed(child);
  const limit = watchLimits(child, options);
  const { maxOutputBytes = DEFAULT_MAX_OUTPUT_BYTES } = options;
  const overflow = () => limit.stop("overflow");
  const stdout = collect(child.stdout, maxOutputBytes, overflow);
  const stderr = collect(child.stderr, maxOutputBytes, overflow);
  try {
    await Promise.race([limit.stopped, finished(child, [stdout.ended, stderr.ended])]);
  } finally {
    limit.release();
    stdout.cancel();
    stderr.cancel();
  }
  return describe(child, limit.problem(), { stdout: stdout.text(), stderr: stderr.text() });
}

function start(argv: readonly string[], options: ExecOptions): ExecChild | Problem {
  const { input, cwd, env } = options;
  try {
    return Bun.spawn([...argv], {
      stdin: input === undefined ? "ignore" : new TextEncoder().encode(input),
      stdout: "pipe",
      stderr: "pipe",
      ...(cwd ? { cwd } : {}),
      env: childEnv(env),
      detached: true,
    });
  } catch (error) {
    return errorCode(error) === "ENOENT" ? "missing" : "denied";
  }
}

function failed(problem: Problem): ExecResult {
  return { status: undefined, stdout: "", stderr: "", problem };
}

/** Groups still running: this process takes them along when it ends. */
const running = new Set<number>();

process.on("exit", () => {
  for (const pid of running) killGroup(pid);
});

function watchLimits(child: ExecChild, options: ExecOptions) {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, signal } = options;
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  let problem: Problem | undefined;
  const stop = (why: Problem) => {
    problem ??= why;
    killGroup(child.pid);
    resolve();
  };
  const abort = () => stop("signal");
  const timer = setTimeout(() => stop("timeout"), timeoutMs);
  signal?.addEventListener("abort", abort, { once: true });
  running.add(child.pid);
  return {
    stop,
    stopped,
    problem: () => problem,
    release() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      running.delete(child.pid);
    },
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {}
}

async function finished(child: ExecChild, streams: readonly Promise<void>[]): Promise<void> {
  await child.exited;
  await Promise.race([Promise.all(streams), Bun.sleep(LAST_WORDS_MS)]);
}

function collect(stream: ReadableStream<Uint8Array>, maxBytes: number, onOverflow: () => void) {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const read = async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      chunks.push(value.subarray(0, Math.max(0, maxBytes - length)));
      length += value.length;
      if (length > maxBytes) return onOverflow();
    }
  };
  return {
    ended: read().catch(() => {}),
    cancel: () => void reader.cancel().catch(() => {}),
    text: () => new TextDecoder().decode(Buffer.concat(chunks)),
  };
}

function describe(
  child: ExecChild,
  problem: Problem | undefined,
  output: { stdout: string; stderr: string },
): ExecResult {
  if (problem) return { status: undefined, ...output, problem };
  if (child.signalCode !== null) return { status: undefined, ...output, problem: "signal" };
  return { status: child.exitCode ?? undefined, ...output };
}
