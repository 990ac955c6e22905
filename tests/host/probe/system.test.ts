import { describe, expect, test } from "bun:test";
import { parseCpuMax, parseOwnGroups, probeCgroupLimits } from "../../../lib/host/probe/cgroup.ts";
import { probeSystem } from "../../../lib/host/probe/system.ts";
import { parseSysctl, parseVmStat } from "../../../lib/host/probe/system-darwin.ts";
import { countCpus, parseOsRelease, parseWsl } from "../../../lib/host/probe/system-linux.ts";
import { fakeHost } from "../../support/fake-host.ts";

const DEBIAN = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
ID=debian
`;

describe("reading a system's own words", () => {
  test.each([
    [DEBIAN, { id: "debian", like: [], version: "12", name: "Debian GNU/Linux 12 (bookworm)" }],
    [
      'NAME=\'Rocky Linux\'\nID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID=9.4\n',
      { id: "rocky", like: ["rhel", "centos", "fedora"], version: "9.4", name: "Rocky Linux" },
    ],
    ["ID=arch\nBUILD_ID=rolling\n", { id: "arch", like: [], version: null, name: "arch" }],
    ["", { id: "linux", like: [], version: null, name: "linux" }],
  ])("os-release %#", (text, distribution) => {
    expect(parseOsRelease(text)).toEqual(distribution);
  });

  test.each([
    ["5.15.153.1-microsoft-standard-WSL2", "wsl2"],
    ["4.4.0-19041-Microsoft", "wsl1"],
    ["6.1.0-18-amd64", null],
  ] as const)("kernel %s is %p", (release, wsl) => {
    expect(parseWsl(release)).toBe(wsl);
  });

  test.each([
    ["0-1", 2],
    ["0-3,8", 5],
    ["5", 1],
    ["0-3,6-7\n", 6],
    ["", 1],
  ])("the CPU list %j holds %d", (list, count) => {
    expect(countCpus(list)).toBe(count);
  });

  test.each([
    ["150000 100000\n", 1.5],
    ["max 100000\n", null],
    [null, null],
  ])("cpu.max %j allows %p CPUs", (text, cpus) => {
    expect(parseCpuMax(text)).toBe(cpus);
  });

  test("a process's control groups are found in both versions", () => {
    expect(parseOwnGroups("0::/user.slice/a:b\n")).toEqual({
      unified: "/user.slice/a:b",
      cpu: "/",
      memory: "/",
    });
    expect(parseOwnGroups("4:memory:/docker/x\n3:cpu,cpuacct:/docker/y\n0::/\n")).toEqual({
      unified: "/",
      cpu: "/docker/y",
      memory: "/docker/x",
    });
  });

  test("sysctl's lines become a table; complaints about unknown keys do not matter", () => {
    const values = parseSysctl("hw.memsize: 17179869184\nkern.osrelease: 24.1.0\nsysctl: unknown oid 'x'\n");
    expect([values.get("hw.memsize"), values.get("kern.osrelease")]).toEqual(["17179869184", "24.1.0"]);
  });

  test("vm_stat's pages are counted by its own page size", () => {
    const text = `Mach Virtual Memory Statistics: (page size of 16384 bytes)
Pages free:                               10000.
Pages active:                            200000.
Pages inactive:                           20000.
Pages speculative:                         1000.
`;
    expect(parseVmStat(text)).toBe(31_000 * 16_384);
    expect(parseVmStat("nothing")).toBeNull();
  });
});

describe("the tightest control group limit counts", () => {
  test("version 2: a parent's limit binds its children", async () => {
    const host = fakeHost({
      files: {
        "/proc/self/cgroup": "0::/a/b\n",
        "/sys/fs/cgroup/a/cpu.max": "50000 100000\n",
        "/sys/fs/cgroup/a/b/cpu.max": "max 100000\n",
        "/sys/fs/cgroup/a/memory.max": "max\n",
        "/sys/fs/cgroup/a/b/memory.max": "1073741824\n",
      },
    });
    expect(await probeCgroupLimits(host)).toEqual({ cpus: 0.5, memoryBytes: 2 ** 30 });
  });

  test("version 1: −1 and numbers near 2⁶³ are no limit", async () => {
    const host = fakeHost({
      files: {
        "/proc/self/cgroup": "4:memory:/\n3:cpu:/\n",
        "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
        "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
        "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
      },
    });
    expect(await probeCgroupLimits(host)).toEqual({ cpus: null, memoryBytes: null });
  });
});

describe("a Linux machine", () => {
  const files = {
    "/etc/os-release": DEBIAN,
    "/proc/sys/kernel/osrelease": "6.1.0-18-amd64\n",
    "/proc/self/status": "Name:\tx\nCpus_allowed_list:\t0-7\n",
    "/proc/meminfo": "MemTotal:       16384000 kB\nMemAvailable:    8192000 kB\n",
    "/proc/sys/net/ipv4/ip_local_port_range": "32768\t60999\n",
    "/sys/fs/cgroup/cgroup.controllers": "cpu memory",
    "/run/systemd/system/": "",
  };
  const exec = {
    "id -un": "ana\n",
    "id -Gn": "ana docker\n",
    "id -Gn ana": "ana docker kvm\n",
    "sh -c": "1024\n524288\n",
  };

  test("is described from its files", async () => {
    const system = await probeSystem(fakeHost({ files, exec }));
    expect(system).toMatchObject({
      os: "linux",
      distribution: { id: "debian", version: "12" },
      kernel: "6.1.0-18-amd64",
      cpuCount: 8,
      cpuQuota: null,
      memoryBytes: 16_384_000 * 1024,
      memoryAvailableBytes: 8_192_000 * 1024,
      container: null,
      wsl: null,
      cgroups: "v2",
      systemd: true,
      ephemeralPorts: { first: 32_768, last: 60_999 },
      openFiles: { soft: 1024, hard: 524_288 },
      user: { uid: 1000, name: "ana", groups: ["ana", "docker"], enrolled: ["ana", "docker", "kvm"] },
    });
  });

  test("folders are tried where they are or would be made", async () => {
    const host = fakeHost({
      files: { ...files, "/home/ana/.cache": "a file, not a folder" },
      exec,
      env: { XDG_STATE_HOME: "/srv/state", XDG_RUNTIME_DIR: "/run/user/1000" },
      unwritable: { "/run": "EROFS" },
      freeBytes: { "/": 5000, "/home": 7000 },
    });
    const { folders } = await probeSystem(host);
    expect(folders).toEqual([
      { use: "state", path: "/srv/state/hlsctl", freeBytes: 5000, problem: null },
      { use: "cache", path: "/home/ana/.cache/hlsctl", freeBytes: 7000, problem: "ENOTDIR" },
      { use: "temporary", path: "/tmp", freeBytes: 5000, problem: null },
      { use: "runtime", path: "/run/user/1000/hlsctl", freeBytes: 5000, problem: "EROFS" },
    ]);
  });

  test.each([
    [{ "/.dockerenv": "" }, {}, "docker"],
    [{ "/run/.containerenv": "" }, {}, "podman"],
    [{ "/run/systemd/container": "lxc\n" }, {}, "lxc"],
    [{}, { KUBERNETES_SERVICE_HOST: "10.0.0.1" }, "kubernetes"],
    [{ "/proc/1/cgroup": "0::/kubepods/besteffort/x\n" }, {}, "kubepods"],
    [{ "/proc/1/cgroup": "0::/init.scope\n" }, {}, null],
    [{ "/.dockerenv": "", "/proc/2/comm": "kthreadd\n" }, {}, null],
  ])("containers give themselves away: %j %j", async (more, env, container) => {
    const system = await probeSystem(fakeHost({ files: { ...files, ...more }, exec, env }));
    expect(system.container).toBe(container);
  });

  test("is described although nothing can be read or run", async () => {
    const denied = { error: "EACCES" };
    const host = fakeHost({ files: { "/proc/meminfo": denied, "/etc/os-release": denied } });
    const system = await probeSystem(host);
    expect(system).toMatchObject({
      memoryBytes: null,
      cpuCount: 1,
      openFiles: { soft: null, hard: null },
      user: { name: null, groups: [] },
    });
  });
});

test("an Apple silicon Mac that runs the x64 build is told apart", async () => {
  const host = fakeHost({
    platform: "darwin",
    exec: {
      sysctl:
        "kern.osrelease: 24.1.0\nhw.logicalcpu: 8\nhw.memsize: 17179869184\nsysctl.proc_translated: 1\nnet.inet.ip.portrange.first: 49152\nnet.inet.ip.portrange.last: 65535\n",
      "sw_vers -productVersion": "15.1\n",
    },
  });
  expect(await probeSystem(host)).toMatchObject({
    os: "darwin",
    arch: "x64",
    translated: true,
    distribution: { id: "macos", version: "15.1", name: "macOS 15.1" },
    kernel: "Darwin 24.1.0",
    cpuCount: 8,
    memoryBytes: 2 ** 34,
    ephemeralPorts: { first: 49_152, last: 65_535 },
  });
});
