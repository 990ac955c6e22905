import type { ExecResult } from "../host/host.ts";
import type { CheckContext, ContainerEngine } from "./context.ts";
import { lastWords } from "./nix-command.ts";
import { settle } from "./settle.ts";
import { CONTAINER_LABEL, CONTAINER_PREFIX } from "./sweep.ts";

/** Giving things back does not wait for a signal that has come, nor for ever. */
const CLEANING_LIMIT_MS = 30_000;

const CREATE_LIMIT_MS = 120_000;

/** A program that answers for the check; `signal` and the check's time end it. */
export function engine(
  context: CheckContext,
  words: readonly string[],
  timeoutMs = 120_000,
): Promise<ExecResult> {
  return context.host.exec([engineOf(context).path, ...words], { timeoutMs, signal: context.signal });
}

/** Without the check's signal, for what must happen after it. */
export function clean(context: CheckContext, words: readonly string[]): Promise<ExecResult> {
  return context.host.exec([engineOf(context).path, ...words], { timeoutMs: CLEANING_LIMIT_MS });
}

export interface RunOptions {
  image: string;
  /** Options of `create`, before the image. */
  options?: readonly string[];
  /** Words for the program in the image. */
  args?: readonly string[];
}

let made = 0;

/** A name no other container has, which tells whose it is: `sweep.ts` reads it. */
function nameContainer({ host }: CheckContext): string {
  made += 1;
  return `${CONTAINER_PREFIX}${host.pid}-${host.clock.nowMs().toString(36)}-${made}`;
}

export type Started = { ok: true; name: string } | { ok: false; detail: string };

/** Starts a container in the background, lends it to `use` and removes it, whatever happened. */
export function withContainer<T>(
  context: CheckContext,
  run: RunOptions,
  use: (started: Started) => Promise<T>,
): Promise<T> {
  return withCreated(context, run, async (name, created) => {
    if (created.status !== 0) return use({ ok: false, detail: lastWords(created) });
    const result = await engine(context, ["start", name]);
    return use(result.status === 0 ? { ok: true, name } : { ok: false, detail: lastWords(result) });
  });
}

/** Runs a container to its end and removes it, whatever happened. */
export function runContainer(
  context: CheckContext,
  run: RunOptions,
  timeoutMs?: number,
): Promise<ExecResult> {
  return withCreated(context, run, async (name, created) =>
    created.status === 0 ? engine(context, ["start", "--attach", name], timeoutMs) : created,
  );
}

/** Made first and started then: of a `run` that is cut off nobody knows whether its container comes to be. */
async function withCreated<T>(
  context: CheckContext,
  { image, options = [], args = [] }: RunOptions,
  use: (name: string, created: ExecResult) => Promise<T>,
): Promise<T> {
  const { path, name: program } = engineOf(context);
  const name = nameContainer(context);
  const label = `${CONTAINER_LABEL}=${context.owner}`;
  const release = context.leavings.add({
    what: `the container ${name}`,
    remove: `${program} rm --force --volumes ${name}`,
  });
  let isOver = true;
  try {
    const making = await settle(
      context,
      [path, "create", "--name", name, "--label", label, ...options, image, ...args],
      { timeoutMs: CREATE_LIMIT_MS, what: `${program} making a container of ${image}` },
    );
    isOver = making.isOver;
    return await use(name, making.result);
  } finally {
    const { status, stderr } = await clean(context, ["rm", "--force", "--volumes", name]);
    if (isOver && (status === 0 || /no such container/i.test(stderr))) release();
  }
}

/** What the program in a container wrote last, of both streams. */
export async function logsOf(context: CheckContext, name: string): Promise<string> {
  const { stdout, stderr } = await clean(context, ["logs", "--tail", "12", name]);
  return Bun.stripANSI(`${stdout}${stderr}`).trim();
}

export async function inspect(context: CheckContext, name: string, format: string): Promise<string> {
  return (await engine(context, ["inspect", "--format", format, name])).stdout.trim();
}

/** Waits for the first verdict of the health check, `healthy` when it holds; else what it says, or what became of the container. */
export async function waitUntilHealthy(context: CheckContext, name: string): Promise<string> {
  while (!context.signal.aborted) {
    const state = await inspect(
      context,
      name,
      "{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}}",
    );
    const [status, health = "without a health check"] = state.split(" ");
    if (status !== "running" && status !== "created")
      return `it ${status === "" ? "is gone" : `has ${status}`}`;
    if (health !== "starting") return health;
    await context.host.clock.sleep(200, context.signal);
  }
  return "interrupted";
}

export function engineOf({ engine }: CheckContext): ContainerEngine {
  if (engine === undefined) throw new Error("a check of containers runs without an engine");
  return engine;
}
