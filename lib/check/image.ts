import type { ExecResult } from "../host/host.ts";
import type { CheckContext } from "./context.ts";
import { clean, engineOf } from "./engine.ts";
import { lastWords } from "./nix-command.ts";
import { settle } from "./settle.ts";

const LOAD_LIMIT_MS = 600_000;

/** An image whose load was cut off may still appear. */
const APPEARS_WITHIN_MS = 20_000;
const RETRY_MS = 500;

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
  const { path, name } = engineOf(context);
  const found = await inspectTag(context, tag);
  if (found.status === undefined) return use({ ok: false, detail: lastWords(found) });
  const before = idOf(found);
  const release = context.leavings.add({
    what: `the image ${tag}${before === undefined ? "" : ", in place of the one that was there"}`,
    remove: before === undefined ? `${name} rmi ${tag}` : `${name} tag ${before} ${tag}`,
  });
  let isOver = true;
  try {
    const what = `${name} loading ${tag}`;
    const loading = await settle(context, [path, "load", "--input", archive], {
      timeoutMs: LOAD_LIMIT_MS,
      what,
    });
    isOver = loading.isOver;
    const { result } = loading;
    return await use(
      result.status === 0 ? { ok: true, image: tag } : { ok: false, detail: lastWords(result) },
    );
  } finally {
    if (await restoreTag(context, tag, { before, isOver })) release();
  }
}

/** Whether the engine is as it was, for certain. */
async function restoreTag(
  context: CheckContext,
  tag: string,
  { before, isOver }: { before: string | undefined; isOver: boolean },
): Promise<boolean> {
  const loaded = await waitForChange(context, tag, { before, waitMs: isOver ? 0 : APPEARS_WITHIN_MS });
  if (loaded === undefined || loaded === before) return isOver;
  if (before !== undefined && (await clean(context, ["tag", before, tag])).status !== 0) return false;
  return (await clean(context, ["rmi", before === undefined ? tag : loaded])).status === 0;
}

/** The image of the tag, once it is another than before or the time is over. */
async function waitForChange(
  context: CheckContext,
  tag: string,
  { before, waitMs }: { before: string | undefined; waitMs: number },
): Promise<string | undefined> {
  const { clock } = context.host;
  const deadline = clock.nowMs() + waitMs;
  for (;;) {
    const id = idOf(await inspectTag(context, tag));
    if ((id !== undefined && id !== before) || clock.nowMs() >= deadline) return id;
    await clock.sleep(RETRY_MS);
  }
}

/** Whatever has been interrupted: what there was before must be known for certain. */
function inspectTag(context: CheckContext, tag: string): Promise<ExecResult> {
  return clean(context, ["image", "inspect", "--format", "{{.Id}}", tag]);
}

function idOf({ status, stdout }: ExecResult): string | undefined {
  return status === 0 ? stdout.trim() : undefined;
}
