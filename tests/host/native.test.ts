import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bunNative } from "../../lib/host/native.ts";

const BAD_FILE_DESCRIPTOR = 9;
const NOT_A_TERMINAL = 25;

test("a failed ioctl leaves its error number", () => {
  expect(bunNative.ioctl(9999, 0xae00, 0)).toBe(-1);
  expect(bunNative.errno()).toBe(BAD_FILE_DESCRIPTOR);
  const opened = bunNative.openReadWrite("/dev/null");
  if ("error" in opened) throw new Error(opened.error);
  expect(bunNative.ioctl(opened.fd, 0xae00, 0)).toBe(-1);
  expect(bunNative.errno()).toBe(NOT_A_TERMINAL);
  bunNative.close(opened.fd);
});

test("opening what is not there answers the system's error code", () => {
  expect(bunNative.openReadWrite("/nonexistent/device")).toEqual({ error: "ENOENT" });
});

test("a lock file is held by one opener until released", () => {
  const folder = mkdtempSync(join(tmpdir(), "hlsctl-lock-"));
  const path = join(folder, "lock");
  const first = bunNative.lockFile(path);
  expect(first).toBeDefined();
  expect(bunNative.lockFile(path)).toBeUndefined();
  first?.release();
  const second = bunNative.lockFile(path);
  expect(second).toBeDefined();
  second?.release();
  rmSync(folder, { recursive: true });
});

test("the limit of open files is the hard one, which the soft one is raised to", async () => {
  const script = `import { bunNative } from "${join(import.meta.dir, "../../lib/host/native.ts")}";
    console.log(bunNative.openFilesLimit());`;
  const limited = 'ulimit -Sn 300 && ulimit -Hn 2000 && exec "$0" -e "$1"';
  const child = Bun.spawn(["/bin/sh", "-c", limited, process.execPath, script]);
  expect(await child.stdout.text()).toBe("2000\n");
});

const onLinux = process.platform === "linux" ? test : test.skip;

onLinux("orphans that a first process inherits leave the process table, group by group", async () => {
  // A subreaper (prctl(2)) inherits orphans as the first process of a container does.
  const script = `
    import { dlopen } from "bun:ffi";
    import { readdirSync, readFileSync } from "node:fs";
    import { bunNative } from "${join(import.meta.dir, "../../lib/host/native.ts")}";
    const { symbols } = dlopen("libc.so.6", { prctl: { args: ["i32", "u64", "u64", "u64", "u64"], returns: "i32" } });
    symbols.prctl(36, 1, 0, 0, 0);
    const stat = (pid) => { try { return readFileSync("/proc/" + pid + "/stat", "utf8").split(") ")[1].split(" "); } catch { return []; } };
    const zombiesOf = (group) => readdirSync("/proc").filter((pid) => {
      const [state, parent, pgrp] = stat(pid);
      return state === "Z" && parent === String(process.pid) && pgrp === String(group);
    }).length;
    const start = () => Bun.spawn(["/bin/sh", "-c", "exec 3<&0; (read -r _ <&3) & exit 0"], { stdin: "pipe", detached: true });
    const [one, other] = [start(), start()];
    await Promise.all([one.exited, other.exited]);
    one.stdin.end();
    other.stdin.end();
    while (zombiesOf(one.pid) + zombiesOf(other.pid) < 2) await new Promise(setImmediate);
    bunNative.reapGroup(one.pid);
    console.log(zombiesOf(one.pid), zombiesOf(other.pid));
    bunNative.reapGroup(other.pid);
    bunNative.reapGroup(other.pid);
    console.log(zombiesOf(one.pid), zombiesOf(other.pid));`;
  const child = Bun.spawn([process.execPath, "-e", script], { stderr: "pipe", timeout: 10_000 });
  expect({ out: await child.stdout.text(), errors: await child.stderr.text() }).toEqual({
    out: "0 1\n0 0\n",
    errors: "",
  });
});
