import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";
import { Failure } from "../errors.ts";
import type { ExecOptions, ExecResult, HostChild, SpawnOptions } from "./host.ts";
import { errorCode } from "./native.ts";

/** Bun reads instructions from `BUN_*` variables; children are given none of them. */
function childEnv(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith("BUN_"));
  return { ...Object.fromEntries(inherited.map(([key, value]) => [key, value ?? ""])), ...extra };
}

export async function execCommand(argv: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
  const { timeoutMs = 30_000, input, cwd, env, signal } = options;
  let child: Bun.Subprocess<"pipe" | "ignore", "pipe", "pipe">;
  try {
    child = Bun.spawn([...argv], {
      stdin: input === undefined ? "ignore" : new TextEncoder().encode(input),
      stdout: "pipe",
      stderr: "pipe",
      ...(cwd ? { cwd } : {}),
      ...(signal ? { signal } : {}),
      env: childEnv(env),
      timeout: timeoutMs,
      killSignal: "SIGKILL",
    }) as typeof child;
  } catch (error) {
    return {
      status: undefined,
      stdout: "",
      stderr: "",
      problem: errorCode(error) === "EACCES" ? "denied" : "missing",
    };
  }
  const started = performance.now();
  const [stdout, stderr] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  await child.exited;
  if (child.signalCode === null) return { status: child.exitCode ?? undefined, stdout, stderr };
  const problem = performance.now() - started >= timeoutMs ? "timeout" : "signal";
  return { status: undefined, stdout, stderr, problem };
}

export function spawnChild(argv: readonly string[], options: SpawnOptions): HostChild {
  const { output } = options;
  const logFd = output.to === "log" ? openSync(output.path, "a", 0o600) : undefined;
  const stream = output.to === "pipe" ? "pipe" : (logFd ?? "ignore");
  try {
    const child = Bun.spawn([...argv], {
      stdin: options.stdin ?? "ignore",
      stdout: stream,
      stderr: stream,
      ...(options.cwd ? { cwd: options.cwd } : {}),
      env: childEnv(options.env),
      detached: true,
    });
    if (output.to === "pipe") {
      void readLines(child.stdout, output.onLine);
      void readLines(child.stderr, output.onLine);
    }
    return describeChild(child);
  } catch (error) {
    throw new Failure("tool-missing", `Cannot start ${argv[0]}: ${errorCode(error)}`, {
      hint: "Run `hlsctl doctor` to see what this machine lacks.",
      cause: error,
    });
  } finally {
    if (logFd !== undefined) closeSync(logFd);
  }
}

function describeChild(child: Bun.Subprocess): HostChild {
  const stdin = typeof child.stdin === "object" ? child.stdin : undefined;
  return {
    pid: child.pid,
    exited: child.exited.then((status) =>
      child.signalCode ? 128 + (constants.signals[child.signalCode as NodeJS.Signals] ?? 0) : status,
    ),
    write(text) {
      stdin?.write(text);
      stdin?.flush();
    },
    closeStdin: () => void stdin?.end(),
    unref: () => child.unref(),
  };
}

async function readLines(stream: unknown, onLine: (line: string) => void): Promise<void> {
  if (!(stream instanceof ReadableStream)) return;
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  }
  if (rest) onLine(rest);
}
