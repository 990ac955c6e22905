import { join } from "node:path";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { UpPlan } from "../plan/plan.ts";
import { claimPort } from "./free-port.ts";
import { identityOf, isAlive } from "./identity.ts";
import type { InstanceRecord } from "./instance-record.ts";
import {
  cleanUpAfter,
  filesOf,
  forgetInstance,
  type InstanceLock,
  readRecord,
  takeLock,
  writeRecord,
} from "./instance-store.ts";
import { type LogFile, openLogFile } from "./log-file.ts";
import type { MediaFiles } from "./media-files.ts";
import { ensurePrivateDirectory } from "./private-directory.ts";
import { startWatchdog, type Watchdog } from "./watchdog.ts";

/** The hold one hlsctl has on an instance: its lock, its record, its log and the watchdog that outlives it. */
export interface Keeper {
  readonly log: LogFile;
  setStatus(status: InstanceRecord["status"]): Promise<void>;
  setChild(name: string, pid: number | undefined): Promise<void>;
  /** A folder made outside the private one, which goes when the instance does and it is empty. */
  guardFolder(path: string): Promise<void>;
  /** Files outside the private folder that go when the instance does. */
  guardMedia(files: MediaFiles): Promise<void>;
  /** Pids of the children that run now. */
  childPids(): number[];
  /** Lets go: forgets the instance, or with a failure leaves record and log to be looked at. */
  release(failure?: Failure): Promise<void>;
}

const BUSY_TRIES = 40;
const BUSY_PAUSE_MS = 50;
const MEND_PAUSE_MS = 2000;

/** Claims the instance of a plan; throws when its name or its port is taken. */
export async function claimInstance(host: Host, plan: UpPlan): Promise<Keeper> {
  const { name } = plan.instance;
  const locks = [await lockPatiently(host, name)];
  try {
    const old = await readRecord(host, name);
    if (old) await cleanUpAfter(host, old);
    await forgetInstance(host, name);
    locks.push(await claimPort(host, plan.instance));
    await ensurePrivateDirectory(host, join(plan.instance.runtimeDir, ".."));
    await ensurePrivateDirectory(host, plan.instance.runtimeDir);
    return await openKeeper(host, plan, locks);
  } catch (error) {
    for (const lock of locks) lock.release();
    throw error;
  }
}

/** A `ps` at work holds locks for a moment; an instance holds its own for life. */
async function lockPatiently(host: Host, name: string): Promise<InstanceLock> {
  for (let attempt = 0; attempt < BUSY_TRIES; attempt += 1) {
    const lock = await takeLock(host, name);
    if (lock) return lock;
    const holder = await readRecord(host, name);
    if (holder && (await isAlive(host, holder.keeper))) break;
    await host.clock.sleep(BUSY_PAUSE_MS);
  }
  throw new Failure("instance-busy", `Another hlsctl holds the instance "${name}".`, {
    hint: "`hlsctl ps` shows what runs.",
  });
}

async function openKeeper(host: Host, plan: UpPlan, locks: readonly InstanceLock[]): Promise<Keeper> {
  const { name, runtimeDir } = plan.instance;
  const files = filesOf(host, name);
  const keeper = await identityOf(host, host.pid);
  if (!keeper) throw new Error("this process cannot see itself");
  const record: InstanceRecord = {
    schema: "hlsctl/instance/v1",
    spec: plan.instance,
    fingerprint: plan.fingerprint,
    status: "starting",
    startedAt: new Date(host.clock.nowMs()).toISOString(),
    keeper,
    children: [],
    made: [],
    media: null,
    failure: null,
  };
  await writeRecord(host, record);
  const watchdog = startWatchdog(host, runtimeDir);
  return keep(host, { record, locks, watchdog, log: openLogFile(host, files.log) });
}

interface Hold {
  record: InstanceRecord;
  /** Of its name and of its port. */
  locks: readonly InstanceLock[];
  watchdog: Watchdog;
  log: LogFile;
}

function keep(host: Host, hold: Hold): Keeper {
  const { record, locks, watchdog, log } = hold;
  const pids = new Map<string, number>();
  const released = new AbortController();
  let writing = Promise.resolve();

  /** A record that cannot be written for the moment ends no origin: locks and the watchdog hold without it. */
  function save(): Promise<void> {
    const snapshot = structuredClone(record);
    writing = writing
      .then(() => writeRecord(host, snapshot))
      .catch((error: unknown) => log.write(`the record of this instance cannot be written: ${error}`));
    return writing;
  }

  /** Without its record a running instance could not be found: one that somebody damaged is written again. */
  async function mendRecord(): Promise<void> {
    while (!released.signal.aborted) {
      await host.clock.sleep(MEND_PAUSE_MS, released.signal);
      const isThere = (await readRecord(host, record.spec.name)) !== undefined;
      if (!isThere && !released.signal.aborted) await save();
    }
  }

  void mendRecord();
  return {
    log,
    childPids: () => [...pids.values()],
    async setStatus(status) {
      record.status = status;
      await save();
    },
    async setChild(name, pid) {
      if (pid === undefined) pids.delete(name);
      else pids.set(name, pid);
      watchdog.guardGroups([...pids.values()]);
      const process = pid === undefined ? undefined : await identityOf(host, pid);
      record.children = record.children.filter((child) => child.name !== name);
      if (process) record.children.push({ name, process });
      await save();
    },
    async guardFolder(path) {
      record.made.push(path);
      await save();
    },
    async guardMedia(files) {
      record.media = files;
      await save();
    },
    async release(failure) {
      released.abort();
      await host.fs.remove(record.spec.runtimeDir);
      await watchdog.dismiss();
      await log.flush();
      record.made = [];
      record.media = null;
      record.children = [];
      if (failure) {
        record.status = "failed";
        record.failure = { id: failure.id, message: failure.message, hint: failure.hint ?? null };
        await save();
      } else {
        await writing;
        await forgetInstance(host, record.spec.name);
      }
      for (const lock of locks) lock.release();
    },
  };
}
