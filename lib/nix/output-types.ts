import types from "../../nix/outputs/types.json";

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

/** Of nix/outputs/types.json, which the flake reads too. */
export const OUTPUT_TYPES: readonly OutputType[] = FLAKE_COMPONENTS.flatMap((component) =>
  types[component].map(({ type, description, program, isLinuxOnly }) => ({
    component,
    type,
    description,
    program,
    isLinuxOnly,
  })),
);
