import { join } from "node:path";
import { Failure } from "../errors.ts";
import type { Host, HostChild } from "../host/host.ts";
import type { UpPlan } from "../plan/plan.ts";
import type { InstanceRecord } from "./instance-record.ts";
import { filesOf, instancesFolder, readRecord } from "./instance-store.ts";
import { endChild } from "./supervise.ts";

const PAUSE_MS = 20;
/** Its own teardown waits 3 s for children. */
const STOP_GRACE_MS = 8000;

/**
 * Starts the plan in a process of its own and returns once its origin is ready, or is gone again because `signal` aborted; throws
 * what kept it from that.
 */
export async function detachOrigin(host: Host, plan: UpPlan, signal: AbortSignal): Promise<void> {
  const folder = join(instancesFolder(host), "..", "starting");
  await host.fs.makeDirectory(folder, 0o700);
  const log = join(folder, `${host.pid}-${host.clock.nowMs()}.log`);
  const child = host.spawn([...host.selfArgv, "__keep", log, "--json"], {
    output: { to: "log", path: log },
    stdin: "pipe",
  });
  child.write(JSON.stringify(plan));
  child.closeStdin();
  try {
    await untilRunning(host, plan, { child, log, signal });
  } finally {
    await host.fs.remove(log);
  }
  // Looked at last: whoever called sees the same.
  if (signal.aborted) await endChild(host, child, STOP_GRACE_MS);
  child.unref();
}

interface Attempt {
  child: HostChild;
  log: string;
  signal: AbortSignal;
}

/** Returns when the origin runs, or the user does not want it any more. */
async function untilRunning(host: Host, plan: UpPlan, { child, log, signal }: Attempt): Promise<void> {
  let hasEnded = false;
  const ended = child.exited.then(() => {
    hasEnded = true;
  });
  while (!signal.aborted) {
    const record = await ownRecord(host, plan, child);
    if (record?.status === "running") return;
    if (hasEnded) throw await whyItEnded(host, plan, record, log);
    await Promise.race([ended, host.clock.sleep(PAUSE_MS, signal)]);
  }
}

async function ownRecord(host: Host, plan: UpPlan, child: HostChild): Promise<InstanceRecord | undefined> {
  const record = await readRecord(host, plan.instance.name);
  return record?.keeper.pid === child.pid ? record : undefined;
}

/** A claimed instance leaves its failure in the record; before that it is in the log of the attempt. */
async function whyItEnded(
  host: Host,
  plan: UpPlan,
  record: InstanceRecord | undefined,
  log: string,
): Promise<Failure> {
  const left = record?.failure ?? readFailure(await host.fs.readText(log));
  if (left) return new Failure(left.id, left.message, { hint: left.hint ?? undefined });
  const { name } = plan.instance;
  const logPath = filesOf(host, name).log;
  if ((await host.fs.info(logPath)) === undefined) {
    return new Failure("terminated", `The instance "${name}" was stopped while it was starting.`);
  }
  return new Failure("start-failed", `The instance "${name}" ended before it was ready.`, {
    hint: `Its log: ${logPath}`,
  });
}

function readFailure(text: string | undefined): InstanceRecord["failure"] | undefined {
  const start = text?.indexOf("{") ?? -1;
  if (text === undefined || start < 0) return undefined;
  try {
    return JSON.parse(text.slice(start)).error ?? undefined;
  } catch {
    return undefined;
  }
}
