import type { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { probeKvm } from "../host/probe/kvm.ts";
import type { Check } from "./check.ts";
import type { ContainerEngine } from "./context.ts";
import { findEngine } from "./engine-facts.ts";
import type { Conditions, Lacking } from "./needs.ts";

/** What Nix is here: `failure` is why nothing can be built with it. */
export interface NixGround {
  path: string | undefined;
  failure: Failure | undefined;
}

export interface Ground {
  conditions: Conditions;
  engine: ContainerEngine | undefined;
}

/** Asks the machine for what these checks need, and for nothing else. */
export async function surveyGround(host: Host, checks: readonly Check[], nix: NixGround): Promise<Ground> {
  const needs = new Set(checks.flatMap((check) => check.needs));
  const wantsEngine = needs.has("engine") || needs.has("systemd-engine");
  const [containers, kvm] = await Promise.all([
    wantsEngine ? findEngine(host) : undefined,
    needs.has("kvm") ? lackingKvm(host) : undefined,
  ]);
  const conditions: Conditions = {
    linux: lackingLinux(host),
    nix: nix.path === undefined && nix.failure ? lackingNix(nix.failure) : undefined,
    nixpkgs: nix.failure ? lackingNix(nix.failure) : undefined,
    kvm,
    engine: containers?.lacking,
    "systemd-engine": containers?.systemd,
  };
  return { conditions, engine: containers?.engine };
}

function lackingLinux({ platform }: Host): Lacking | undefined {
  if (platform === "linux") return undefined;
  return {
    reason: "this is macOS, and the contents are Linux",
    enable: "Run it on Linux, or with a remote builder: docs/how-to/remote-builders.md",
  };
}

function lackingNix({ message, hint }: Failure): Lacking {
  return { reason: message.replace(/\.$/, ""), enable: hint ?? "`hlsctl doctor` tells what to do." };
}

async function lackingKvm(host: Host): Promise<Lacking | undefined> {
  const { device, error } = await probeKvm(host);
  if (device === "usable") return undefined;
  const why = error === null ? device : `${device}: ${error.code}`;
  return {
    reason: `/dev/kvm cannot be used (${why})`,
    enable: "`hlsctl doctor --type vm` tells what would make it usable.",
  };
}
