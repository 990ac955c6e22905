import { describe, expect, test } from "bun:test";
import { probeFfmpeg } from "../../../lib/host/probe/ffmpeg.ts";
import { probeNetwork } from "../../../lib/host/probe/network.ts";
import { probeNginx } from "../../../lib/host/probe/nginx.ts";
import { describeProblem } from "../../../lib/host/probe/program.ts";
import { probeQemu } from "../../../lib/host/probe/qemu.ts";
import { probeXorriso } from "../../../lib/host/probe/xorriso.ts";
import { fakeHost } from "../../support/fake-host.ts";

const ENCODERS = "Encoders:\n ------\n V....D libx264   H.264\n A....D aac       AAC\n";
const FORMATS = "File formats:\n --\n DE hls      HLS\n D  lavfi    Libavfilter\n";
const BANNER = "ffmpeg version n7.1 Copyright (c) 2000-2024 the FFmpeg developers\n  built with gcc\n";

describe("FFmpeg", () => {
  const ffmpeg = (encoders: string, formats: string) =>
    probeFfmpeg(
      fakeHost({
        programs: ["ffprobe"],
        exec: {
          "ffmpeg -encoders": { stdout: encoders, stderr: BANNER },
          "ffmpeg -hide_banner -formats": formats,
        },
      }),
    );

  test("is described from two calls", async () => {
    expect(await ffmpeg(ENCODERS, FORMATS)).toEqual({
      path: "/usr/bin/ffmpeg",
      version: "n7.1",
      broken: null,
      release: { major: 7, minor: 1 },
      ffprobePath: "/usr/bin/ffprobe",
      libx264: true,
      aac: true,
      lavfi: true,
      hls: true,
    });
  });

  test("that reads HLS but does not write it lacks the muxer", async () => {
    const facts = await ffmpeg(ENCODERS, FORMATS.replace("DE hls", "D  hls"));
    expect(facts).toMatchObject({ hls: false, lavfi: true });
  });

  test("whose banner mentions libx264 does not have it for that", async () => {
    const facts = await ffmpeg(ENCODERS.replace("libx264 ", "libopenh264 "), FORMATS);
    expect(facts.libx264).toBe(false);
  });

  test("that is missing lacks everything, and is not asked", async () => {
    const host = fakeHost();
    expect(await probeFfmpeg(host)).toMatchObject({ path: null, libx264: false, hls: false });
    expect(host.log).toEqual([]);
  });
});

test("nginx tells its build on stderr", async () => {
  const stderr = "nginx version: nginx/1.22.1\nconfigure arguments: --with-http_stub_status_module\n";
  expect(await probeNginx(fakeHost({ exec: { "nginx -V": { stderr } } }))).toEqual({
    path: "/usr/bin/nginx",
    version: "1.22.1",
    broken: null,
    modules: ["http_stub_status_module"],
    without: [],
  });
});

describe("QEMU", () => {
  const exec = {
    "qemu-system-aarch64 --version": "QEMU emulator version 9.2.0\n",
    "qemu-system-aarch64 -machine none -accel help": "Accelerators supported in QEMU binary:\nhvf\ntcg\n",
    "qemu-system-aarch64 -machine none -netdev help": "Available netdev backend types:\nuser\n",
    "codesign -d": { stderr: "[Dict]\n[Key] com.apple.security.hypervisor\n" },
  };

  test("is the emulator of the machine's own processor; on macOS its signature is read", async () => {
    expect(await probeQemu(fakeHost({ platform: "darwin", arch: "arm64", exec }))).toMatchObject({
      program: "qemu-system-aarch64",
      release: { major: 9, minor: 2 },
      accelerators: ["hvf", "tcg"],
      userNetwork: true,
      entitled: true,
    });
  });

  test("of Red Hat hides in libexec", async () => {
    const path = "/usr/libexec/qemu-kvm";
    const host = fakeHost({ files: { [path]: "" }, exec: { [path]: "QEMU emulator version 8.0.0\n" } });
    expect(await probeQemu(host)).toMatchObject({ path, version: "8.0.0", userNetwork: false });
  });
});

describe("the network", () => {
  test("devices are really opened, and the capability is read from the process", async () => {
    const host = fakeHost({
      devices: { "/dev/net/tun": {}, "/dev/vhost-net": "EACCES" },
      files: { "/sys/module/bridge/x": "", "/proc/self/status": "CapEff:\t0000000000001000\n" },
      programs: ["ip"],
    });
    expect(await probeNetwork(host)).toEqual({
      tun: { usable: true, error: null },
      bridge: "loaded",
      vhostNet: { usable: false, error: "EACCES" },
      ipTool: "/usr/bin/ip",
      mayConfigure: true,
    });
  });

  test.each([
    [{}, "unknown"],
    [{ "/lib/modules/6.1.0/modules.dep": "kernel/net/bridge/bridge.ko:\n" }, "loadable"],
    [{ "/lib/modules/6.1.0/modules.builtin": "kernel/net/bridge/bridge.ko\n" }, "loaded"],
    [{ "/lib/modules/6.1.0/modules.dep": "kernel/net/other.ko:\n" }, "absent"],
  ] as const)("%j: bridges are %s", async (files, bridge) => {
    const host = fakeHost({ files: { ...files, "/proc/sys/kernel/osrelease": "6.1.0\n" } });
    expect((await probeNetwork(host)).bridge).toBe(bridge);
  });
});

test("xorriso that does not start is broken", async () => {
  const host = fakeHost({ exec: { xorriso: { problem: "denied" } } });
  expect(await probeXorriso(host)).toEqual({
    path: "/usr/bin/xorriso",
    version: null,
    broken: "the system will not execute it",
  });
});

test.each([
  [{ status: 3, stdout: "", stderr: "a\nb\n" }, "b"],
  [
    {
      status: 1,
      stdout: "",
      stderr:
        "\u001b[31;1merror:\u001b[0m illegal configuration line 'x' in 'NIX_CONFIG'\nTry 'nix --help' for more information.\n",
    },
    "illegal configuration line 'x' in 'NIX_CONFIG'",
  ],
  [{ status: 1, stdout: "", stderr: "\u001b]0;owned\u0007\u001b[2Jgone \u0008wrong.\n" }, "gone wrong"],
  [{ status: 3, stdout: "", stderr: "" }, "it ended with status 3"],
  [{ status: undefined, stdout: "", stderr: "oh\n", problem: "signal" }, "it was killed: oh"],
  [{ status: undefined, stdout: "", stderr: "", problem: "signal" }, "it was killed"],
  [{ status: undefined, stdout: "x", stderr: "", problem: "timeout" }, "it did not answer in time"],
] as const)("%j is told as %j", (result, text) => {
  expect(describeProblem(result)).toBe(text);
});
