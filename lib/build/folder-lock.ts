import { join } from "node:path";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { errorCode } from "../host/native.ts";
import { writeFailure } from "./write-failure.ts";

/** Lies in a folder while it is written to. */
const LOCK_PATH = ".hlsctl-lock";
const PAUSE_MS = 50;
/** A flake is written in well under a second. */
const PATIENCE_MS = 10_000;

/**
 * Runs something while no other hlsctl writes to the folder, which is made if missing. Throws `Failure("folder-in-use")` when
 * another one does not come to its end, `Failure("directory-unwritable")`, `Failure("disk-full")`.
 */
export async function withFolderLocked<T>(host: Host, folder: string, run: () => Promise<T>): Promise<T> {
  const lock = await takeLock(host, folder);
  try {
    return await run();
  } finally {
    lock.release();
  }
}

async function takeLock(host: Host, folder: string): Promise<{ release(): void }> {
  const untilMs = host.clock.nowMs() + PATIENCE_MS;
  for (;;) {
    const lock = await tryLock(host, folder);
    if (lock) return lock;
    if (host.clock.nowMs() >= untilMs) throw inUse(folder);
    await host.clock.sleep(PAUSE_MS);
  }
}

/** Another user's lock is closed to this one. */
async function tryLock(host: Host, folder: string): Promise<{ release(): void } | undefined> {
  const path = join(folder, LOCK_PATH);
  try {
    await host.fs.makeDirectory(folder, 0o755);
    return host.native.lockFile(path);
  } catch (error) {
    const isThere = await host.fs.info(path).catch(() => undefined);
    if (errorCode(error) === "EACCES" && isThere) return undefined;
    throw writeFailure(error, folder);
  }
}

function inUse(folder: string): Failure {
  return new Failure("folder-in-use", `Another hlsctl is writing to ${folder}.`, {
    hint: `Try again when it is done. If there is none, remove ${join(folder, LOCK_PATH)}.`,
  });
}
