import { describe, expect, test } from "bun:test";
import { probeDocker, probePodman } from "../../../lib/host/probe/engine.ts";
import type { ExecAnswer } from "../../support/fake-host.ts";
import { fakeHost } from "../../support/fake-host.ts";

/** What `docker info` printed on a Debian 12 server, cut to what is read. */
const READY = {
  ServerVersion: "28.2.2",
  OSType: "linux",
  Architecture: "x86_64",
  OperatingSystem: "Debian GNU/Linux 12 (bookworm)",
  CgroupVersion: "2",
  CgroupDriver: "systemd",
  SecurityOptions: ["name=apparmor", "name=seccomp,profile=builtin", "name=cgroupns"],
  DefaultRuntime: "runc",
  Driver: "overlay2",
  Warnings: null,
  ClientInfo: { Version: "28.2.2", Context: "default", Plugins: [] },
};
/** Without a daemon the same keys are there, empty. */
const CLIENT_ONLY = {
  ServerVersion: "",
  OSType: "",
  CgroupDriver: "",
  SecurityOptions: null,
  ClientInfo: { Version: "28.2.2", Context: "default", Plugins: [], Warnings: null },
};
const PODMAN = {
  host: {
    arch: "amd64",
    os: "linux",
    cgroupManager: "systemd",
    cgroupVersion: "v2",
    distribution: { distribution: "debian", version: "12" },
    ociRuntime: { name: "crun", package: "crun_1.8.1-1" },
    security: { rootless: true, seccompEnabled: true },
  },
  store: { graphDriverName: "overlay" },
  version: { APIVersion: "4.3.1", Version: "4.3.1" },
};

const docker = (answer: ExecAnswer, more = {}) =>
  probeDocker(fakeHost({ exec: { "docker info": answer }, ...more }));

describe("docker", () => {
  test("that answers is described with its control groups", async () => {
    expect(await docker(JSON.stringify(READY))).toMatchObject({
      clientVersion: "28.2.2",
      context: "default",
      emulatedBy: null,
      server: {
        state: "ready",
        version: "28.2.2",
        os: "linux",
        cgroupVersion: 2,
        cgroupDriver: "systemd",
        rootless: false,
        runtime: "runc",
        system: "Debian GNU/Linux 12 (bookworm)",
      },
    });
  });

  test("that runs rootless says so in its security options", async () => {
    const info = { ...READY, SecurityOptions: ["name=seccomp", "name=rootless"], CgroupDriver: "none" };
    expect((await docker(JSON.stringify(info))).server).toMatchObject({
      rootless: true,
      cgroupDriver: "none",
    });
  });

  test("without a daemon is unreachable, with the client's version still known", async () => {
    const detail =
      "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?";
    const facts = await docker({ status: 1, stdout: JSON.stringify(CLIENT_ONLY), stderr: `${detail}\n` });
    expect(facts).toMatchObject({
      clientVersion: "28.2.2",
      server: { state: "unreachable", detail, socket: null },
    });
  });

  test("whose socket may not be opened is denied, with the socket's group", async () => {
    const detail =
      'permission denied while trying to connect to the Docker daemon socket at unix:///run/docker.sock: Get "http://%2Frun%2Fdocker.sock/v1.50/info": dial unix /run/docker.sock: connect: permission denied';
    const facts = await docker(
      { status: 1, stdout: JSON.stringify({ ...CLIENT_ONLY, ServerErrors: [detail] }) },
      {
        files: {
          "/run/docker.sock": { kind: "socket", uid: 0, gid: 998, mode: 0o660 },
          "/etc/group": "docker:x:998:\n",
          "/etc/passwd": "root:x:0:0::/root:/bin/sh\n",
        },
      },
    );
    expect(facts.server).toEqual({
      state: "denied",
      detail,
      socket: { path: "/run/docker.sock", owner: "root", group: "docker", mode: "660" },
    });
  });

  test("that does not answer in time is silent", async () => {
    expect((await docker({ problem: "timeout" })).server).toMatchObject({ state: "silent" });
  });

  test("that is podman in disguise is told apart", async () => {
    const facts = await docker({
      stdout: JSON.stringify(PODMAN),
      stderr: "Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg.\n",
    });
    expect(facts).toMatchObject({ emulatedBy: "podman", server: { state: "ready", version: "4.3.1" } });
  });

  test("that prints no JSON is unreachable, with its last words", async () => {
    const facts = await docker({ status: 125, stderr: "first\nunknown flag: --format\n" });
    expect(facts.server).toMatchObject({ state: "unreachable", detail: "unknown flag: --format" });
  });

  test("that is not installed is not asked", async () => {
    const host = fakeHost();
    expect((await probeDocker(host)).server).toEqual({ state: "none" });
    expect(host.log).toEqual([]);
  });
});

describe("podman", () => {
  const exec = { "podman --version": "podman version 4.3.1\n", "podman info": JSON.stringify(PODMAN) };

  test("that works needs no daemon", async () => {
    expect(await probePodman(fakeHost({ exec }))).toMatchObject({
      clientVersion: "4.3.1",
      server: { state: "ready", version: "4.3.1", cgroupVersion: 2, rootless: true, runtime: "crun" },
    });
  });

  test("whose machine is not started (macOS) is unreachable", async () => {
    const stderr =
      "Error: unable to connect to Podman socket: dial unix /x/podman.sock: connect: no such file";
    const host = fakeHost({ exec: { ...exec, "podman info": { status: 125, stderr } } });
    expect((await probePodman(host)).server).toMatchObject({ state: "unreachable", detail: stderr });
  });
});
