import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const BINARY = resolve(import.meta.dir, "../../dist/hlsctl");

export interface Origin extends AsyncDisposable {
  pid: number;
  url: string;
  /** From starting the process to its word that the origin is ready. */
  readyMs: number;
}

/** Brings up `dist/hlsctl up …` with a home of its own. */
export async function bringUp(args: readonly string[], port: number): Promise<Origin> {
  const home = await mkdtemp(join(tmpdir(), "hlsctl-bench-"));
  const started = performance.now();
  const child = Bun.spawn([BINARY, "up", ...args, "--port", String(port)], {
    env: { ...process.env, HLSCTL_HOME: home, NO_COLOR: "1" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "ignore",
  });
  let said = "";
  for await (const chunk of child.stdout) {
    said += new TextDecoder().decode(chunk);
    if (said.includes("is ready")) break;
  }
  if (!said.includes("is ready"))
    throw new Error(`hlsctl up ${args.join(" ")} ended with ${await child.exited}`);
  return {
    pid: child.pid,
    url: `http://127.0.0.1:${port}`,
    readyMs: performance.now() - started,
    async [Symbol.asyncDispose]() {
      child.kill("SIGINT");
      await child.exited;
      await rm(home, { recursive: true, force: true });
    },
  };
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
