/**
 * What was learnt about the machine. Plain JSON; `null` says "looked and found none" or "could not be told".
 * Probes fill these in and never throw; `lib/doctor` judges them.
 */

/** A subject's facts, or why they are not known (the probe ran out of time, or failed). */
export type Probed<T> = ({ known: true } & T) | { known: false; because: string };

export interface Facts {
  system: Probed<SystemFacts>;
  ports: Probed<PortsFacts>;
  ffmpeg: Probed<FfmpegFacts>;
  nginx: Probed<NginxFacts>;
  nix: Probed<NixFacts>;
  docker: Probed<EngineFacts>;
  podman: Probed<EngineFacts>;
  qemu: Probed<QemuFacts>;
  kvm: Probed<KvmFacts>;
  network: Probed<NetworkFacts>;
  xorriso: Probed<XorrisoFacts>;
}

export type Subject = keyof Facts;

/** A program that was looked for: where it is and what became of asking its version. */
export interface ProgramFacts {
  path: string | null;
  /** As the program writes it, e.g. `n7.1`, `1.22.1`. */
  version: string | null;
  /** The program is there and does not run: its last words. */
  broken: string | null;
}

export interface SystemFacts {
  os: "linux" | "darwin";
  arch: "x64" | "arm64";
  /** `/etc/os-release` on Linux, the product's name on macOS. */
  distribution: { id: string; like: string[]; version: string | null; name: string };
  kernel: string;
  /** Running as x64 on Apple silicon under Rosetta. */
  translated: boolean;
  wsl: "wsl1" | "wsl2" | null;
  /** What says that this is a container: `docker`, `podman`, `kubernetes`, `lxc` … */
  container: string | null;
  /** Which control groups are mounted: `hybrid` is version 1 with version 2 beside it. */
  cgroups: "v1" | "v2" | "hybrid" | null;
  /** systemd is the init of this system. */
  systemd: boolean;
  cpuCount: number;
  /** CPUs' worth of time the control group allows, when less than `cpuCount`. */
  cpuQuota: number | null;
  memoryBytes: number | null;
  memoryAvailableBytes: number | null;
  /** What the control group allows, when less than `memoryBytes`. */
  memoryLimitBytes: number | null;
  user: UserFacts;
  folders: FolderFacts[];
  openFiles: { soft: number | null; hard: number | null };
  ephemeralPorts: { first: number; last: number } | null;
}

export interface UserFacts {
  uid: number;
  name: string | null;
  /** Groups this session runs with. */
  groups: string[];
  /** Groups the user database lists: one that `groups` lacks needs a new login. */
  enrolled: string[];
}

export interface FolderFacts {
  use: "state" | "cache" | "temporary" | "runtime";
  path: string;
  freeBytes: number | null;
  /** Why nothing can be made there, e.g. `EACCES`. */
  problem: string | null;
}

export interface PortsFacts {
  ports: PortFacts[];
}

export interface PortFacts {
  port: number;
  /** `origin`, `swarm metrics`, … */
  use: string;
  free: boolean;
  holder: PortHolder | null;
}

/** Who listens on a port. A process of another user is seen, but not which one it is. */
export interface PortHolder {
  pid: number | null;
  command: string | null;
  uid: number | null;
}

export interface FfmpegFacts extends ProgramFacts {
  /** First two numbers of a release version; null for a build from git. */
  release: { major: number; minor: number } | null;
  ffprobePath: string | null;
  libx264: boolean;
  aac: boolean;
  lavfi: boolean;
  hls: boolean;
}

export interface NginxFacts extends ProgramFacts {
  /** e.g. `http_stub_status_module`, compiled in or loadable. */
  modules: string[];
  /** What this build leaves out, e.g. `http_gzip_module`. */
  without: string[];
}

export interface NixFacts extends ProgramFacts {
  flavour: "nix" | "lix" | "determinate" | null;
  /** What `builtins.nixVersion` says: nixpkgs compares with this, not with `--version`. */
  languageVersion: string | null;
  /** First two numbers of `languageVersion`, else of `version`. */
  release: { major: number; minor: number } | null;
  onPath: boolean;
  /** /nix/store has something in it. */
  storePresent: boolean;
  features: string[];
  store: NixStoreFacts;
  /** The daemon does what this user asks; null when it was not told. */
  trusted: boolean | null;
  system: string | null;
  extraPlatforms: string[];
  /** Remote builders, one per line of the machines file. */
  builders: { uri: string; systems: string[] }[];
  systemFeatures: string[];
  sandbox: string | null;
  /** The group whose members build for root; null when none is set. */
  buildUsersGroup: { name: string; exists: boolean } | null;
  storeFreeBytes: number | null;
}

export type NixStoreFacts =
  /** Through the daemon, or directly because this user may write to it. */
  | { state: "daemon" | "direct" }
  /** No store yet (Nix would make one) and no daemon. */
  | { state: "absent" }
  | { state: "denied" | "unreachable"; detail: string };

export interface EngineFacts {
  engine: "docker" | "podman";
  path: string | null;
  clientVersion: string | null;
  /** Docker's daemon program, which a client alone does not bring. */
  daemonPath: string | null;
  /** The `docker` command is really podman. */
  emulatedBy: "podman" | null;
  /** Docker's current context, podman's connection. */
  context: string | null;
  server: EngineServer;
}

export type EngineServer =
  | { state: "none" }
  | {
      state: "ready";
      version: string | null;
      os: string | null;
      arch: string | null;
      /** What runs it, e.g. `Docker Desktop`, `Debian GNU/Linux 12 (bookworm)`. */
      system: string | null;
      cgroupVersion: 1 | 2 | null;
      cgroupDriver: string | null;
      rootless: boolean;
      /** e.g. `runc`, `crun`. */
      runtime: string | null;
      storageDriver: string | null;
    }
  | { state: "denied" | "unreachable" | "silent"; detail: string; socket: SocketFacts | null };

export interface SocketFacts {
  path: string;
  /** Owner and group by name where they have one. */
  owner: string;
  group: string;
  /** Octal, e.g. `660`. */
  mode: string;
}

export interface QemuFacts extends ProgramFacts {
  /** The system emulator for this machine's own architecture. */
  program: string;
  release: { major: number; minor: number } | null;
  accelerators: string[];
  userNetwork: boolean;
  /** macOS only: signed with the entitlement that Hypervisor.framework asks for. */
  entitled: boolean | null;
}

export interface KvmFacts {
  /** What opening /dev/kvm read-write and making a virtual machine came to. */
  device: "usable" | "absent" | "denied" | "busy" | "failed" | "not-linux";
  /** The system's code for what went wrong, and the step. */
  error: { step: "open" | "version" | "create"; code: string } | null;
  apiVersion: number | null;
  /** The node's group and mode when it is there. */
  node: SocketFacts | null;
  modules: string[];
  /** The processor shows VMX or SVM to this system; null where processors do not tell (arm64). */
  processorSupport: boolean | null;
  /** This system is itself a guest. */
  insideGuest: boolean;
  /** macOS only: the kernel offers Hypervisor.framework. */
  hypervisorFramework: boolean | null;
}

export interface NetworkFacts {
  tun: { usable: boolean; error: string | null };
  bridge: "loaded" | "loadable" | "absent" | "unknown";
  vhostNet: { usable: boolean; error: string | null };
  ipTool: string | null;
  /** May change interfaces (CAP_NET_ADMIN). */
  mayConfigure: boolean;
}

export type XorrisoFacts = ProgramFacts;
