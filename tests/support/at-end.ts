/**
 * Runs a shell script once this process has ended, however it ended: `bun test` tells nobody of its end, and hooks belong
 * to single files. The script waits for the other end of a pipe to close.
 */
export function atEnd(script: string, args: readonly string[] = []): void {
  const child = Bun.spawn(["setsid", "sh", "-c", `cat >/dev/null\n${script}`, "at-end", ...args], {
    stdin: "pipe",
    stdout: "ignore",
    stderr: "ignore",
  });
  child.unref();
  waiting.push(child);
}

// Held, for the pipe of a collected child closes.
const waiting: Bun.Subprocess[] = [];
