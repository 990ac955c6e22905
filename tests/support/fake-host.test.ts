import { describe, expect, test } from "bun:test";
import { fakeHost } from "./fake-host.ts";

describe("the fake machine", () => {
  test("has nothing until told", async () => {
    const host = fakeHost();
    expect(await host.which("ffmpeg")).toBeUndefined();
    expect(await host.exec(["ffmpeg", "-version"])).toMatchObject({ status: undefined, problem: "missing" });
    expect(await host.fs.readText("/etc/os-release")).toBeUndefined();
    expect(await host.canBind("127.0.0.1", 17080)).toBe(true);
    expect((await host.get("http://127.0.0.1:17080/health", 100)).status).toBe(0);
    expect(host.native.openReadWrite("/dev/kvm")).toEqual({ error: "ENOENT" });
  });

  test("answers the longest command line it was told, by name or by path", async () => {
    const host = fakeHost({ exec: { nix: "any", "nix --version": "nix (Nix) 2.8.0", git: { status: 2 } } });
    expect((await host.exec(["/usr/bin/nix", "--version"])).stdout).toBe("nix (Nix) 2.8.0");
    expect((await host.exec(["nix", "build"])).stdout).toBe("any");
    expect((await host.exec(["nixos-rebuild"])).problem).toBe("missing");
    expect((await host.exec(["git"])).status).toBe(2);
    expect(host.log).toEqual([
      "exec /usr/bin/nix --version",
      "exec nix build",
      "exec nixos-rebuild",
      "exec git",
    ]);
  });

  test("keeps files, folders and their removal like a file system does", async () => {
    const host = fakeHost({ files: { "/etc/os-release": "ID=debian\n" }, unwritable: { "/etc": "EACCES" } });
    expect(await host.fs.makeDirectory("/var/hls/a")).toBe("/var");
    await host.fs.writeText("/var/hls/a/x", "12345", 0o600);
    expect(await host.fs.info("/var/hls/a/x")).toMatchObject({ kind: "file", sizeBytes: 5, mode: 0o600 });
    expect(await host.fs.list("/var/hls")).toEqual(["a"]);
    await host.fs.rename("/var/hls/a", "/var/hls/b");
    expect(host.fs.paths()).toEqual(["/etc/os-release", "/var/hls/b/x"]);
    await host.fs.remove("/var/hls");
    expect(await host.fs.info("/var/hls/b/x")).toBeUndefined();
    expect(host.fs.writeText("/etc/x", "")).rejects.toThrow("EACCES");
    expect(host.fs.writeText("/absent/x", "")).rejects.toThrow("ENOENT");
    expect(await host.fs.probeWritable("/etc")).toBe("EACCES");
    expect(host.log).toEqual([
      "mkdir /var/hls/a",
      "write /var/hls/a/x (5 bytes)",
      "rename /var/hls/a /var/hls/b",
      "remove /var/hls",
    ]);
  });

  test("plays children: lines, signals, stdin, exit", async () => {
    const host = fakeHost();
    const lines: string[] = [];
    const child = host.spawn(["ffmpeg"], { output: { to: "pipe", onLine: (line) => lines.push(line) } });
    host.children[0]?.line("frame=1");
    child.write("q");
    expect(host.kill(child.pid, 0)).toBe(true);
    expect(host.kill(-child.pid, "SIGTERM")).toBe(true);
    expect(await child.exited).toBe(143);
    expect(host.kill(child.pid, 0)).toBe(false);
    expect([lines, host.children[0]?.written, host.children[0]?.signals]).toEqual([
      ["frame=1"],
      ["q"],
      ["SIGTERM"],
    ]);
  });

  test("sleeps end in the order of their time, at once", async () => {
    const host = fakeHost({ nowMs: 0 });
    const order: string[] = [];
    const name = (label: string) => () => void order.push(`${label} ${host.clock.nowMs()}`);
    await Promise.all([
      host.clock.sleep(60_000).then(name("long")),
      host.clock.sleep(500).then(name("short")),
    ]);
    expect(order).toEqual(["short 500", "long 60000"]);
  });

  test("a sleep can be aborted, and the clock moved by hand", async () => {
    const host = fakeHost({ nowMs: 0 });
    const abort = new AbortController();
    const sleeping = host.clock.sleep(1_000, abort.signal);
    abort.abort();
    await sleeping;
    host.clock.advance(250);
    expect([host.clock.nowMs(), host.clock.sleptMs]).toEqual([250, 0]);
  });

  test("locks a file once", () => {
    const host = fakeHost({ lockedFiles: ["/run/taken"] });
    const lock = host.native.lockFile("/run/free");
    expect(host.native.lockFile("/run/free")).toBeUndefined();
    lock?.release();
    expect(host.native.lockFile("/run/free")).toBeDefined();
    expect(host.native.lockFile("/run/taken")).toBeUndefined();
  });
});
