import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../lib/errors.ts";
import { bunHost } from "../../lib/host/bun.ts";
import { spawnChild } from "../../lib/host/bun-process.ts";

const folder = mkdtempSync(join(tmpdir(), "hlsctl-process-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a child", () => {
  test("tells its lines from both streams, the last one without its end too", async () => {
    const lines: string[] = [];
    const last = Promise.withResolvers<void>();
    const onLine = (line: string) => {
      lines.push(line);
      if (lines.length === 4) last.resolve();
    };
    const child = spawnChild(["sh", "-c", "echo a; echo b >&2; echo ü; printf end"], {
      output: { to: "pipe", onLine },
    });
    expect(await child.exited).toBe(0);
    await last.promise;
    expect(lines.sort()).toEqual(["a", "b", "end", "ü"]);
  });

  test("that never ends its line is heard all the same, in pieces", async () => {
    const pieces: string[] = [];
    const argv = ["sh", "-c", "head -c 1000000 /dev/zero | tr '\\0' x"];
    const heard = Promise.withResolvers<void>();
    const onLine = (line: string) => {
      pieces.push(line);
      if (pieces.join("").length === 1_000_000) heard.resolve();
    };
    await spawnChild(argv, { output: { to: "pipe", onLine } }).exited;
    await heard.promise;
    expect(pieces.length).toBeGreaterThan(1);
  });

  test("writes to its log, after what is there", async () => {
    const path = join(folder, "log");
    for (const word of ["one", "two"]) {
      const child = spawnChild(["sh", "-c", `echo ${word}; echo ${word} >&2`], {
        output: { to: "log", path },
      });
      await child.exited;
    }
    expect(readFileSync(path, "utf8")).toBe("one\none\ntwo\ntwo\n");
  });

  test("ends with its status, or 128 and its signal", async () => {
    expect(await spawnChild(["sh", "-c", "exit 7"], { output: { to: "ignore" } }).exited).toBe(7);
    const child = spawnChild(["sleep", "60"], { output: { to: "ignore" } });
    expect(bunHost.kill(child.pid, 0)).toBe(true);
    expect(bunHost.kill(-child.pid, "SIGTERM")).toBe(true);
    expect(await child.exited).toBe(143);
    expect(bunHost.kill(child.pid, 0)).toBe(false);
  });

  test("is fed by its stdin until that is closed", async () => {
    const path = join(folder, "cat");
    const child = spawnChild(["cat"], { output: { to: "log", path }, stdin: "pipe" });
    child.write("hello\n");
    child.closeStdin();
    expect(await child.exited).toBe(0);
    expect(readFileSync(path, "utf8")).toBe("hello\n");
  });

  test("whose program is not there is a failure the user can act on", () => {
    const start = () => spawnChild(["/nonexistent/ffmpeg"], { output: { to: "ignore" } });
    expect(start).toThrow(Failure);
    expect(start).toThrow("Cannot start /nonexistent/ffmpeg: ENOENT");
  });
});

describe("the machine", () => {
  test("is searched for programs in the system's folders too", async () => {
    expect(await bunHost.which("sh")).toStartWith("/");
    expect(await bunHost.which("no-such-program")).toBeUndefined();
  });

  test("refuses to bind what is bound, and answers one GET or none", async () => {
    const server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: () => new Response("hi", { status: 201 }),
    });
    const { port = 0 } = server;
    expect(await bunHost.canBind("127.0.0.1", port)).toBe(false);
    const answer = await bunHost.get(`http://127.0.0.1:${port}/`, 2_000);
    expect([answer.status, new TextDecoder().decode(answer.bytes)]).toEqual([201, "hi"]);
    await server.stop(true);
    expect(await bunHost.canBind("127.0.0.1", port)).toBe(true);
    expect((await bunHost.get(`http://127.0.0.1:${port}/`, 2_000)).status).toBe(0);
  });

  test("a sleep that is aborted ends at once", async () => {
    const started = performance.now();
    await bunHost.clock.sleep(60_000, AbortSignal.timeout(20));
    await bunHost.clock.sleep(60_000, AbortSignal.abort());
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
