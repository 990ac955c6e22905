import { homedir } from "node:os";
import { delimiter } from "node:path";
import { execCommand } from "./bun-exec.ts";
import { bunFs } from "./bun-fs.ts";
import { spawnChild } from "./bun-process.ts";
import type { Host, HttpAnswer } from "./host.ts";
import { bunNative } from "./native.ts";

const SYSTEM_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/opt/homebrew/bin", "/usr/local/bin"];

/** The machine hlsctl runs on. */
export const bunHost: Host = {
  platform: process.platform === "darwin" ? "darwin" : "linux",
  arch: process.arch === "arm64" ? "arm64" : "x64",
  env: process.env,
  pid: process.pid,
  uid: process.getuid?.() ?? 0,
  cwd: process.cwd(),
  homeDir: homeDirectory(),
  // With the flags of this Bun, so that children too leave bunfig.toml and .env of the user's folder alone.
  selfArgv: Bun.isStandaloneExecutable
    ? [process.execPath]
    : [process.execPath, ...process.execArgv, Bun.main],
  clock: { nowMs: () => Date.now(), sleep },
  fs: bunFs,
  native: bunNative,
  exec: execCommand,
  spawn: spawnChild,
  kill(pid, signal) {
    try {
      return process.kill(pid, signal);
    } catch {
      return false;
    }
  },
  async which(name) {
    const folders = [process.env.PATH ?? "", ...SYSTEM_FOLDERS].filter(Boolean).join(delimiter);
    return Bun.which(name, { PATH: folders }) ?? undefined;
  },
  get: httpGet,
  canBind,
};

/** A user without HOME and without an entry in the list of users has none, as in a container started with a bare uid. */
function homeDirectory(): string {
  if (process.env.HOME) return process.env.HOME;
  try {
    return homedir();
  } catch {
    return "/";
  }
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done, { once: true });
  });
}

async function httpGet(url: string, timeoutMs: number): Promise<HttpAnswer> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(timeoutMs),
      proxy: "",
      redirect: "manual",
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { status: response.status, headers: Object.fromEntries(response.headers), bytes };
  } catch (error) {
    return {
      status: 0,
      headers: {},
      bytes: new Uint8Array(),
      error: error instanceof Error ? error.message : String(error),
    };
  }
}

async function canBind(address: string, port: number): Promise<boolean> {
  try {
    const listener = Bun.listen({ hostname: address, port, exclusive: true, socket: { data() {} } });
    listener.stop(true);
    return true;
  } catch {
    return false;
  }
}
