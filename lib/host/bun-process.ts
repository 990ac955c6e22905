import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";
import { Failure } from "../errors.ts";
import { childEnv } from "./bun-exec.ts";
import type { HostChild, SpawnOptions } from "./host.ts";
import { errorCode } from "./native.ts";

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

/** A program that never ends its line is cut here, so that it cannot fill the memory. */
const LONGEST_LINE = 64 * 1024;

async function readLines(stream: unknown, onLine: (line: string) => void): Promise<void> {
  if (!(stream instanceof ReadableStream)) return;
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
    if (rest.length > LONGEST_LINE) {
      onLine(rest);
      rest = "";
    }
  }
  if (rest) onLine(rest);
}
