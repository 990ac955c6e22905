import { EXIT, Failure } from "../errors.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type StopSignal = (typeof SIGNALS)[number];

export interface StopRequest {
  readonly signal: AbortSignal;
  /** The failure to end with when a signal stopped the program. */
  failure(): Failure | undefined;
  /** Gives the signals back their usual meaning. */
  release(): void;
}

/** SIGHUP, the end of the terminal, counts as an interruption. The first signal asks to stop in order; the second one calls `insist` and ends the program at once. */
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
