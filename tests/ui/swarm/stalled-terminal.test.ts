import { expect } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testWithTool } from "../../support/tools.ts";

/** A terminal of which nobody reads what is written to it, as over ssh to a laptop that was shut. */
const UNREAD = `
import os, pty, sys
pid, fd = pty.fork()
if pid == 0:
    os.dup2(os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT), 1)
    os.execv(sys.argv[2], sys.argv[2:])
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

testWithTool("python3", "a terminal that takes nothing does not hold up the run", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hlsctl-stalled-"));
  const out = join(folder, "out");
  const driver = new URL("./driver.ts", import.meta.url).pathname;
  const child = Bun.spawn(["python3", "-c", UNREAD, out, process.execPath, driver, "timed"], {
    env: { ...process.env, TERM: "xterm", LANG: "C.UTF-8" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  try {
    expect(await child.exited).toBe(0);
    expect(readFileSync(out, "utf8")).toBe("over\n");
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});
