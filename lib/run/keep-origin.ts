import type { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { UpPlan } from "../plan/plan.ts";
import { executePlan } from "./execute.ts";
import { claimInstance, type Keeper } from "./keeper.ts";

export interface KeepEvents {
  /** What goes on, one line each; also written to the instance's log. */
  log(line: string): void;
  /** The instance is claimed: its lock, record and log are there. */
  onClaimed?(keeper: Keeper): Promise<void>;
  /** The origin is ready. */
  onReady(): void;
}

/**
 * Runs an origin from its plan until `signal` aborts or it cannot be kept alive; by then everything it made is gone.
 * Throws what kept it from starting, or made it end.
 */
export async function keepOrigin(
  host: Host,
  plan: UpPlan,
  signal: AbortSignal,
  events: KeepEvents,
): Promise<void> {
  const keeper = await claimInstance(host, plan);
  let failure: unknown;
  try {
    await events.onClaimed?.(keeper);
    failure = await runClaimed(host, plan, keeper, signal, events);
  } catch (error) {
    failure = error;
  }
  await keeper.release(asFailure(failure));
  if (failure !== undefined) throw failure;
}

async function runClaimed(
  host: Host,
  plan: UpPlan,
  keeper: Keeper,
  signal: AbortSignal,
  events: KeepEvents,
): Promise<Failure | undefined> {
  const log = (line: string) => {
    keeper.log.write(line);
    events.log(line);
  };
  const origin = await executePlan(host, plan, { keeper, log, signal });
  try {
    if (!signal.aborted) {
      await keeper.setStatus("running");
      keeper.log.write(`ready: ${plan.instance.urls.playlist}`);
      events.onReady();
    }
    return await Promise.race([origin.ended, aborted(signal)]);
  } finally {
    await keeper.setStatus("stopping");
    await origin.stop();
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

/** A failed instance is remembered only for reasons its user can act on. */
function asFailure(error: unknown): Failure | undefined {
  return error instanceof Error && "exitCode" in error ? (error as Failure) : undefined;
}
