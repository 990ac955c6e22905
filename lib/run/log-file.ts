import type { Host } from "../host/host.ts";

/** A log that is cut in two when it has grown this far: the older half is kept beside it. */
const LARGEST_BYTES = 8 * 1024 * 1024;

export interface LogFile {
  write(line: string): void;
  /** Resolves when everything written so far is in the file. */
  flush(): Promise<void>;
}

/** Lines with the time they were written, in order. A log that cannot be written stops nobody. */
export function openLogFile(host: Host, path: string): LogFile {
  let pending = Promise.resolve();
  let sizeBytes = 0;

  async function append(text: string): Promise<void> {
    if (sizeBytes > LARGEST_BYTES) {
      await host.fs.rename(path, `${path}.1`);
      sizeBytes = 0;
    }
    sizeBytes += text.length;
    await host.fs.appendText(path, text);
  }

  return {
    write(line) {
      const text = `${new Date(host.clock.nowMs()).toISOString()} ${line}\n`;
      pending = pending.then(() => append(text)).catch(() => {});
    },
    flush: () => pending,
  };
}
