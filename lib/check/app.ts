import { groupsBelow } from "../build/builder-groups.ts";
import type { ExecResult, HostChild } from "../host/host.ts";
import type { CheckContext } from "./context.ts";
import { appArgv, homeEnv } from "./nix-command.ts";

export interface RunningApp {
  child: HostChild;
  /** What it has written, line by line. */
  lines: { text: string; stream: "stdout" | "stderr" }[];
  /** Aborted when it has ended. */
  ended: AbortSignal;
}

/** Runs an app of the flake to its end, or to that of the check. */
export function runApp(context: CheckContext, app: string, args: readonly string[]): Promise<ExecResult> {
  return withProgram(context, appArgv(context, app, args), context.flake, async ({ child, lines }) => {
    const { signal } = context;
    const over = new Promise<undefined>((resolve) => {
      signal.addEventListener("abort", () => resolve(undefined), { once: true });
    });
    const status = signal.aborted ? undefined : await Promise.race([child.finished, over]);
    const textOf = (stream: string) =>
      lines.flatMap((line) => (line.stream === stream ? line.text : [])).join("\n");
    const output = { stdout: textOf("stdout"), stderr: textOf("stderr") };
    return status === undefined ? { status, ...output, problem: "signal" } : { status, ...output };
  });
}

/**
 * Starts a program, lends it and ends it with everything below it: builders of `nix run`, an origin and what it started have
 * sessions of their own.
 */
export async function withProgram<T>(
  context: CheckContext,
  argv: readonly string[],
  cwd: string,
  use: (app: RunningApp) => Promise<T>,
): Promise<T> {
  const { host } = context;
  const lines: RunningApp["lines"] = [];
  const onLine = (text: string, stream: "stdout" | "stderr") => void lines.push({ text, stream });
  const child = host.spawn(argv, { cwd, env: homeEnv(context), output: { to: "pipe", onLine } });
  const ended = new AbortController();
  void child.exited.then(() => ended.abort());
  try {
    return await use({ child, lines, ended: ended.signal });
  } finally {
    if (!ended.signal.aborted) {
      const groups = await groupsBelow(host, child.pid);
      for (const group of [child.pid, ...groups]) host.kill(-group, "SIGKILL");
      await child.exited;
    }
  }
}

/** What it wrote last, of both streams. */
export function wordsOf({ lines }: Pick<RunningApp, "lines">, count = 16): string {
  return Bun.stripANSI(
    lines
      .slice(-count)
      .map(({ text }) => text)
      .join("\n"),
  );
}
