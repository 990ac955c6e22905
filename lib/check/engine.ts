import type { ExecResult } from "../host/host.ts";
import type { CheckContext, ContainerEngine } from "./context.ts";
import { lastWords } from "./nix-command.ts";

/** Giving things back does not wait for a signal that has come, nor for ever. */
const CLEANING_LIMIT_MS = 30_000;

/** A program that answers for the check; `signal` and the check's time end it. */
export function engine(
  context: CheckContext,
  words: readonly string[],
  timeoutMs = 120_000,
): Promise<ExecResult> {
  return context.host.exec([engineOf(context).path, ...words], { timeoutMs, signal: context.signal });
}

/** Without the check's signal, for what must happen after it. */
function clean(context: CheckContext, words: readonly string[]): Promise<ExecResult> {
  return context.host.exec([engineOf(context).path, ...words], { timeoutMs: CLEANING_LIMIT_MS });
}

export type Loaded = { ok: true; image: string } | { ok: false; detail: string };

/**
 * Loads an archive whose image has that tag, lends it to `use`, and leaves the engine as it was: an image of that tag
 * that was there before gets its tag back.
 */
export async function withImage<T>(
  context: CheckContext,
  { archive, tag }: { archive: string; tag: string },
  use: (loaded: Loaded) => Promise<T>,
): Promise<T> {
  const before = await imageId(context, tag);
  try {
    const result = await engine(context, ["load", "--input", archive], 600_000);
    return await use(
      result.status === 0 ? { ok: true, image: tag } : { ok: false, detail: lastWords(result) },
    );
  } finally {
    await restoreTag(context, tag, before);
  }
}

async function restoreTag(context: CheckContext, tag: string, before: string | undefined): Promise<void> {
  const loaded = await imageId(context, tag, clean);
  if (loaded === undefined || loaded === before) return;
  if (before !== undefined) await clean(context, ["tag", before, tag]);
  await clean(context, ["rmi", before === undefined ? tag : loaded]);
}

async function imageId(context: CheckContext, tag: string, ask = engine): Promise<string | undefined> {
  const { status, stdout } = await ask(context, ["image", "inspect", "--format", "{{.Id}}", tag]);
  return status === 0 ? stdout.trim() : undefined;
}

export interface RunOptions {
  image: string;
  /** Options of `run`, before the image. */
  options?: readonly string[];
  /** Words for the program in the image. */
  args?: readonly string[];
}

let started = 0;

/** A name no other container has, which tells whose it is. */
function nameContainer({ host }: CheckContext): string {
  started += 1;
  return `hlsctl-check-${host.pid}-${host.clock.nowMs().toString(36)}-${started}`;
}

export type Started = { ok: true; name: string } | { ok: false; detail: string };

/** Starts a container in the background, lends it to `use` and removes it, whatever happened. */
export async function withContainer<T>(
  context: CheckContext,
  { image, options = [], args = [] }: RunOptions,
  use: (started: Started) => Promise<T>,
): Promise<T> {
  const name = nameContainer(context);
  try {
    const result = await engine(context, ["run", "--detach", "--name", name, ...options, image, ...args]);
    return await use(result.status === 0 ? { ok: true, name } : { ok: false, detail: lastWords(result) });
  } finally {
    await clean(context, ["rm", "--force", "--volumes", name]);
  }
}

/** Runs a container to its end and removes it, whatever happened. */
export async function runContainer(
  context: CheckContext,
  { image, options = [], args = [] }: RunOptions,
  timeoutMs?: number,
): Promise<ExecResult> {
  const name = nameContainer(context);
  try {
    return await engine(context, ["run", "--name", name, ...options, image, ...args], timeoutMs);
  } finally {
    await clean(context, ["rm", "--force", "--volumes", name]);
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

/** Waits for the health check to hold; false when it says unhealthy, or the container has ended. */
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
