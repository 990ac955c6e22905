/** What the flake calls its two components. */
export const FLAKE_COMPONENTS = ["test-origin", "swarm-client"] as const;
export type FlakeComponent = (typeof FLAKE_COMPONENTS)[number];

/** One way to deploy a component: a package for every profile. */
export interface OutputType {
  component: FlakeComponent;
  /** `runner`, `container`, `vm` … */
  type: string;
  description: string;
  /** What it has in bin/; null when there is nothing to run. */
  program: string | null;
  /** Its contents are a Linux system's. */
  isLinuxOnly: boolean;
}

const LINUX = { program: null, isLinuxOnly: true } as const;

/** The same as nix/outputs/types.nix; tests/nix/outputs.test.ts holds the two together. */
export const OUTPUT_TYPES: readonly OutputType[] = [
  {
    component: "test-origin",
    type: "runner",
    description: "A live HLS stream on this machine",
    program: "test-origin",
    isLinuxOnly: false,
  },
  {
    ...LINUX,
    component: "test-origin",
    type: "container",
    description: "Container image of an origin, not root",
  },
  {
    ...LINUX,
    component: "test-origin",
    type: "container-enhanced",
    description: "Container image of an origin with systemd and exporters",
  },
  {
    ...LINUX,
    component: "test-origin",
    type: "vm",
    description: "An origin in a QEMU MicroVM",
    program: "test-origin-vm",
  },
  { ...LINUX, component: "test-origin", type: "iso", description: "Bootable ISO image of an origin" },
  {
    ...LINUX,
    component: "test-origin",
    type: "iso-cloud-init",
    description: "Bootable ISO image of an origin, configured by a NoCloud seed",
  },
  {
    component: "test-origin",
    type: "nginx-config",
    description: "nginx.conf of an origin",
    program: null,
    isLinuxOnly: false,
  },
  {
    component: "swarm-client",
    type: "runner",
    description: "A swarm of HLS clients on this machine",
    program: "swarm-client",
    isLinuxOnly: false,
  },
  {
    ...LINUX,
    component: "swarm-client",
    type: "container",
    description: "Container image of a swarm, not root",
  },
  {
    ...LINUX,
    component: "swarm-client",
    type: "vm",
    description: "A swarm in a QEMU MicroVM",
    program: "swarm-client-vm",
  },
];
