import { join } from "node:path";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { pathsOf } from "../host/paths.ts";
import type { InstanceSpec } from "../plan/plan.ts";
import { suggest } from "../registry/suggest.ts";
import { isAlive } from "./identity.ts";
import { type InstanceRecord, parseRecord } from "./instance-record.ts";
import { removeMediaFiles } from "./media-files.ts";

/** An instance as it really is: `crashed` when its record says otherwise but nobody holds its lock. */
export interface InstanceView {
  record: InstanceRecord;
  state: InstanceRecord["status"] | "crashed";
}

/** Where the record, the log and the lock of an instance are. */
export interface InstanceFiles {
  directory: string;
  record: string;
  log: string;
  lock: string;
}

export function instancesFolder(host: Host): string {
  return join(pathsOf(host).state, "instances");
}

export function filesOf(host: Host, name: string): InstanceFiles {
  const directory = join(instancesFolder(host), name);
  const lock = join(pathsOf(host).state, "locks", `${name}.lock`);
  return { directory, record: join(directory, "instance.json"), log: join(directory, "origin.log"), lock };
}

/** The lock of an address and port. */
export function portLockFile(host: Host, { bind, port }: Pick<InstanceSpec, "bind" | "port">): string {
  return join(pathsOf(host).state, "locks", `port-${bind}-${port}.lock`);
}

export interface InstanceLock {
  release(): void;
}

/** Takes an instance's lock, which the kernel drops when this process ends. Undefined when another holds it. */
export async function takeLock(host: Host, name: string): Promise<InstanceLock | undefined> {
  const { lock } = filesOf(host, name);
  await host.fs.makeDirectory(join(lock, ".."), 0o700);
  return host.native.lockFile(lock);
}

export async function writeRecord(host: Host, record: InstanceRecord): Promise<void> {
  const { directory, record: path } = filesOf(host, record.spec.name);
  await host.fs.makeDirectory(directory, 0o700);
  await host.fs.writeText(path, `${JSON.stringify(record, undefined, 2)}\n`, 0o600);
}

/** The record of an instance; undefined when there is none, it cannot be read, or another version or hand wrote it. */
export async function readRecord(host: Host, name: string): Promise<InstanceRecord | undefined> {
  const text = await host.fs.readText(filesOf(host, name).record).catch(() => undefined);
  const record = text === undefined ? undefined : parseRecord(text);
  return record?.spec.name === name ? record : undefined;
}

/** Every instance of this user, by name; what a dead one left behind is cleaned up on the way. */
export async function listInstances(host: Host): Promise<InstanceView[]> {
  const names = (await host.fs.list(instancesFolder(host))).sort();
  const views = await Promise.all(names.map((name) => viewInstance(host, name)));
  return views.filter((view) => view !== undefined);
}

/** The instance as it really is; a dead one's processes and folders are gone when this returns. */
export async function viewInstance(host: Host, name: string): Promise<InstanceView | undefined> {
  const lock = await takeLock(host, name);
  try {
    const record = await readRecord(host, name);
    if (!record) return undefined;
    if (record.status === "failed") return { record, state: "failed" };
    if (!lock && (await isAlive(host, record.keeper))) return { record, state: record.status };
    if (lock) await cleanUpAfter(host, record);
    return { record, state: "crashed" };
  } finally {
    lock?.release();
  }
}

const SETTLE_PAUSE_MS = 50;

/** The instance once it is neither starting nor stopping. */
export async function settledInstance(host: Host, name: string): Promise<InstanceView | undefined> {
  for (;;) {
    const view = await viewInstance(host, name);
    if (view?.state !== "starting" && view?.state !== "stopping") return view;
    await host.clock.sleep(SETTLE_PAUSE_MS);
  }
}

/** Ends the children and removes the folders of an instance whose keeper is gone. Only under its lock. */
export async function cleanUpAfter(host: Host, record: InstanceRecord): Promise<void> {
  for (const { process } of record.children) {
    if (await isAlive(host, process)) host.kill(-process.pid, "SIGKILL");
  }
  await host.fs.remove(join(pathsOf(host).runtime, record.spec.name));
  if (record.media) await removeMediaFiles(host, record.media);
  for (const path of record.made.toReversed()) await host.fs.removeEmpty(path);
  host.native.lockFile(portLockFile(host, record.spec))?.release();
  const hasLeft = record.children.length > 0 || record.made.length > 0 || record.media !== null;
  if (hasLeft) await writeRecord(host, { ...record, children: [], made: [], media: null });
}

/** Forgets an instance: record and log. Only under its lock. */
export async function forgetInstance(host: Host, name: string): Promise<void> {
  await host.fs.remove(filesOf(host, name).directory);
}

/** The one instance meant: by name, or the only one there is. */
export async function pickInstance(host: Host, name: string | undefined): Promise<InstanceView> {
  const views = await listInstances(host);
  const names = views.map((view) => view.record.spec.name);
  const found =
    name === undefined
      ? views.length === 1
        ? views[0]
        : undefined
      : views.find((v) => v.record.spec.name === name);
  if (found) return found;
  if (views.length === 0) {
    throw new Failure(
      "instance-not-found",
      name === undefined ? "No instance runs here." : `There is no instance named "${name}".`,
      {
        hint: "`hlsctl up --detach` starts one.",
      },
    );
  }
  if (name === undefined) {
    throw new Failure(
      "usage-missing-argument",
      `There are ${views.length} instances; name one: ${names.join(", ")}.`,
    );
  }
  const near = suggest(name, names);
  throw new Failure("instance-not-found", `There is no instance named "${name}".`, {
    hint: `${near ? `Did you mean "${near}"? ` : ""}The instances are ${names.join(", ")}.`,
  });
}
