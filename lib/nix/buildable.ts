import type { NixFacts } from "../host/probe/facts.ts";
import type { Output } from "./outputs.ts";
import { isLinux, linuxOf, type System, systemOf } from "./systems.ts";

/** Whether a machine's Nix can build for a system. JSON-safe. */
export interface Buildable {
  verdict: "yes" | "slow" | "no";
  because: string;
  /** The first thing to do about a "no"; null when there is nothing to do. */
  do: string | null;
}

/** What this machine is, and what stops Nix on it from building anything at all. */
export interface Builder {
  os: "linux" | "darwin";
  arch: "x64" | "arm64";
  /** Null where there is none, or it does not answer. */
  nix: Pick<NixFacts, "system" | "extraPlatforms" | "builders"> | null;
  obstacle: { because: string; do: string | null } | null;
}

/** An output, the system it would be built for here, and whether that works. */
export interface JudgedOutput extends Output, Buildable {
  system: System;
}

/** On a Mac, what only Linux has is built for the Linux of its architecture. */
export function judgeOutputs(
  outputs: readonly Output[],
  builder: Builder,
  asked: System | undefined,
): JudgedOutput[] {
  const own = systemOf(builder.os, builder.arch);
  return outputs.map((output) => {
    const system = asked ?? (output.systems.includes(own) ? own : linuxOf(own));
    return { ...output, system, ...judgeSystem(builder, system) };
  });
}

/** The system that builds here without help. */
function nativeSystem({ os, arch, nix }: Builder): string {
  return nix?.system ?? systemOf(os, arch);
}

export function judgeSystem(builder: Builder, system: System): Buildable {
  const { nix, obstacle } = builder;
  if (obstacle) return { verdict: "no", ...obstacle };
  const own = nativeSystem(builder);
  if (system === own) return { verdict: "yes", because: `This machine is ${own}.`, do: null };
  const helper = (nix?.builders ?? []).find(({ systems }) => systems.includes(system));
  if (helper) return { verdict: "yes", because: `${helper.uri} builds ${system}.`, do: null };
  if (nix?.extraPlatforms.includes(system)) return emulated(own, system);
  return {
    verdict: "no",
    because: `This machine is ${own}, and nothing builds ${system} for it.`,
    do: remedy(own, system),
  };
}

/** Rosetta is about as fast as the real thing; QEMU takes five to ten times as long. */
function emulated(own: string, system: System): Buildable {
  const isRosetta = own === "aarch64-darwin" && system === "x86_64-darwin";
  if (isRosetta) return { verdict: "yes", because: "Rosetta runs builds for x86_64-darwin.", do: null };
  return { verdict: "slow", because: `This machine is ${own} and emulates ${system}.`, do: null };
}

function remedy(own: string, system: System): string {
  if (!isLinux(system)) return `Name a Mac in Nix's settings: builders = ssh-ng://USER@MAC ${system}`;
  if (own.endsWith("-darwin"))
    return "nix run nixpkgs#darwin.linux-builder   # a small Linux machine; keep it running";
  return `Name a machine in Nix's settings: builders = ssh-ng://USER@HOST ${system}`;
}
