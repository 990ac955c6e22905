import { EXIT, Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;
type StopSignal = (typeof SIGNALS)[number];

export interface StopRequest {
  readonly signal: AbortSignal;
  /** The failure to end with when a signal stopped the program. */
  failure(): Failure | undefined;
  /** Gives the signals back their usual meaning. */
  release(): void;
}

/**
 * SIGHUP, the end of the terminal, and SIGQUIT (Ctrl-\) count as interruptions. The first signal asks to stop in order; the second one
 * calls `insist` and ends the program at once.
 */
export function listenForStop(insist: () => void): StopRequest {
  const controller = new AbortController();
  let received: StopSignal | undefined;

  function onSignal(name: StopSignal): void {
    if (received === undefined) {
      received = name;
      controller.abort();
      return;
    }
    insist();
    process.exit(name === "SIGTERM" ? EXIT.terminated : EXIT.interrupted);
  }

  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    failure() {
      if (received === undefined) return undefined;
      if (received === "SIGTERM") return new Failure("terminated", "Terminated; nothing is left running.");
      return new Failure("interrupted", "Interrupted; nothing is left running.");
    },
    release() {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}

/** One listening for all that a command does. */
export interface Stopping {
  readonly signal: AbortSignal;
  /** `kill` ends at once what runs; set by who runs it, called by the second signal. */
  readonly control: { kill(): void };
  /** Throws what to end with once a signal has come. */
  throwIfStopped(): void;
}

/**
 * Runs a command that signals stop in order: what it throws after one is told as the interruption. They are listened for until the
 * program ends, for between two listenings a signal would end it raw.
 */
export async function untilStopped<T>(run: (stopping: Stopping) => Promise<T>): Promise<T> {
  const control = { kill() {} };
  const stop = listenForStop(() => control.kill());
  const throwIfStopped = () => {
    const failure = stop.failure();
    if (failure) throw failure;
  };
  try {
    return await run({ signal: stop.signal, control, throwIfStopped });
  } catch (error) {
    throw (error instanceof Failure && stop.failure()) || error;
  }
}

/** The machine for work that may be stopped: the programs it asks are ended with it. */
export function interruptible(host: Host, { signal }: Stopping): Host {
  return { ...host, exec: (argv, options) => host.exec(argv, { signal, ...options }) };
}
