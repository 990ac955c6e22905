import { closeSync, constants, openSync, writeSync } from "node:fs";

/** Writes to the terminal that stderr is, and never waits for it: a stalled ssh session must not hold up a run. */
export interface TerminalWriter {
  /** Not all of what was written has been taken; a new frame would only queue up. */
  readonly isBusy: boolean;
  write(text: string): void;
  /** Tries for at most that long to get rid of the rest. Blocks; for the very end. */
  finish(limitMs: number): void;
  close(): void;
}

const STDERR_FD = 2;
const RETRY_MS = 50;

export function openTerminalWriter(): TerminalWriter {
  const fd = reopenTerminal();
  let pending = Buffer.alloc(0);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function push(): void {
    try {
      while (pending.length > 0) pending = pending.subarray(writeSync(fd, pending));
    } catch (error) {
      // The terminal is gone (EIO): there is nobody to write for.
      if (codeOf(error) !== "EAGAIN") pending = Buffer.alloc(0);
    }
  }

  function pushLater(): void {
    timer = undefined;
    push();
    if (pending.length > 0) timer = setTimeout(pushLater, RETRY_MS);
  }

  return {
    get isBusy() {
      return pending.length > 0;
    },
    write(text) {
      pending = Buffer.concat([pending, Buffer.from(text)]);
      if (timer === undefined) pushLater();
    },
    finish(limitMs) {
      const deadline = performance.now() + limitMs;
      push();
      while (pending.length > 0 && performance.now() < deadline) {
        Bun.sleepSync(5);
        push();
      }
    },
    close() {
      clearTimeout(timer);
      if (fd !== STDERR_FD) closeSync(fd);
    },
  };
}

/**
 * An open file of our own on the terminal: O_NONBLOCK on stderr itself would reach every process that shares it. On macOS
 * /dev/fd/2 would be the shared one, so there the controlling terminal is taken.
 */
function reopenTerminal(): number {
  const path = process.platform === "linux" ? `/proc/self/fd/${STDERR_FD}` : "/dev/tty";
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
  } catch {
    return STDERR_FD;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
