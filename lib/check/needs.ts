import type { Need } from "./check.ts";

/** Why something is wanting, and what would change that. */
export interface Lacking {
  reason: string;
  enable: string;
}

/** Every need that this machine does not meet. */
export type Conditions = Readonly<Partial<Record<Need, Lacking | undefined>>>;

/** The order in which reasons are told: what is nearer to the ground first. */
const ORDER: readonly Need[] = ["linux", "nix", "flake", "nixpkgs", "kvm", "engine", "systemd-engine"];

/** Needs that have others. */
const IMPLIED: Readonly<Partial<Record<Need, readonly Need[]>>> = {
  flake: ["nix"],
  nixpkgs: ["nix", "flake"],
  "systemd-engine": ["engine"],
};

/** The first reason why a check cannot run here; undefined when it can. */
export function lackingFor(needs: readonly Need[], conditions: Conditions): Lacking | undefined {
  const all = new Set(needs.flatMap((need) => [need, ...(IMPLIED[need] ?? [])]));
  const lacking = ORDER.find((need) => all.has(need) && conditions[need] !== undefined);
  return lacking === undefined ? undefined : conditions[lacking];
}
