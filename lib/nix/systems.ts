/** The systems that the flake has outputs for, as Nix calls them. */
export const SYSTEMS = ["x86_64-linux", "aarch64-linux", "x86_64-darwin", "aarch64-darwin"] as const;
export type System = (typeof SYSTEMS)[number];

/** Node's words for a machine to Nix's: `darwin`, `arm64` → `aarch64-darwin`. */
export function systemOf(platform: "linux" | "darwin", arch: "x64" | "arm64"): System {
  return `${arch === "arm64" ? "aarch64" : "x86_64"}-${platform}`;
}

/** Nix's name to a system that the flake knows. */
export function lookupSystem(name: string): System | undefined {
  return SYSTEMS.find((system) => system === name);
}

export function isLinux(system: System): boolean {
  return system.endsWith("-linux");
}

/** The Linux of the same architecture: what a Mac builds the contents of images with. */
export function linuxOf(system: System): System {
  return system.startsWith("aarch64") ? "aarch64-linux" : "x86_64-linux";
}
