import { Failure } from "../../errors.ts";
import { childEnv } from "../../host/bun-exec.ts";
import { errorCode } from "../../host/native.ts";

export interface ChildLines {
  onProgress(line: string): void;
  onLog(line: string): void;
}

export interface ChildEnd {
  /** Null: a signal ended it. */
  status: number | null;
  /** Processor time of its whole life. */
  cpuMs: number;
}

export interface FfmpegChild {
  readonly pid: number;
  /** When it is gone and all it said was read. */
  readonly ended: Promise<ChildEnd>;
  signal(name: "SIGTERM" | "SIGKILL"): void;
}

/** An FFmpeg in a session of its own, so that a terminal's Ctrl-C reaches hlsctl only. Throws `Failure("tool-missing")`. */
export function startChild(argv: readonly string[], lines: ChildLines): FfmpegChild {
  const child = spawn(argv);
  const reading = Promise.all([
    readLines(child.stdout, lines.onProgress),
    readLines(child.stderr, lines.onLog),
  ]);
  return {
    pid: child.pid,
    ended: Promise.all([child.exited, reading]).then(() => ({
      status: child.signalCode === null ? child.exitCode : null,
      cpuMs: Number(child.resourceUsage()?.cpuTime.total ?? 0n) / 1000,
    })),
    signal: (name) => child.kill(name),
  };
}

function spawn(argv: readonly string[]): Bun.Subprocess<"ignore", "pipe", "pipe"> {
  try {
    return Bun.spawn([...argv], {
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
      env: childEnv(),
      detached: true,
    });
  } catch (error) {
    throw new Failure("tool-missing", `Cannot start ${argv[0]}: ${errorCode(error)}`, {
      hint: "Run `hlsctl doctor` to see what this machine lacks.",
      cause: error,
    });
  }
}

/** A line without end is cut here. */
const LONGEST_LINE = 64 * 1024;

async function readLines(stream: ReadableStream<Uint8Array>, onLine: (line: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
    if (rest.length > LONGEST_LINE) rest = "";
  }
}
