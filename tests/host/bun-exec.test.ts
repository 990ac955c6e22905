import { afterAll, afterEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execCommand } from "../../lib/host/bun-exec.ts";

const folder = mkdtempSync(join(tmpdir(), "hlsctl-exec-"));
const orphans: number[] = [];

afterEach(() => {
  for (const pid of orphans.splice(0)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {}
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Process number 0 would mean this very group: never signalled. */
function remember(text: string): number {
  const pid = Number(text);
  expect(pid).toBeGreaterThan(1);
  orphans.push(pid);
  return pid;
}

function isAlive(pid: number): boolean {
  try {
    const state = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.[0];
    return state !== "Z" && state !== "X";
  } catch {
    return false;
  }
}

async function endsSoon(pid: number): Promise<boolean> {
  const deadline = performance.now() + 2_000;
  while (isAlive(pid) && performance.now() < deadline) await new Promise(setImmediate);
  return !isAlive(pid);
}

async function timed<T>(work: Promise<T>): Promise<{ result: T; ms: number }> {
  const started = performance.now();
  const result = await work;
  return { result, ms: performance.now() - started };
}

test("a command's status and both streams come back", async () => {
  const result = await execCommand(["sh", "-c", "echo out; echo err >&2; exit 3"]);
  expect(result).toEqual({ status: 3, stdout: "out\n", stderr: "err\n" });
});

test("input reaches the command's stdin", async () => {
  expect((await execCommand(["cat"], { input: "über\n" })).stdout).toBe("über\n");
});

test("a program that is not there is missing, one that may not run is denied", async () => {
  expect((await execCommand(["/nonexistent/tool"])).problem).toBe("missing");
  expect((await execCommand(["/etc/hostname"])).problem).toBe("denied");
});

test("a command killed by a signal has no status", async () => {
  expect(await execCommand(["sh", "-c", "kill -TERM $$"])).toMatchObject({
    status: undefined,
    problem: "signal",
  });
});

test("the time limit ends the command and keeps what it had said", async () => {
  const { result, ms } = await timed(execCommand(["sh", "-c", "echo hello; sleep 60"], { timeoutMs: 500 }));
  expect(result).toEqual({ status: undefined, stdout: "hello\n", stderr: "", problem: "timeout" });
  expect(ms).toBeLessThan(2_000);
});

test("the time limit kills grandchildren of the group too", async () => {
  const { stdout } = await execCommand(["sh", "-c", "sleep 61 & echo $!; wait"], { timeoutMs: 500 });
  const pid = remember(stdout);
  expect(await endsSoon(pid)).toBe(true);
});

test("the time limit holds although a grandchild in a session of its own keeps the pipe open", async () => {
  const argv = ["sh", "-c", "setsid sleep 62 & echo $!; wait"];
  const { result, ms } = await timed(execCommand(argv, { timeoutMs: 500 }));
  remember(result.stdout);
  expect(result.problem).toBe("timeout");
  expect(ms).toBeLessThan(2_000);
});

test("a command that leaves a daemon on its pipe still answers at once, with its status", async () => {
  const { result, ms } = await timed(execCommand(["sh", "-c", "setsid sleep 63 & echo $!; exit 4"]));
  remember(result.stdout);
  expect(result.status).toBe(4);
  expect(ms).toBeLessThan(2_000);
});

test("output beyond the limit ends the command; what is kept stays within it", async () => {
  const { result, ms } = await timed(execCommand(["yes"], { maxOutputBytes: 100_000 }));
  expect(result.problem).toBe("overflow");
  expect(result.stdout.length).toBe(100_000);
  expect(ms).toBeLessThan(5_000);
});

test("output of exactly the limit is not too much", async () => {
  const result = await execCommand(["head", "-c", "1000", "/dev/zero"], { maxOutputBytes: 1000 });
  expect([result.status, result.stdout.length]).toEqual([0, 1000]);
});

test("an aborted signal ends the command, before or during its run", async () => {
  expect((await execCommand(["sleep", "60"], { signal: AbortSignal.abort() })).problem).toBe("signal");
  const { result, ms } = await timed(execCommand(["sleep", "60"], { signal: AbortSignal.timeout(100) }));
  expect(result.problem).toBe("signal");
  expect(ms).toBeLessThan(2_000);
});

test("children see none of Bun's own variables, and those they are given", async () => {
  process.env.BUN_TRAP = "1";
  const { stdout } = await execCommand(["env"], { env: { HLS_GIVEN: "yes" } });
  delete process.env.BUN_TRAP;
  expect(stdout).toContain("HLS_GIVEN=yes");
  expect(stdout).not.toContain("BUN_TRAP");
});

test("a program that ends takes its running commands along", async () => {
  const mark = join(folder, "pid");
  const source = `
    import { execCommand } from ${JSON.stringify(join(import.meta.dir, "../../lib/host/bun-exec.ts"))};
    void execCommand(["sh", "-c", "echo $$ > ${mark}; sleep 64"]);
    while (!(await Bun.file(${JSON.stringify(mark)}).exists()) || Bun.file(${JSON.stringify(mark)}).size === 0) await Bun.sleep(5);
    process.exit(0);`;
  const child = Bun.spawn([process.execPath, "-e", source], { stdout: "ignore", stderr: "inherit" });
  expect(await child.exited).toBe(0);
  expect(existsSync(mark)).toBe(true);
  const pid = remember(readFileSync(mark, "utf8"));
  expect(await endsSoon(pid)).toBe(true);
});
