import { basename } from "node:path";
import type { ExecOptions, ExecResult, Host, HostChild, SpawnOptions } from "../../lib/host/host.ts";

/** Stdout of a command that ended with 0 · its whole result · or a function of argv. `"hang"` in `problem` never ends. */
export type ExecAnswer =
  | string
  | ExecScript
  | ((argv: readonly string[], options: ExecOptions) => string | ExecScript | Promise<string | ExecScript>);

export type ExecScript = Partial<Omit<ExecResult, "problem">> & { problem?: ExecResult["problem"] | "hang" };

/** A spawned child, played by the test. */
export interface FakeChild extends HostChild {
  readonly argv: readonly string[];
  readonly options: SpawnOptions;
  /** What was written to its stdin. */
  readonly written: string[];
  readonly stdinClosed: boolean;
  readonly unreferenced: boolean;
  readonly running: boolean;
  /** Signals it was sent. `SIGKILL` always ends it; the others only while `obeys` is true. */
  readonly signals: string[];
  obeys: boolean;
  /** The child prints a line. */
  line(text: string, stream?: "stdout" | "stderr"): void;
  /** The child ends. */
  exit(status: number): void;
}

export interface FakeProcesses extends Pick<Host, "exec" | "spawn" | "kill"> {
  children: FakeChild[];
  answers: Record<string, ExecAnswer>;
  alive: Set<number>;
}

interface Script {
  exec?: Record<string, ExecAnswer>;
  onSpawn?: (child: FakeChild) => void;
}

const SIGNAL_NUMBERS = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 } as const;

export function fakeProcesses(log: string[], script: Script): FakeProcesses {
  const children: FakeChild[] = [];
  const alive = new Set<number>();
  const answers = { ...script.exec };
  return {
    children,
    alive,
    answers,
    async exec(argv, options = {}) {
      log.push(`exec ${argv.join(" ")}`);
      return settle(await answerFor(argv, options, answers));
    },
    spawn(argv, options) {
      log.push(`spawn ${argv.join(" ")}`);
      const child = fakeChild(4001 + children.length, argv, options);
      children.push(child);
      script.onSpawn?.(child);
      return child;
    },
    kill(pid, signal) {
      if (signal !== 0) log.push(`kill ${signal} ${pid}`);
      const child = children.find((one) => one.pid === Math.abs(pid));
      if (!child?.running) return alive.has(Math.abs(pid)) && (signal === 0 || alive.delete(Math.abs(pid)));
      if (signal !== 0) child.signals.push(signal);
      if (signal === "SIGKILL" || (signal !== 0 && child.obeys)) child.exit(128 + SIGNAL_NUMBERS[signal]);
      return true;
    },
  };
}

async function answerFor(
  argv: readonly string[],
  options: ExecOptions,
  answers: Record<string, ExecAnswer>,
): Promise<string | ExecScript> {
  const key = findKey(argv, Object.keys(answers));
  const answer = key === undefined ? undefined : answers[key];
  if (answer === undefined) return { problem: "missing" };
  return typeof answer === "function" ? answer(argv, options) : answer;
}

function findKey(argv: readonly string[], keys: readonly string[]): string | undefined {
  const [program = "", ...rest] = argv;
  const lines = [argv.join(" "), [basename(program), ...rest].join(" ")];
  const fits = (key: string) => lines.some((line) => line === key || line.startsWith(`${key} `));
  return keys.filter(fits).sort((a, b) => b.length - a.length)[0];
}

function settle(answer: string | ExecScript): ExecResult | Promise<never> {
  if (typeof answer === "string") return { status: 0, stdout: answer, stderr: "" };
  const { problem, stdout = "", stderr = "" } = answer;
  if (problem === "hang") return new Promise<never>(() => {});
  if (problem) return { status: undefined, stdout, stderr, problem };
  return { status: answer.status ?? 0, stdout, stderr };
}

function fakeChild(pid: number, argv: readonly string[], options: SpawnOptions): FakeChild {
  const { promise, resolve } = Promise.withResolvers<number>();
  const state = { stdinClosed: false, unreferenced: false, running: true };
  const written: string[] = [];
  return {
    pid,
    argv,
    options,
    written,
    signals: [],
    obeys: true,
    exited: promise,
    finished: promise,
    get stdinClosed() {
      return state.stdinClosed;
    },
    get unreferenced() {
      return state.unreferenced;
    },
    get running() {
      return state.running;
    },
    write: (text) => void written.push(text),
    closeStdin() {
      state.stdinClosed = true;
    },
    unref() {
      state.unreferenced = true;
    },
    line(text, stream = "stdout") {
      if (options.output.to === "pipe") options.output.onLine(text, stream);
    },
    exit(status) {
      state.running = false;
      resolve(status);
    },
  };
}
