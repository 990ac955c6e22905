import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { errorCode } from "../host/native.ts";
import type { GeneratedSource } from "./generated-source.ts";
import { PublishedFolder } from "./published-folder.ts";

export interface Publication {
  /** Resolves with the reason when it cannot go on, or with nothing when it was stopped. */
  readonly ended: Promise<Failure | undefined>;
  /** Removes every file it wrote, and the folders it had to make. */
  stop(): Promise<void>;
}

/** Later than that is worth a word in the log. */
const LATE_MS = 500;

/**
 * Writes the segments and playlists of a source into a folder, at the moment each segment is complete, for a server that
 * knows only files. Returns once the current window is there. Throws, or ends with, `Failure`: `disk-full` or
 * `directory-unwritable`.
 */
export async function publishMedia(
  host: Pick<Host, "clock">,
  source: GeneratedSource,
  hlsDir: string,
  log: (line: string) => void = () => {},
): Promise<Publication> {
  const startedMs = host.clock.nowMs();
  const folder = new PublishedFolder(source, hlsDir);
  const stopping = new AbortController();
  try {
    await folder.makeFolders();
    await folder.bringUp(source.window(startedMs), startedMs);
  } catch (error) {
    await folder.clear();
    throw publishFailure(error, hlsDir);
  }
  const follow = async () => {
    while (!stopping.signal.aborted) {
      const window = source.window(host.clock.nowMs());
      await folder.bringUp(window, startedMs);
      await folder.tidy(window);
      await waitForSegment(host, source, window.lastListed + 1, { log, signal: stopping.signal });
    }
  };
  const ended = follow().then(
    () => undefined,
    (error: unknown) => publishFailure(error, hlsDir),
  );
  return {
    ended,
    async stop() {
      stopping.abort();
      await ended.catch(() => {});
      await folder.clear();
    },
  };
}

/** Sleeps until segment n is complete, or the clock was set back before the one it follows. */
async function waitForSegment(
  { clock }: Pick<Host, "clock">,
  source: GeneratedSource,
  n: number,
  { log, signal }: { log(line: string): void; signal: AbortSignal },
): Promise<void> {
  const dueMs = source.completeMs(n);
  const previousMs = source.completeMs(n - 1);
  for (let nowMs = clock.nowMs(); nowMs < dueMs && nowMs >= previousMs; nowMs = clock.nowMs()) {
    if (signal.aborted) return;
    await clock.sleep(Math.ceil(dueMs - nowMs), signal);
  }
  const lateMs = Math.round(clock.nowMs() - dueMs);
  if (lateMs > LATE_MS && !signal.aborted) log(`segment ${n} is published ${lateMs} ms late`);
}

function publishFailure(error: unknown, hlsDir: string): Failure {
  const code = errorCode(error);
  if (code === "EUNKNOWN") throw error;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new Failure("disk-full", `There is no space left for segments in ${hlsDir} (${code}).`, {
      hint: "Free some space, choose another folder (--set server.hlsDir=DIR), or keep nothing on disk: --server embedded",
      cause: error,
    });
  }
  return new Failure("directory-unwritable", `Segments cannot be written to ${hlsDir} (${code}).`, {
    hint: "Give this user the right to write there, or choose another folder: --set server.hlsDir=DIR",
    cause: error,
  });
}
