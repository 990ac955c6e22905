import { fstatSync, statSync } from "node:fs";

/**
 * stdout or stderr as far as hlsctl needs it. Loading Node's `process.stdout` takes longer than all else that a short
 * command does, so it is asked about terminals only.
 */
export interface OutStream {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width of the terminal; without end where there is none. */
  readonly columns: number;
}

const FALLBACK_COLUMNS = 80;

/** `onLost` hears of what could not be written; nothing is thrown. */
export function openStream(fd: 1 | 2, onLost: (error: NodeJS.ErrnoException) => void): OutStream {
  const writer = (fd === 1 ? Bun.stdout : Bun.stderr).writer();
  return {
    write(text) {
      try {
        Promise.all([writer.write(text), writer.flush()]).catch(onLost);
      } catch (error) {
        onLost(error as NodeJS.ErrnoException);
      }
    },
    get isTTY() {
      return isTerminal(fd);
    },
    get columns() {
      if (!isTerminal(fd)) return Number.POSITIVE_INFINITY;
      return (fd === 1 ? process.stdout : process.stderr).columns || FALLBACK_COLUMNS;
    },
  };
}

/** Whether a file descriptor is a terminal; a file, a pipe and /dev/null are told from one without Node's streams. */
export function isTerminal(fd: 0 | 1 | 2): boolean {
  if (!mayBeTerminal(fd)) return false;
  if (fd === 0) return process.stdin.isTTY === true;
  return (fd === 1 ? process.stdout : process.stderr).isTTY === true;
}

function mayBeTerminal(fd: number): boolean {
  try {
    const info = fstatSync(fd);
    return info.isCharacterDevice() && info.rdev !== statSync("/dev/null").rdev;
  } catch {
    // The descriptor is closed.
    return false;
  }
}
