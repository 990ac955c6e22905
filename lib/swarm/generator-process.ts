import { childEnv } from "../host/bun-exec.ts";
import type { Order, Report } from "./protocol.ts";
import { readLines } from "./read-lines.ts";

/** A generator as its coordinator holds it. */
export interface GeneratorLink {
  readonly pid: number;
  order(order: Order): void;
  /** How it ended, after its last report: status, or 128 + signal number, and what it wrote to stderr last. */
  readonly ended: Promise<{ status: number; lastWords: readonly string[] }>;
  kill(): void;
}

const KEPT_LINES = 20;

/**
 * Starts this program again as a generator, in a session of its own: a Ctrl-C of the terminal is the coordinator's to answer.
 * When the coordinator dies, the pipe to stdin closes, and the generator ends.
 */
export function startGenerator(
  selfArgv: readonly string[],
  onReport: (report: Report) => void,
): GeneratorLink {
  const child = Bun.spawn([...selfArgv, "__generate"], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
    env: childEnv(),
    detached: true,
  });
  const words: string[] = [];
  const read = Promise.all([takeReports(child.stdout, onReport), keepWords(child.stderr, words)]);
  return {
    pid: child.pid,
    order: (order) => void tell(child.stdin, order),
    ended: Promise.all([child.exited, read]).then(([status]) => ({ status, lastWords: words })),
    kill: () => child.kill("SIGKILL"),
  };
}

/** One that has just ended reads no more; `ended` tells that. */
async function tell(stdin: Bun.FileSink, order: Order): Promise<void> {
  try {
    await Promise.all([stdin.write(`${JSON.stringify(order)}\n`), stdin.flush()]);
  } catch {}
}

async function takeReports(
  stream: ReadableStream<Uint8Array>,
  onReport: (report: Report) => void,
): Promise<void> {
  for await (const line of readLines(stream)) {
    const report = parseReport(line);
    if (report) onReport(report);
  }
}

/** A line that is cut off is the last one of a generator that died, which `ended` tells. */
function parseReport(line: string): Report | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isReport = typeof value === "object" && value !== null && "report" in value;
    return isReport ? (value as Report) : undefined;
  } catch {
    return undefined;
  }
}

async function keepWords(stream: ReadableStream<Uint8Array>, words: string[]): Promise<void> {
  for await (const line of readLines(stream)) {
    words.push(line);
    if (words.length > KEPT_LINES) words.shift();
  }
}
