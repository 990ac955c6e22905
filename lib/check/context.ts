import type { NixConduct } from "../build/run-nix.ts";
import type { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { InputOverride } from "../nix/build-argv.ts";
import type { Registry } from "../registry/registry.ts";
import type { Component } from "../schema/component.ts";
import type { Table } from "../schema/table.ts";
import type { Leavings } from "./leavings.ts";

/** What the checks work on. Everything they make is below `home`, or a container named by `nameContainer`. */
export interface CheckContext {
  host: Host;
  /** e.g. `x86_64-linux`. */
  system: string;
  /** Folder of the written flake; empty when it could not be written. */
  flake: string;
  flakeFailure: Failure | undefined;
  nix: NixUse;
  engine: ContainerEngine | undefined;
  profiles: Record<Component, ProfileSet>;
  /** A folder of this run, and the HLSCTL_HOME of every hlsctl that the checks start. */
  home: string;
  /** Label of this user's containers on this machine; see `sweep.ts`. */
  owner: string;
  /** What has been made outside of `home` and is not given back yet. */
  leavings: Leavings;
  /** What takes long and why, for a person. */
  tell(text: string): void;
  /** Ends with the user's Ctrl-C, or when the check's time is over. */
  signal: AbortSignal;
  /** `kill` ends a build at once. */
  control: NixConduct["control"];
  onBuild: NixConduct["onProgress"];
  /** Waits until an origin plays; throws `Failure` with what is wanting. */
  waitUntilReady(
    urls: { health: string; playlist: string },
    limits: { timeoutMs: number; signal: AbortSignal },
  ): Promise<void>;
}

export interface NixUse {
  path: string;
  overrideInputs: readonly InputOverride[];
  offline: boolean;
}

export interface ContainerEngine {
  name: "docker" | "podman";
  path: string;
  /** Containers get a network of their own, from which ports can be published. */
  hasBridge: boolean;
  cgroupVersion: 1 | 2 | null;
}

export interface ProfileSet {
  registry: Registry;
  /** Of the profile files that cannot be read as profiles. */
  broken: readonly { name: string; path: string; message: string }[];
  /** What lies over every profile (`overrides.json`). */
  overrides: Table;
}
