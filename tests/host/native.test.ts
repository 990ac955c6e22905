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
