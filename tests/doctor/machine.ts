import type { EngineFacts, EngineServer, Facts } from "../../lib/host/probe/facts.ts";

type Known<S extends keyof Facts> = Extract<Facts[S], { known: true }>;
type KnownChanges = { [S in keyof Facts]?: Partial<Known<S>> };
type Changes = { [S in keyof Facts]?: Partial<Known<S>> | Extract<Facts[S], { known: false }> };

const GIB = 2 ** 30;

/** A machine on which everything works (Debian 13, x64, Docker, Nix with its daemon, KVM), but for the changes. */
export function machine(changes: Changes = {}): Facts {
  const facts = workingMachine();
  for (const subject of Object.keys(changes) as (keyof Facts)[]) {
    const change = changes[subject];
    if (change) Object.assign(facts, { [subject]: merge(facts[subject], change) });
  }
  return facts;
}

/** Apple silicon with Docker Desktop and a Nix that has a Linux builder. */
export function mac(changes: KnownChanges = {}): Facts {
  return machine({
    ...changes,
    system: {
      os: "darwin",
      arch: "arm64",
      distribution: { id: "macos", like: [], version: "15.1", name: "macOS 15.1" },
      kernel: "Darwin 24.1.0",
      cgroups: null,
      systemd: false,
      ...changes.system,
    },
    kvm: { device: "not-linux", node: null, modules: [], hypervisorFramework: true, ...changes.kvm },
    qemu: { program: "qemu-system-aarch64", accelerators: ["hvf", "tcg"], entitled: true, ...changes.qemu },
    nix: {
      system: "aarch64-darwin",
      builders: [{ uri: "ssh-ng://builder@linux-builder", systems: ["aarch64-linux"] }],
      ...changes.nix,
    },
  });
}

export const READY: Extract<EngineServer, { state: "ready" }> = {
  state: "ready",
  version: "28.2.2",
  os: "linux",
  arch: "x86_64",
  system: "Debian GNU/Linux 13 (trixie)",
  cgroupVersion: 2,
  cgroupDriver: "systemd",
  rootless: false,
  runtime: "runc",
  storageDriver: "overlay2",
};

export const NO_ENGINE = { path: null, server: { state: "none" } } satisfies Partial<EngineFacts>;

function merge<T extends object>(whole: T, change: object): T | object {
  return "known" in change && change.known === false ? change : { ...whole, ...change };
}

function engine(name: EngineFacts["engine"]): EngineFacts & { known: true } {
  const none = { path: null, daemonPath: null, clientVersion: null, emulatedBy: null, context: null };
  return { known: true, engine: name, ...none, server: { state: "none" } };
}

function workingMachine(): Facts {
  const folder = { freeBytes: 80 * GIB, problem: null };
  return {
    system: {
      known: true,
      os: "linux",
      arch: "x64",
      distribution: { id: "debian", like: [], version: "13", name: "Debian GNU/Linux 13 (trixie)" },
      kernel: "6.12.0-1-amd64",
      translated: false,
      wsl: null,
      container: null,
      cgroups: "v2",
      systemd: true,
      cpuCount: 8,
      cpuQuota: null,
      memoryBytes: 16 * GIB,
      memoryAvailableBytes: 12 * GIB,
      memoryLimitBytes: null,
      user: { uid: 1000, name: "ana", groups: ["ana"], enrolled: ["ana"] },
      folders: [
        { use: "state", path: "/home/ana/.local/state/hlsctl", ...folder },
        { use: "cache", path: "/home/ana/.cache/hlsctl", ...folder },
        { use: "temporary", path: "/tmp", ...folder },
        { use: "runtime", path: "/run/user/1000/hlsctl", ...folder },
      ],
      openFiles: { soft: 524_288, hard: 524_288 },
      ephemeralPorts: { first: 32_768, last: 60_999 },
    },
    ports: {
      known: true,
      ports: [
        { port: 17080, use: "origin", free: true, holder: null },
        { port: 17091, use: "swarm metrics", free: true, holder: null },
      ],
    },
    ffmpeg: {
      known: true,
      path: "/usr/bin/ffmpeg",
      version: "7.1.1",
      broken: null,
      release: { major: 7, minor: 1 },
      ffprobePath: "/usr/bin/ffprobe",
      libx264: true,
      aac: true,
      lavfi: true,
      hls: true,
    },
    nginx: {
      known: true,
      path: "/usr/sbin/nginx",
      version: "1.26.3",
      broken: null,
      modules: ["http_stub_status_module"],
      without: [],
    },
    nix: {
      known: true,
      path: "/nix/var/nix/profiles/default/bin/nix",
      version: "2.31.2",
      broken: null,
      flavour: "nix",
      languageVersion: "2.31.2",
      release: { major: 2, minor: 31 },
      onPath: true,
      storePresent: true,
      features: ["flakes", "nix-command"],
      store: { state: "daemon" },
      trusted: true,
      system: "x86_64-linux",
      extraPlatforms: [],
      builders: [],
      systemFeatures: ["kvm"],
      sandbox: "true",
      buildUsersGroup: { name: "nixbld", exists: true },
      storeFreeBytes: 80 * GIB,
    },
    docker: {
      ...engine("docker"),
      path: "/usr/bin/docker",
      daemonPath: "/usr/bin/dockerd",
      clientVersion: "28.2.2",
      context: "default",
      server: READY,
    },
    podman: engine("podman"),
    qemu: {
      known: true,
      path: "/usr/bin/qemu-system-x86_64",
      version: "10.0.2",
      broken: null,
      program: "qemu-system-x86_64",
      release: { major: 10, minor: 0 },
      accelerators: ["tcg", "kvm"],
      userNetwork: true,
      entitled: null,
    },
    kvm: {
      known: true,
      device: "usable",
      error: null,
      apiVersion: 12,
      node: { path: "/dev/kvm", owner: "root", group: "kvm", mode: "660" },
      modules: ["kvm", "kvm_amd"],
      processorSupport: true,
      insideGuest: false,
      hypervisorFramework: null,
    },
    network: {
      known: true,
      tun: { usable: true, error: null },
      bridge: "loaded",
      vhostNet: { usable: true, error: null },
      ipTool: "/usr/sbin/ip",
      mayConfigure: true,
    },
    xorriso: { known: true, path: "/usr/bin/xorriso", version: "1.5.6", broken: null },
  };
}
