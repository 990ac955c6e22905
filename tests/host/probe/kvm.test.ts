import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { bunHost } from "../../../lib/host/bun.ts";
import { probeKvm } from "../../../lib/host/probe/kvm.ts";
import { fakeHost } from "../../support/fake-host.ts";

const VERSION = 0xae00;
const CREATE = 0xae01;
const EXTENSION = 0xae03;
const files = {
  "/dev/kvm": { kind: "other" as const, uid: 0, gid: 104, mode: 0o660 },
  "/etc/passwd": "root:x:0:0:root:/root:/bin/bash\n",
  "/etc/group": "root:x:0:\nkvm:x:104:\n",
  "/proc/cpuinfo": "processor\t: 0\nflags\t\t: fpu vme svm hypervisor\n",
  "/sys/module/kvm/refcnt": "0",
  "/sys/module/kvm_amd/refcnt": "0",
  "/sys/module/kvmgt_other/refcnt": "0",
};

describe("a /dev/kvm", () => {
  test("is usable only when it makes a virtual machine", async () => {
    const host = fakeHost({ files, devices: { "/dev/kvm": { [VERSION]: 12, [CREATE]: 20 } } });
    expect(await probeKvm(host)).toEqual({
      device: "usable",
      error: null,
      apiVersion: 12,
      node: { path: "/dev/kvm", owner: "root", group: "kvm", mode: "660" },
      modules: ["kvm", "kvm_amd"],
      processorSupport: true,
      insideGuest: true,
      hypervisorFramework: null,
    });
  });

  test.each([
    ["EACCES", "denied"],
    ["EPERM", "denied"],
    ["ENOENT", "absent"],
    ["ENODEV", "absent"],
    ["ENXIO", "absent"],
    ["EBUSY", "busy"],
    ["EIO", "failed"],
  ] as const)("that answers open with %s is %s", async (code, device) => {
    const facts = await probeKvm(fakeHost({ devices: { "/dev/kvm": code } }));
    expect(facts).toMatchObject({ device, error: { step: "open", code }, apiVersion: null });
  });

  test.each([
    [16, "busy", "EBUSY"],
    [13, "denied", "EACCES"],
    [12, "failed", "ENOMEM"],
    [95, "failed", "errno 95"],
  ] as const)("that makes no machine for errno %d is %s", async (errno, device, code) => {
    const host = fakeHost({ errno, devices: { "/dev/kvm": { [VERSION]: 12 } } });
    expect(await probeKvm(host)).toMatchObject({ device, error: { step: "create", code }, apiVersion: 12 });
  });

  test("of another API version is not used", async () => {
    const host = fakeHost({ devices: { "/dev/kvm": { [VERSION]: 11, [CREATE]: 20 } } });
    expect(await probeKvm(host)).toMatchObject({
      device: "failed",
      error: { step: "version", code: "API 11" },
    });
  });

  test("that refuses the default address size on arm64 is asked for its own", async () => {
    const asked: number[] = [];
    const host = fakeHost({
      arch: "arm64",
      errno: 22,
      devices: { "/dev/kvm": { [VERSION]: 12, [EXTENSION]: 36 } },
    });
    const native = {
      ...host.native,
      ioctl(fd: number, request: number, argument: number) {
        if (request === CREATE) asked.push(argument);
        return request === CREATE && argument === 36 ? 21 : host.native.ioctl(fd, request, argument);
      },
    };
    expect((await probeKvm({ ...host, native })).device).toBe("usable");
    expect(asked).toEqual([0, 36]);
  });
});

test("macOS is asked for its hypervisor instead", async () => {
  const host = fakeHost({ platform: "darwin", exec: { "sysctl -n kern.hv_support": "1\n" } });
  expect(await probeKvm(host)).toMatchObject({ device: "not-linux", hypervisorFramework: true });
});

test("on this machine the device is really opened, and no descriptor is left behind", async () => {
  const openFiles = async () => (await bunHost.fs.list("/proc/self/fd")).length;
  await probeKvm(bunHost);
  const before = await openFiles();
  const facts = await probeKvm(bunHost);
  expect(await openFiles()).toBe(before);
  if (existsSync("/dev/kvm") && bunHost.uid === 0) expect(facts.device).not.toBe("absent");
  else if (!existsSync("/dev/kvm")) expect(facts).toMatchObject({ device: "absent", node: null });
  if (facts.device === "usable") expect(facts.apiVersion).toBe(12);
});
