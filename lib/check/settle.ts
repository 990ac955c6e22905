import type { ExecResult } from "../host/host.ts";
import type { CheckContext } from "./context.ts";

/** How long an engine may go on with what it was asked for once nobody wants it any more. */
const PATIENCE_MS = 60_000;

const INTERRUPTED: ExecResult = { status: undefined, stdout: "", stderr: "", problem: "signal" };

/** `isOver`: the engine does no more of it, whether it went well or not. */
export interface Settled {
  result: ExecResult;
  isOver: boolean;
}

/**
 * Asks an engine for something that it goes on with when its client is killed, as Docker does with a load it has read: an
 * interruption does not end the client but waits for it, up to a minute, so that what came of it can be removed.
 */
export async function settle(
  context: CheckContext,
  argv: readonly string[],
  { timeoutMs, what }: { timeoutMs: number; what: string },
): Promise<Settled> {
  const { host, signal, tell } = context;
  if (signal.aborted) return { result: INTERRUPTED, isOver: true };
  const [done, giveUp] = [new AbortController(), new AbortController()];
  const onAbort = () => {
    tell(`Waiting for ${what} to end, to remove what comes of it; Ctrl-C again ends at once.`);
    void host.clock.sleep(PATIENCE_MS, done.signal).then(() => giveUp.abort());
  };
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    const result = await host.exec(argv, { timeoutMs, signal: giveUp.signal });
    return { result, isOver: result.status !== undefined };
  } finally {
    signal.removeEventListener("abort", onAbort);
    done.abort();
  }
}
