import { join } from "node:path";
import { Failure } from "../errors.ts";
import type { Host, HostChild } from "../host/host.ts";
import type { UpPlan } from "../plan/plan.ts";
import { filesOf, type InstanceRecord, instancesFolder, readRecord } from "./instance-store.ts";

const PAUSE_MS = 20;

/** Starts the plan in a process of its own and returns once its origin is ready; throws what kept it from that. */
export async function detachOrigin(host: Host, plan: UpPlan): Promise<void> {
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
    await untilRunning(host, plan, child, log);
  } finally {
    await host.fs.remove(log);
  }
  child.unref();
}

async function untilRunning(host: Host, plan: UpPlan, child: HostChild, log: string): Promise<void> {
  let hasEnded = false;
  const ended = child.exited.then(() => {
    hasEnded = true;
  });
  for (;;) {
    const record = await ownRecord(host, plan, child);
    if (record?.status === "running") return;
    if (hasEnded) throw await whyItEnded(host, plan, record, log);
    await Promise.race([ended, host.clock.sleep(PAUSE_MS)]);
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
  return new Failure("start-failed", `The instance "${plan.instance.name}" ended before it was ready.`, {
    hint: `Its log: ${filesOf(host, plan.instance.name).log}`,
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
