import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binary } from "./binary.ts";

export interface Answer {
  status: number;
  stdout: string;
  stderr: string;
}

export interface Running {
  pid: number;
  exited: Promise<number>;
  stdout: Promise<string>;
  stderr: Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

/** The compiled hlsctl with a home of its own; everything it left is looked at and removed at the end. */
export interface Sandbox extends AsyncDisposable {
  home: string;
  run(args: readonly string[], env?: Record<string, string>): Promise<Answer>;
  /** Starts a command that goes on. */
  start(args: readonly string[], env?: Record<string, string>): Running;
  /** Data of a `--json` answer; throws when the command failed. */
  json(args: readonly string[]): Promise<unknown>;
  /** Files below the runtime folder: what an instance must not leave behind. */
  runtimeFiles(): Promise<string[]>;
}

export async function openSandbox(): Promise<Sandbox> {
  const home = await mkdtemp(join(tmpdir(), "hlsctl-e2e-"));
  const program = await binary();
  const started: Running[] = [];

  function start(args: readonly string[], env: Record<string, string> = {}): Running {
    const child = Bun.spawn([program, ...args], {
      cwd: home,
      env: { PATH: `${process.env.PATH}:/usr/sbin`, HOME: home, HLSCTL_HOME: home, NO_COLOR: "1", ...env },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    const running = {
      pid: child.pid,
      exited: child.exited,
      stdout: child.stdout.text(),
      stderr: child.stderr.text(),
      kill: (signal: NodeJS.Signals) => child.kill(signal),
    };
    started.push(running);
    return running;
  }

  async function run(args: readonly string[], env?: Record<string, string>): Promise<Answer> {
    const child = start(args, env);
    const [status, stdout, stderr] = await Promise.all([child.exited, child.stdout, child.stderr]);
    return { status, stdout, stderr };
  }

  return {
    home,
    run,
    start,
    async json(args) {
      const { status, stdout, stderr } = await run([...args, "--json"]);
      if (status !== 0) throw new Error(`hlsctl ${args.join(" ")} ended with ${status}: ${stdout}${stderr}`);
      return JSON.parse(stdout).data;
    },
    runtimeFiles: () => readdir(join(home, "run"), { recursive: true }).catch(() => []),
    async [Symbol.asyncDispose]() {
      await run(["down", "--all"]);
      for (const child of started) child.kill("SIGKILL");
      await Promise.all(started.map((child) => child.exited));
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** A TCP port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/** Asks again until the answer holds or the time is over; returns the last answer. */
export async function eventually<T>(
  ask: () => Promise<T>,
  holds: (answer: T) => boolean,
  limitMs = 10_000,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (holds(answer) || Date.now() > deadline) return answer;
    await Bun.sleep(30);
  }
}

/** Whether something answers 200 there. */
export async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).status === 200;
  } catch {
    return false;
  }
}

/** A process that has ended but was not waited for by its parent does not run. */
export function isRunning(pid: number): boolean {
  const { stdout } = Bun.spawnSync(["ps", "-o", "stat=", "-p", String(pid)]);
  const state = stdout.toString().trim();
  return state !== "" && !state.startsWith("Z");
}
