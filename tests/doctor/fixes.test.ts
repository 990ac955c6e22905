import { describe, expect, test } from "bun:test";
import { checkMachine, placeOf } from "../../lib/doctor/checks.ts";
import { installEngine, installPackage, type Package } from "../../lib/doctor/install.ts";
import { installNix, setUpNix, upgradeNix } from "../../lib/doctor/install-nix.ts";
import type { Facts, SystemFacts } from "../../lib/host/probe/facts.ts";
import { mac, machine, NO_ENGINE } from "./machine.ts";

const system = (id: string, version: string | null = null, like: string[] = []): Partial<SystemFacts> => ({
  distribution: { id, like, version, name: id },
});
const root = { user: { uid: 0, name: "root", groups: ["root"], enrolled: ["root"] } };
const placeOn = (change: Partial<SystemFacts>) => placeOf(machine({ system: change }));
const fixOf = (facts: Facts, id: string) => {
  const found = checkMachine(facts).find((finding) => finding.id === id);
  if (!found) throw new Error(`no finding ${id}`);
  return found.fix;
};

describe("packages are installed the way of the system", () => {
  test.each([
    [system("debian"), "nginx", "sudo apt-get install nginx"],
    [{ ...system("debian"), ...root }, "nginx", "apt-get install nginx"],
    [system("ubuntu", "24.04", ["debian"]), "docker", "sudo apt-get install docker.io"],
    [system("linuxmint", "22", ["ubuntu", "debian"]), "ffmpeg", "sudo apt-get install ffmpeg"],
    [system("debian"), "qemu", "sudo apt-get install qemu-system-x86"],
    [{ ...system("debian"), arch: "arm64" }, "qemu", "sudo apt-get install qemu-system-arm"],
    [system("fedora", "41"), "docker", "sudo dnf install moby-engine"],
    [system("rocky", "9.4", ["rhel", "centos", "fedora"]), "docker", "sudo dnf install podman"],
    [system("arch"), "xorriso", "sudo pacman -S libisoburn"],
    [system("alpine", "3.20"), "qemu", "sudo apk add qemu-system-x86_64"],
    [system("opensuse-tumbleweed"), "nginx", "sudo zypper install nginx"],
    [system("nixos"), "ffmpeg", "nix-shell -p ffmpeg"],
    [{ ...system("macos"), os: "darwin" }, "ffmpeg", "brew install ffmpeg"],
    [system("slackware"), "nginx", "Install nginx with this system's package manager"],
    [system("constructor"), "nginx", "Install nginx with this system's package manager"],
  ] as const)("%j: %s", (change, name, command) => {
    expect(installPackage(placeOn(change as Partial<SystemFacts>), name as Package)).toBe(command);
  });

  test("Fedora's own FFmpeg has no libx264, so RPM Fusion's is named", () => {
    const fix = installPackage(placeOn(system("fedora", "41")), "ffmpeg");
    expect(fix).toContain("rpmfusion.org/free/fedora/");
    expect(installPackage(placeOn(system("rocky", "9", ["rhel"])), "ffmpeg")).toContain(
      "rpmfusion.org/free/el/",
    );
  });

  test("a container engine is started after it was installed", () => {
    expect(installEngine(placeOn({}))).toBe(
      "sudo apt-get install docker.io\nsudo systemctl enable --now docker",
    );
    expect(installEngine(placeOn({ systemd: false }))).toContain("\nsudo dockerd");
    expect(installEngine(placeOn(system("rocky", "9", ["rhel"])))).toBe("sudo dnf install podman");
    expect(installEngine(placeOn({ ...system("macos"), os: "darwin" }))).toBe(
      "brew install docker colima\ncolima start",
    );
  });
});

describe("Nix is installed and mended the way of the system", () => {
  test.each([
    [system("debian", "13"), "sudo apt-get install nix-setup-systemd"],
    [system("debian", "12"), "curl -fsSL https://nixos.org/nix/install | sh -s -- --daemon"],
    [system("ubuntu", "22.04"), "curl -fsSL https://nixos.org/nix/install | sh -s -- --daemon"],
    [system("ubuntu", "24.04"), "sudo apt-get install nix-setup-systemd"],
    [
      { ...system("debian", "13"), systemd: false },
      "curl -fsSL https://nixos.org/nix/install | sh -s -- --no-daemon",
    ],
    [system("arch"), "sudo pacman -S nix"],
    [{ ...system("macos", "15"), os: "darwin" as const }, "curl -fsSL https://nixos.org/nix/install | sh"],
  ])("%j", (change, command) => {
    expect(installNix(placeOn(change))).toBe(command);
  });

  test("an old Nix is upgraded by what installed it", () => {
    const own = { path: "/nix/var/nix/profiles/default/bin/nix" };
    expect(upgradeNix(own, placeOn({}))).toBe("sudo -i nix upgrade-nix");
    expect(upgradeNix({ path: "/usr/bin/nix" }, placeOn(system("debian", "12")))).toContain(
      "nixos.org/nix/install",
    );
    expect(upgradeNix({ path: "/run/current-system/sw/bin/nix" }, placeOn(system("nixos")))).toContain(
      "nixos-rebuild",
    );
  });

  test("Debian's nix-bin gets its daemon; a root user without systemd builds as root", () => {
    expect(setUpNix(placeOn({}))).toBe("sudo apt-get install nix-setup-systemd");
    expect(setUpNix(placeOn({ ...root, systemd: false }))).toContain("build-users-group =");
  });
});

describe("/dev/kvm", () => {
  const denied = (change: object = {}) => ({
    device: "denied" as const,
    error: { step: "open" as const, code: "EACCES" },
    ...change,
  });
  const absent = (change: object = {}) => ({
    device: "absent" as const,
    error: { step: "open" as const, code: "ENOENT" },
    node: null,
    ...change,
  });

  test("denied: the node's group is joined; whoever is enrolled already logs in again", () => {
    expect(fixOf(machine({ kvm: denied() }), "kvm-permission")).toBe(
      "sudo usermod -aG kvm $USER   # then log in again",
    );
    const enrolled = { user: { uid: 1000, name: "ana", groups: ["ana"], enrolled: ["ana", "kvm"] } };
    expect(fixOf(machine({ kvm: denied(), system: enrolled }), "kvm-permission")).toStartWith("newgrp kvm");
  });

  test("denied with root's group: a group and a udev rule, never mode 666", () => {
    const node = { path: "/dev/kvm", owner: "root", group: "root", mode: "600" };
    const fix = fixOf(machine({ kvm: denied({ node }) }), "kvm-permission");
    expect(fix).toContain("/etc/udev/rules.d/");
    expect(fix).not.toContain("666");
  });

  test("denied inside a container: its start has to allow it", () => {
    const inside = { container: "docker" };
    expect(fixOf(machine({ kvm: denied(), system: inside }), "kvm-permission")).toContain("--group-add");
    const asRoot = { ...inside, ...root };
    expect(fixOf(machine({ kvm: denied(), system: asRoot }), "kvm-permission")).toContain(
      "--device /dev/kvm",
    );
  });

  test.each([
    [{}, { container: "docker" }, "--device /dev/kvm"],
    [{}, { wsl: "wsl2" as const }, "nestedVirtualization=true"],
    [{ processorSupport: true, modules: [] }, {}, "modprobe kvm_intel"],
    [{ processorSupport: false, insideGuest: true }, {}, "nested virtualisation"],
    [{ processorSupport: false, insideGuest: false }, {}, "firmware"],
  ])("absent: %j %j", (change, systemChange, words) => {
    expect(fixOf(machine({ kvm: absent(change), system: systemChange }), "kvm-missing")).toContain(words);
  });
});

describe("a container engine that does not serve", () => {
  const address = (at: string) =>
    `Cannot connect to the Docker daemon at ${at}. Is the docker daemon running?`;
  const unreachable = (at: string) => ({ state: "unreachable" as const, detail: address(at), socket: null });

  test("is started with systemd where there is one, and installed where only a client is", () => {
    const server = unreachable("unix:///var/run/docker.sock");
    expect(fixOf(machine({ docker: { server } }), "docker-unreachable")).toBe(
      "sudo systemctl enable --now docker",
    );
    expect(fixOf(machine({ docker: { server, daemonPath: null } }), "docker-unreachable")).toStartWith(
      "sudo apt-get install docker.io",
    );
    expect(fixOf(mac({ docker: { server } }), "docker-unreachable")).toStartWith("open -a Docker");
  });

  test("that does not let this user in is joined by its socket's group, or gets one", () => {
    const socket = { path: "/var/run/docker.sock", owner: "root", group: "docker", mode: "660" };
    const server = { state: "denied" as const, detail: "permission denied", socket };
    expect(fixOf(machine({ docker: { server } }), "docker-permission")).toBe(
      "sudo usermod -aG docker $USER   # then log in again; members can act as root",
    );
    const rootOnly = { ...server, socket: { ...socket, group: "root" } };
    expect(fixOf(machine({ docker: { server: rootOnly } }), "docker-permission")).toBe(
      [
        "sudo groupadd --force docker",
        "sudo usermod -aG docker $USER   # then log in again; members can act as root",
        "sudo systemctl restart docker",
      ].join("\n"),
    );
  });

  test("at an address of the user's choice is not this machine's to start", () => {
    const facts = machine({ docker: { server: unreachable("tcp://10.0.0.7:2375") } });
    expect(fixOf(facts, "docker-unreachable")).toContain("unset DOCKER_HOST");
    const found = checkMachine(facts).find(({ id }) => id === "docker-unreachable");
    expect(found?.message).toBe("Docker's daemon does not answer at tcp://10.0.0.7:2375.");
  });

  test("beside one that does is a side note", () => {
    const podman = {
      path: "/usr/bin/podman",
      server: { state: "unreachable" as const, detail: "Error: x", socket: null },
    };
    const found = checkMachine(machine({ podman })).find(({ id }) => id === "podman-unreachable");
    expect(found).toMatchObject({ severity: "info", stops: [] });
    expect(
      checkMachine(machine({ docker: NO_ENGINE, podman })).find(({ id }) => id === "podman-unreachable"),
    ).toMatchObject({
      severity: "error",
      stops: ["engine"],
    });
  });
});

describe("limits of the system", () => {
  test.each([
    [{ openFiles: { soft: 1024, hard: 1024 } }, "open-files-low"],
    [{ memoryAvailableBytes: 100 * 2 ** 20 }, "memory-low"],
    [{ memoryLimitBytes: 256 * 2 ** 20 }, "memory-low"],
    [{ ephemeralPorts: { first: 60_000, last: 60_999 } }, "ephemeral-ports-few"],
    [{ translated: true }, "rosetta"],
    [{ wsl: "wsl1" as const }, "wsl1"],
    [{ container: "lxc" }, "inside-container"],
    [
      { folders: [{ use: "cache" as const, path: "/c", freeBytes: 500 * 2 ** 20, problem: null }] },
      "disk-space-cache",
    ],
    [
      { folders: [{ use: "temporary" as const, path: "/tmp", freeBytes: 1000, problem: null }] },
      "disk-space-temporary",
    ],
    [
      { folders: [{ use: "temporary" as const, path: "/tmp", freeBytes: null, problem: "EROFS" }] },
      "folder-temporary-unwritable",
    ],
  ])("%j is %s, which stops nothing", (change, id) => {
    const found = checkMachine(machine({ system: change })).find((finding) => finding.id === id);
    expect(found).toMatchObject({ subject: "system", stops: [] });
  });

  test("a machine on which everything works has nothing worth acting on", () => {
    const severities = checkMachine(machine()).map(({ id, severity }) => `${severity} ${id}`);
    expect(severities.filter((one) => !one.startsWith("ok "))).toEqual([]);
  });

  test("a soft limit that hlsctl can raise itself is not complained about", () => {
    const facts = machine({ system: { openFiles: { soft: 256, hard: 524_288 } } });
    expect(checkMachine(facts).some(({ id }) => id === "open-files-low")).toBe(false);
  });
});

test("a port that is taken names its holder; the origin's comes with another port to use", () => {
  const holder = { pid: 812, command: "nginx", uid: 33 };
  const ports = [
    { port: 17080, use: "origin", free: false, holder },
    { port: 17091, use: "swarm metrics", free: false, holder: null },
  ];
  const findings = checkMachine(machine({ ports: { ports } })).filter(({ subject }) => subject === "ports");
  expect(findings).toMatchObject([
    {
      id: "port-17080-in-use",
      severity: "warning",
      message: "Port 17080 (origin) is held by nginx (process 812).",
      fix: "hlsctl up --set server.port=17081",
    },
    {
      id: "port-17091-in-use",
      severity: "info",
      message: "Port 17091 (swarm metrics) is held by another process.",
    },
  ]);
});

test("subjects that could not be looked at are told, and not counted on", () => {
  const unknown = { known: false as const, because: "no answer within 8 s" };
  const findings = checkMachine(machine({ ffmpeg: unknown, system: unknown, podman: unknown }));
  expect(findings.find(({ id }) => id === "ffmpeg-unknown")?.stops).toEqual(["encode"]);
  expect(findings.find(({ id }) => id === "system-unknown")).toMatchObject({
    severity: "warning",
    stops: [],
  });
});

test("tap networking: no device, no bridge, no tool and no right each have their own remedy", () => {
  const ids = (change: object) =>
    checkMachine(machine({ network: change })).flatMap(({ id, subject }) =>
      subject === "network" ? [id] : [],
    );
  expect(ids({ tun: { usable: false, error: "ENOENT" } })).toEqual(["tap-unavailable"]);
  expect(ids({ bridge: "absent" })).toEqual(["bridge-missing"]);
  expect(ids({ ipTool: null })).toEqual(["ip-missing"]);
  expect(ids({ mayConfigure: false, vhostNet: { usable: false, error: "ENOENT" } })).toEqual([
    "tap-needs-root",
    "vhost-net-missing",
  ]);
  expect(checkMachine(mac()).find(({ subject }) => subject === "network")?.id).toBe("tap-unsupported");
});

test("a weak QEMU is told, and stops nothing: VMs bring their own", () => {
  const ids = (change: object) =>
    checkMachine(machine({ qemu: change })).flatMap(({ id, subject, stops }) =>
      subject === "qemu" && stops.length === 0 ? [id] : [],
    );
  expect(ids({ path: null })).toEqual(["qemu-missing"]);
  expect(ids({ release: { major: 6, minor: 1 }, userNetwork: false })).toEqual([
    "qemu-old",
    "qemu-no-user-network",
  ]);
  expect(ids({ accelerators: ["hvf"], entitled: false })).toEqual(["qemu-not-entitled"]);
});

test("Nix's settings are notes: features, PATH and trust", () => {
  const facts = machine({ nix: { features: ["nix-command"], onPath: false, trusted: false } });
  const notes = checkMachine(facts).filter(
    ({ subject, severity }) => subject === "nix" && severity === "info",
  );
  expect(notes.map(({ id }) => id)).toEqual(["nix-features-off", "nix-not-on-path", "nix-not-trusted"]);
  expect(notes[0]?.message).toBe("Features not switched on in Nix: flakes.");
});
