import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { isAlive } from "./identity.ts";
import { cleanUpAfter, forgetInstance, type InstanceView, takeLock } from "./instance-store.ts";

const GRACE_MS = 10_000;
const PAUSE_MS = 20;

/** Stops an instance and forgets it; returns, for a person, how it ended. The port is free when this returns. */
export async function stopInstance(host: Host, { record, state }: InstanceView): Promise<string> {
  const wasAlive = await isAlive(host, record.keeper);
  let how = state === "failed" || state === "crashed" ? `forgotten (it had ${state})` : "stopped";
  if (wasAlive) {
    askToStop(host, record.keeper.pid);
    if (!(await hasEnded(host, record.keeper, GRACE_MS))) {
      host.kill(record.keeper.pid, "SIGKILL");
      await hasEnded(host, record.keeper, GRACE_MS);
      how = "killed (it did not stop in time)";
    }
  }
  const lock = await takeLock(host, record.spec.name);
  if (!lock) return how;
  try {
    await cleanUpAfter(host, record);
    await forgetInstance(host, record.spec.name);
  } finally {
    lock.release();
  }
  return how;
}

function askToStop(host: Host, pid: number): void {
  if (host.kill(pid, "SIGTERM")) return;
  throw new Failure("permission-denied", `Process ${pid} cannot be stopped by you.`, {
    hint: "Stop it as the user who started it.",
  });
}

async function hasEnded(
  host: Host,
  keeper: InstanceView["record"]["keeper"],
  limitMs: number,
): Promise<boolean> {
  const deadline = host.clock.nowMs() + limitMs;
  while (await isAlive(host, keeper)) {
    if (host.clock.nowMs() >= deadline) return false;
    await host.clock.sleep(PAUSE_MS);
  }
  return true;
}
