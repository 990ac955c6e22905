import { describe, expect, test } from "bun:test";
import { chmod, mkdir, readdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { answers, eventually, freePort, isRunning, openSandbox, type Sandbox } from "../support/sandbox.ts";
import { hasTool, testWithTool } from "../support/tools.ts";

interface PsRow {
  name: string;
  state: string;
  pid: number;
  port: number;
  children: { name: string; pid: number }[];
}

const EMBEDDED = ["--source", "embedded", "--server", "embedded"];

async function ps(sandbox: Sandbox): Promise<PsRow[]> {
  const data = (await sandbox.json(["ps"])) as { instances: PsRow[] };
  return data.instances;
}

async function instance(sandbox: Sandbox, name: string): Promise<PsRow> {
  const found = (await ps(sandbox)).find((row) => row.name === name);
  if (!found) throw new Error(`no instance ${name}`);
  return found;
}

/** Starts an origin in the foreground and waits until it answers. */
async function foreground(sandbox: Sandbox, port: number, args: readonly string[]) {
  const running = sandbox.start(["up", "default", "--port", String(port), ...args]);
  const url = `http://127.0.0.1:${port}`;
  expect(await eventually(() => answers(`${url}/health`), Boolean)).toBe(true);
  await eventually(async () => (await ps(sandbox)).some((row) => row.state === "running"), Boolean, 20_000);
  return { running, url };
}

describe("an instance in the foreground", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("ends on %s with %d and leaves no process, port or file", async (signal, status) => {
    await using sandbox = await openSandbox();
    const port = await freePort();
    const { running, url } = await foreground(sandbox, port, EMBEDDED);
    running.kill(signal);
    expect(await running.exited).toBe(status);
    expect(await answers(`${url}/health`)).toBe(false);
    expect(await sandbox.runtimeFiles()).toEqual([]);
    expect(await ps(sandbox)).toEqual([]);
    expect(await running.stdout).toContain("is ready");
  });

  test("answers in JSON once, whatever ends it", async () => {
    await using sandbox = await openSandbox();
    const port = await freePort();
    const { running } = await foreground(sandbox, port, [...EMBEDDED, "--json"]);
    running.kill("SIGINT");
    expect(await running.exited).toBe(130);
    expect(JSON.parse(await running.stdout)).toMatchObject({
      kind: "up",
      ok: true,
      data: { state: "running" },
    });
  });

  testWithTool(
    ["nginx", "ffmpeg"],
    "killed with -9, takes nginx, FFmpeg and its folder along, and ps says what happened",
    async () => {
      await using sandbox = await openSandbox();
      const port = await freePort();
      const { running, url } = await foreground(sandbox, port, ["--source", "live", "--server", "nginx"]);
      const { name, children } = await instance(sandbox, `default-${port}`);
      expect(children.map((child) => child.name).sort()).toEqual(["ffmpeg", "nginx"]);
      running.kill("SIGKILL");
      await running.exited;
      const left = await eventually(
        async () => children.filter((child) => isRunning(child.pid)),
        (alive) => alive.length === 0,
      );
      expect(left).toEqual([]);
      expect(await eventually(sandbox.runtimeFiles, (files) => files.length === 0)).toEqual([]);
      expect(await answers(`${url}/health`)).toBe(false);
      expect((await instance(sandbox, name)).state).toBe("crashed");
      expect((await sandbox.run(["down", name])).status).toBe(0);
      expect(await ps(sandbox)).toEqual([]);
    },
    40_000,
  );

  testWithTool(
    "nginx",
    "whose nginx is killed starts it again on the same port",
    async () => {
      await using sandbox = await openSandbox();
      const port = await freePort();
      const { url } = await foreground(sandbox, port, ["--source", "embedded", "--server", "nginx"]);
      const before = (await instance(sandbox, `default-${port}`)).children[0];
      if (!before) throw new Error("no nginx child");
      process.kill(before.pid, "SIGKILL");
      const after = await eventually(
        async () => (await instance(sandbox, `default-${port}`)).children[0]?.pid,
        (pid) => pid !== undefined && pid !== before.pid,
      );
      expect(after).not.toBe(before.pid);
      expect(await eventually(() => answers(`${url}/stream.m3u8`), Boolean)).toBe(true);
    },
    20_000,
  );

  testWithTool(
    "ffmpeg",
    "whose FFmpeg is killed tells its end, starts it again and streams on",
    async () => {
      await using sandbox = await openSandbox();
      const port = await freePort();
      const { running, url } = await foreground(sandbox, port, ["--source", "live", "--server", "embedded"]);
      const before = (await instance(sandbox, `default-${port}`)).children[0];
      if (!before) throw new Error("no FFmpeg child");
      process.kill(before.pid, "SIGKILL");
      const after = await eventually(
        async () => (await instance(sandbox, `default-${port}`)).children[0]?.pid,
        (pid) => pid !== undefined && pid !== before.pid,
      );
      expect(after).not.toBe(before.pid);
      const { stdout } = await sandbox.run(["logs", `default-${port}`]);
      expect(stdout).toContain("ffmpeg ended with status 137; starting it again in 500 ms (1 of 5)");
      const last = async () =>
        (await fetch(`${url}/stream.m3u8`).then((r) => r.text())).trim().split("\n").at(-1);
      const known = await last();
      expect(await eventually(last, (name) => name !== known, 15_000)).not.toBe(known);
      running.kill("SIGINT");
      expect(await running.exited).toBe(130);
    },
    60_000,
  );
});

testWithTool(
  "ffmpeg",
  "kill -9 while a clip is encoded ends the encoder, and the next run clears the half",
  async () => {
    await using sandbox = await openSandbox();
    const clips = join(sandbox.home, "cache/clips");
    const halves = async () =>
      (await readdir(clips).catch(() => [])).filter((name) => name.endsWith(".partial"));
    const args = ["--source", "loop", "--server", "embedded"];
    const port = String(await freePort());
    const running = sandbox.start(["up", "4k-abr", "--port", port, ...args]);
    const children = async () => (await ps(sandbox)).flatMap((row) => row.children);
    const encoders = await eventually(children, (found) => found.length > 0);
    expect(encoders[0]?.name).toContain("encoder of");
    expect(await halves()).toHaveLength(1);
    running.kill("SIGKILL");
    await running.exited;
    const alive = async () => encoders.some(({ pid }) => isRunning(pid));
    expect(await eventually(alive, (is) => !is)).toBe(false);
    expect((await sandbox.run(["up", "default", "-d", "--port", port, ...args])).status).toBe(0);
    expect(await halves()).toEqual([]);
  },
  60_000,
);

describe("the folder of the media", () => {
  testWithTool(
    "ffmpeg",
    "that was there before stays, with what others put in it",
    async () => {
      await using sandbox = await openSandbox();
      const port = await freePort();
      const folder = join(sandbox.home, "media");
      await mkdir(folder);
      const args = ["--source", "live", "--server", "embedded", "--set", `server.hlsDir=${folder}`];
      const { running } = await foreground(sandbox, port, args);
      expect((await readdir(folder)).length).toBeGreaterThan(1);
      await Bun.write(join(folder, "mine.ts"), "x");
      running.kill("SIGINT");
      expect(await running.exited).toBe(130);
      expect(await readdir(folder)).toEqual(["mine.ts"]);
    },
    40_000,
  );

  testWithTool(
    ["nginx", "ffmpeg"],
    "is tidied after kill -9 by the next ps, whoever writes to it",
    async () => {
      await using sandbox = await openSandbox();
      for (const source of ["live", "embedded"]) {
        const port = await freePort();
        const folder = join(sandbox.home, source);
        await mkdir(folder);
        const args = ["--source", source, "--server", "nginx", "--set", `server.hlsDir=${folder}`];
        const { running } = await foreground(sandbox, port, args);
        const { children } = await instance(sandbox, `default-${port}`);
        await Bun.write(join(folder, "mine.ts"), "x");
        running.kill("SIGKILL");
        await running.exited;
        await eventually(
          async () => children.some((child) => isRunning(child.pid)),
          (alive) => !alive,
        );
        await ps(sandbox);
        expect(await readdir(folder)).toEqual(["mine.ts"]);
      }
    },
    40_000,
  );

  testWithTool("nginx", "that had to be made goes, but not what others put beside or into it", async () => {
    await using sandbox = await openSandbox();
    const port = await freePort();
    const parent = join(sandbox.home, "made");
    const args = [
      "--source",
      "embedded",
      "--server",
      "nginx",
      "--set",
      `server.hlsDir=${join(parent, "a/hls")}`,
    ];
    const { running } = await foreground(sandbox, port, args);
    await Bun.write(join(parent, "mine.txt"), "x");
    running.kill("SIGINT");
    expect(await running.exited).toBe(130);
    expect(await readdir(parent)).toEqual(["mine.txt"]);
  });

  test("is refused when it holds anything, and nothing in it is touched", async () => {
    await using sandbox = await openSandbox();
    const folder = join(sandbox.home, "media");
    await Bun.write(join(folder, "stream.m3u8"), "mine");
    const args = ["up", "default", "--source", "embedded", "--server", "nginx"];
    const port = String(await freePort());
    for (const place of [folder, "/"]) {
      const { status, stderr } = await sandbox.run([
        ...args,
        "--port",
        port,
        "--set",
        `server.hlsDir=${place}`,
      ]);
      expect(status).toBe(hasTool("nginx") ? 5 : 6);
      if (hasTool("nginx")) expect(stderr).toContain(`cannot go to ${place === "/" ? "/" : folder}`);
    }
    expect(await Bun.file(join(folder, "stream.m3u8")).text()).toBe("mine");
    expect(await readdir(folder)).toEqual(["stream.m3u8"]);
  });

  testWithTool("nginx", "is refused inside that of another instance", async () => {
    await using sandbox = await openSandbox();
    const outer = join(sandbox.home, "outer");
    const up = async (name: string, folder: string) => {
      const port = String(await freePort());
      const args = ["--source", "embedded", "--server", "nginx", "--set", `server.hlsDir=${folder}`];
      return sandbox.run(["up", "default", "-d", "--name", name, "--port", port, ...args]);
    };
    expect((await up("outer", outer)).status).toBe(0);
    const inner = await up("inner", join(outer, "in"));
    expect(inner.status).toBe(5);
    expect(inner.stderr).toContain('your instance "outer" writes there');
    expect((await sandbox.run(["down", "--all"])).status).toBe(0);
    expect(await readdir(sandbox.home)).not.toContain("outer");
  });

  test("with blanks or line ends in its name harms no other folder when hlsctl is killed", async () => {
    await using sandbox = await openSandbox();
    const home = join(sandbox.home, "victim");
    await Bun.write(join(home, "precious/file"), "x");
    const odd = `${home}\n x `;
    const port = String(await freePort());
    const running = sandbox.start(["up", "default", "--port", port, ...EMBEDDED], { HLSCTL_HOME: odd });
    expect(await eventually(() => answers(`http://127.0.0.1:${port}/health`), Boolean)).toBe(true);
    running.kill("SIGKILL");
    await running.exited;
    const runtime = join(odd, "run");
    expect(
      await eventually(
        () => readdir(runtime),
        (names) => names.length === 0,
      ),
    ).toEqual([]);
    expect(await readdir(home)).toEqual(["precious"]);
  });
});

describe("a detached instance", () => {
  test("runs on, is listed, logs, and is gone after down", async () => {
    await using sandbox = await openSandbox();
    const port = await freePort();
    const up = await sandbox.run(["up", "default", "--detach", "--port", String(port), ...EMBEDDED]);
    expect(up).toMatchObject({ status: 0 });
    expect(await answers(`http://127.0.0.1:${port}/health`)).toBe(true);
    const row = await instance(sandbox, `default-${port}`);
    expect(row.state).toBe("running");
    expect((await sandbox.run(["logs"])).stdout).toContain("ready: http://127.0.0.1");
    expect(await sandbox.run(["down"])).toMatchObject({ status: 0 });
    expect(isRunning(row.pid)).toBe(false);
    expect(await answers(`http://127.0.0.1:${port}/health`)).toBe(false);
    expect(await sandbox.runtimeFiles()).toEqual([]);
  });

  test("asked for again is no error; asked for differently is a conflict", async () => {
    await using sandbox = await openSandbox();
    const port = String(await freePort());
    const request = ["up", "default", "--detach", "--port", port, ...EMBEDDED];
    expect((await sandbox.run(request)).status).toBe(0);
    const again = await sandbox.run(request);
    expect(again).toMatchObject({ status: 0 });
    expect(again.stderr).toContain("already runs");
    const other = await sandbox.run([...request, "--set", "hls.listSize=12"]);
    expect(other.status).toBe(5);
    expect(other.stderr).toContain("hlsctl down");
  });

  test("stands beside another one on another port", async () => {
    await using sandbox = await openSandbox();
    const [first, second] = [await freePort(), await freePort()];
    expect((await sandbox.run(["up", "default", "-d", "--port", String(first), ...EMBEDDED])).status).toBe(0);
    expect((await sandbox.run(["up", "4k-abr", "-d", "--port", String(second), ...EMBEDDED])).status).toBe(0);
    const playlist = async (port: number, path: string) =>
      (await fetch(`http://127.0.0.1:${port}/${path}`)).text();
    expect(await playlist(first, "stream.m3u8")).toContain("#EXTINF:2.000000,");
    expect(await playlist(second, "master.m3u8")).toContain("RESOLUTION=3840x2160");
    expect(await ps(sandbox)).toHaveLength(2);
  });

  test("of which two are started at once under one name is there once", async () => {
    await using sandbox = await openSandbox();
    const port = String(await freePort());
    const request = ["up", "default", "--detach", "--port", port, ...EMBEDDED];
    const both = await Promise.all([sandbox.run(request), sandbox.run(request)]);
    expect(both.map((answer) => answer.status)).toEqual([0, 0]);
    expect(await ps(sandbox)).toMatchObject([{ state: "running" }]);
    expect(await answers(`http://127.0.0.1:${port}/health`)).toBe(true);
  });

  testWithTool(
    "nginx",
    "of which two want one port at once is there once, and the other is told",
    async () => {
      await using sandbox = await openSandbox();
      const port = String(await freePort());
      const up = (name: string, profile: string) =>
        sandbox.run([
          "up",
          profile,
          "-d",
          "--name",
          name,
          "--port",
          port,
          "--source",
          "embedded",
          "--server",
          "nginx",
        ]);
      const both = await Promise.all([up("a", "default"), up("b", "low-latency")]);
      expect(both.map(({ status }) => status).sort()).toEqual([0, 5]);
      const told = both.find(({ status }) => status === 5)?.stderr;
      expect(told).toMatch(/is held by (your instance|another instance of yours)/);
      expect(await ps(sandbox)).toHaveLength(1);
    },
  );

  test("stopped while it starts says so", async () => {
    await using sandbox = await openSandbox();
    const port = String(await freePort());
    const up = sandbox.start([
      "up",
      "default",
      "-d",
      "--port",
      port,
      "--source",
      "live",
      "--server",
      "embedded",
    ]);
    if (!hasTool("ffmpeg")) return expect(await up.exited).toBe(6);
    await eventually(
      () => ps(sandbox),
      (rows) => rows.length === 1,
    );
    expect((await sandbox.run(["down", "--all"])).status).toBe(0);
    expect(await up.exited).toBe(143);
    expect(await up.stderr).toContain("was stopped while it was starting");
  });

  test("that the user no longer waits for is stopped", async () => {
    await using sandbox = await openSandbox();
    const port = String(await freePort());
    const up = sandbox.start([
      "up",
      "default",
      "-d",
      "--port",
      port,
      "--source",
      "live",
      "--server",
      "embedded",
    ]);
    if (!hasTool("ffmpeg")) return expect(await up.exited).toBe(6);
    await eventually(
      () => ps(sandbox),
      (rows) => rows.length === 1,
    );
    up.kill("SIGINT");
    expect(await up.exited).toBe(130);
    expect(await ps(sandbox)).toEqual([]);
    expect(await sandbox.runtimeFiles()).toEqual([]);
  });

  test("serves from several processes when asked to", async () => {
    await using sandbox = await openSandbox();
    const port = await freePort();
    const up = await sandbox.run([
      "up",
      "default",
      "-d",
      "--workers",
      "2",
      "--port",
      String(port),
      ...EMBEDDED,
    ]);
    expect(up).toMatchObject({ status: 0 });
    const { children } = await instance(sandbox, `default-${port}`);
    expect(children.map((child) => child.name).sort()).toEqual(["worker-1", "worker-2"]);
    expect(await sandbox.run(["down"])).toMatchObject({ status: 0 });
    expect(children.filter((child) => isRunning(child.pid))).toEqual([]);
  });

  test("killed with -9 is repaired by the next up", async () => {
    await using sandbox = await openSandbox();
    const port = await freePort();
    const request = ["up", "default", "--detach", "--port", String(port), ...EMBEDDED];
    await sandbox.run(request);
    const { pid } = await instance(sandbox, `default-${port}`);
    process.kill(pid, "SIGKILL");
    await eventually(
      async () => isRunning(pid),
      (alive) => !alive,
    );
    expect(await sandbox.run(request)).toMatchObject({ status: 0 });
    expect((await instance(sandbox, `default-${port}`)).pid).not.toBe(pid);
  });
});

testWithTool(
  "nginx",
  "an instance killed with -9 does not take the folder of the next one along",
  async () => {
    await using sandbox = await openSandbox();
    const port = await freePort();
    const engines = ["--source", "embedded", "--server", "nginx"];
    const request = ["up", "default", "--detach", "--port", String(port), ...engines];
    for (let round = 0; round < 3; round += 1) {
      expect((await sandbox.run(request)).status).toBe(0);
      process.kill((await instance(sandbox, `default-${port}`)).pid, "SIGKILL");
    }
    expect((await sandbox.run(request)).status).toBe(0);
    const pattern = `hlsctl-watchdog ${sandbox.home}`;
    const watchdogs = async () =>
      Bun.spawnSync(["pgrep", "-f", pattern]).stdout.toString().trim().split("\n");
    expect(await eventually(watchdogs, (pids) => pids.length === 1)).toHaveLength(1);
    expect(await sandbox.runtimeFiles()).toContain(`default-${port}/nginx.conf`);
    expect(await answers(`http://127.0.0.1:${port}/stream.m3u8`)).toBe(true);
  },
  40_000,
);

describe("an origin that cannot come up", () => {
  test("for a port in use names the process that holds it", async () => {
    await using sandbox = await openSandbox();
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const { status, stderr } = await sandbox.run(["up", "default", "--port", String(port), ...EMBEDDED]);
    server.close();
    expect(status).toBe(5);
    expect(stderr).toContain(`Port ${port} is held by`);
    expect(stderr).toContain(String(process.pid));
  });

  test("for a port of one's own instance names the instance", async () => {
    await using sandbox = await openSandbox();
    const port = String(await freePort());
    await sandbox.run(["up", "default", "--detach", "--port", port, ...EMBEDDED]);
    const { status, stderr } = await sandbox.run([
      "up",
      "stress",
      "--name",
      "other",
      "--port",
      port,
      ...EMBEDDED,
    ]);
    expect(status).toBe(5);
    expect(stderr).toContain(`your instance "default-${port}"`);
  });

  test("for want of FFmpeg ends with 6 and says what works instead", async () => {
    await using sandbox = await openSandbox();
    const { status, stderr } = await sandbox.run(["up", "--source", "live"], { PATH: "/nowhere" });
    expect(status).toBe(6);
    expect(stderr).toContain("--source embedded");
  });

  test("for an FFmpeg without libx264 ends with 6 and says so", async () => {
    await using sandbox = await openSandbox();
    const script = `#!/bin/sh\necho "ffmpeg version 5.0 test"\n`;
    await Bun.write(join(sandbox.home, "bin/ffmpeg"), script);
    await chmod(join(sandbox.home, "bin/ffmpeg"), 0o755);
    const env = { PATH: `${join(sandbox.home, "bin")}:/usr/bin:/bin` };
    const { status, stderr } = await sandbox.run(["up", "--source", "live"], env);
    expect(status).toBe(6);
    expect(stderr).toContain("libx264");
  });

  testWithTool("nginx", "for a folder that cannot be made ends with 7 and leaves nothing", async () => {
    await using sandbox = await openSandbox();
    await Bun.write(join(sandbox.home, "file"), "x");
    const folder = `server.hlsDir=${join(sandbox.home, "file/hls")}`;
    const port = String(await freePort());
    const { status, stderr } = await sandbox.run([
      "up",
      "--source",
      "embedded",
      "--server",
      "nginx",
      "--port",
      port,
      "--set",
      folder,
    ]);
    expect(status).toBe(7);
    expect(stderr).toContain("file/hls");
    expect(await sandbox.runtimeFiles()).toEqual([]);
  });

  test("for its type answers with the platform check and what works", async () => {
    await using sandbox = await openSandbox();
    const { status, stderr } = await sandbox.run(["up", "default", "vm"]);
    expect([6, 7, 8]).toContain(status);
    expect(stderr).toContain("hlsctl up default runner");
  });

  test("for a misspelt type ends with 2 and the nearest", async () => {
    await using sandbox = await openSandbox();
    const { status, stderr } = await sandbox.run(["up", "default", "contianer"]);
    expect(status).toBe(2);
    expect(stderr).toContain("Did you mean container?");
  });
});

describe("state that is not as hlsctl left it", () => {
  test("of another making is passed over, and harms no other instance", async () => {
    await using sandbox = await openSandbox();
    const junk = '{"schema":"hlsctl/instance/v1","spec":{"name":"junk"}}';
    await Bun.write(join(sandbox.home, "state/instances/junk/instance.json"), junk);
    await Bun.write(join(sandbox.home, "state/instances/torn/instance.json"), '{"schema":"hls');
    await mkdir(join(sandbox.home, "state/instances/folder/instance.json"), { recursive: true });
    const port = String(await freePort());
    expect((await sandbox.run(["up", "default", "-d", "--port", port, ...EMBEDDED])).status).toBe(0);
    expect(await ps(sandbox)).toHaveLength(1);
    expect((await sandbox.run(["down", "--all"])).status).toBe(0);
    expect((await sandbox.run(["logs", "junk"])).status).toBe(4);
  });

  test("of an instance that runs is mended by it, so that it can be stopped", async () => {
    await using sandbox = await openSandbox();
    const port = await freePort();
    await sandbox.run(["up", "default", "-d", "--port", String(port), ...EMBEDDED]);
    await Bun.write(join(sandbox.home, `state/instances/default-${port}/instance.json`), "");
    const rows = await eventually(
      () => ps(sandbox),
      (found) => found.length === 1,
    );
    expect(rows).toMatchObject([{ state: "running" }]);
    expect((await sandbox.run(["down"])).status).toBe(0);
    expect(await answers(`http://127.0.0.1:${port}/health`)).toBe(false);
    expect(await readdir(join(sandbox.home, "state/locks"))).toEqual([]);
  });

  test("in a home that cannot be used is told with what to do", async () => {
    await using sandbox = await openSandbox();
    await Bun.write(join(sandbox.home, "file"), "x");
    const env = { HLSCTL_HOME: join(sandbox.home, "file") };
    for (const args of [["up", ...EMBEDDED], ["ps"], ["down", "--all"]]) {
      const { status, stderr } = await sandbox.run(args, env);
      expect([0, 7]).toContain(status);
      if (status === 7) expect(stderr).toContain("HLSCTL_HOME");
    }
    expect((await sandbox.run(["up", ...EMBEDDED], env)).status).toBe(7);
  });
});

describe("a dry run", () => {
  testWithTool(["nginx", "ffmpeg"], "prints every file and command and makes none", async () => {
    await using sandbox = await openSandbox();
    const args = ["up", "default", "--source", "live", "--server", "nginx", "--dry-run"];
    const { status, stdout } = await sandbox.run(args);
    expect(status).toBe(0);
    for (const word of ["ffmpeg", "nginx.conf", "listen", "libx264", "wait until ready"])
      expect(stdout).toContain(word);
    const plan = (await sandbox.json(args)) as { steps: { kind: string }[] };
    expect(plan.steps.map((step) => step.kind)).toContain("start-encoder");
    expect(await sandbox.runtimeFiles()).toEqual([]);
    expect(await ps(sandbox)).toEqual([]);
  });
});
