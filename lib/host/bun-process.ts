import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";
import { Failure } from "../errors.ts";
import { childEnv } from "./bun-exec.ts";
import type { HostChild, OnLine, SpawnOptions } from "./host.ts";
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
    const lines = output.to === "pipe" ? readStreams(child, output.onLine) : Promise.resolve();
    return describeChild(child, lines);
  } catch (error) {
    throw new Failure("tool-missing", `Cannot start ${argv[0]}: ${errorCode(error)}`, {
      hint: "Run `hlsctl doctor` to see what this machine lacks.",
      cause: error,
    });
  } finally {
    if (logFd !== undefined) closeSync(logFd);
  }
}

async function readStreams(child: Bun.Subprocess, onLine: OnLine): Promise<void> {
  await Promise.all([
    readLines(child.stdout, (line) => onLine(line, "stdout")),
    readLines(child.stderr, (line) => onLine(line, "stderr")),
  ]);
}

/** A child may end while a grandchild still holds its pipe; that long we wait for last words. */
const LAST_WORDS_MS = 250;

function describeChild(child: Bun.Subprocess, lines: Promise<void>): HostChild {
  const stdin = typeof child.stdin === "object" ? child.stdin : undefined;
  const exited = child.exited.then((status) =>
    child.signalCode ? 128 + (constants.signals[child.signalCode as NodeJS.Signals] ?? 0) : status,
  );
  return {
    pid: child.pid,
    exited,
    get finished() {
      return exited.then(async (status) => {
        await Promise.race([lines, Bun.sleep(LAST_WORDS_MS)]);
        return status;
      });
    },
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
