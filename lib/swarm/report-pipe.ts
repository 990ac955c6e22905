import type { Report } from "./protocol.ts";

/**
 * A generator's stdout. It never waits for the coordinator: whoever has an interval to tell asks `isFree` first, and keeps
 * measuring into the same interval as long as the line before has not been taken.
 */
export interface ReportPipe {
  readonly isFree: boolean;
  write(report: Report): void;
  /** Resolves when everything is written, or nobody reads any more. */
  flush(): Promise<void>;
}

interface Sink {
  write(text: string): number | Promise<number>;
  flush(): number | Promise<number>;
}

export function openReportPipe(sink: Sink): ReportPipe {
  let pending = 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    get isFree() {
      return pending === 0;
    },
    write(report) {
      pending += 1;
      // A closed pipe is told by the end of stdin, which the coordinator holds too.
      last = Promise.all([sink.write(`${JSON.stringify(report)}\n`), sink.flush()])
        .catch(() => {})
        .then(() => {
          pending -= 1;
        });
    },
    async flush() {
      await last;
    },
  };
}
