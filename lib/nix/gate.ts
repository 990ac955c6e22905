import { Failure } from "../errors.ts";
import type { NixFacts } from "../host/probe/facts.ts";

/** Oldest Nix that knows the words hlsctl calls it with. */
export const SPEAKS = { major: 2, minor: 8 } as const;
/** Oldest Nix that current nixpkgs evaluates with (NixOS/nixpkgs pull 428076). */
export const EVALUATES = { major: 2, minor: 18 } as const;

/** What each floor is for, a line each. */
export const VERSION_NEEDS: readonly string[] = [
  `Nix ${SPEAKS.major}.${SPEAKS.minor} or later: what hlsctl calls (flakes, --json, --log-format internal-json).`,
  `Nix ${EVALUATES.major}.${EVALUATES.minor} or later: the nixpkgs that the flake pins, and any since 25.11.`,
  "An older nixpkgs works with an older Nix: --override-input nixpkgs=github:NixOS/nixpkgs/nixos-25.05",
];

/** What of Nix decides which systems it can build. */
export type Builders = Pick<NixFacts, "system" | "extraPlatforms" | "builders">;

/** Whether a build for that system finds somebody to run it: this machine, an emulator it knows of, or a remote builder. */
export function canBuild(nix: Builders, system: string, ownSystem: string): boolean {
  const here = [nix.system ?? ownSystem, ...nix.extraPlatforms];
  if (here.includes(system)) return true;
  // A builder without a list is of the kind of this machine.
  const remote = nix.builders.flatMap(({ systems }) =>
    systems.length > 0 ? systems : [nix.system ?? ownSystem],
  );
  return remote.includes(system);
}

export interface WantedSystem {
  system: string;
  /** Nix's name of this machine. */
  ownSystem: string;
  /** What is to be built, in the user's words. */
  wanted: string;
  platform: "linux" | "darwin";
  /** Writes to files that only root may change. */
  sudo: string;
}

/** The failure when nobody here builds for that system; undefined when somebody does. */
export function gateSystem(nix: Builders, want: WantedSystem): Failure | undefined {
  const { system, ownSystem, wanted, platform } = want;
  if (canBuild(nix, system, ownSystem)) return undefined;
  const isLinux = system.endsWith("-linux");
  const hint = !isLinux ? darwinOnly(system) : platform === "darwin" ? macLadder(want) : otherLinux(want);
  return new Failure(
    "system-unbuildable",
    `${wanted} is built on ${system}; this machine is ${nix.system ?? ownSystem} and knows no builder for it.`,
    {
      hint: hint.join("\n"),
      details: {
        system,
        own: nix.system ?? ownSystem,
        extraPlatforms: nix.extraPlatforms,
        builders: nix.builders,
      },
    },
  );
}

/** By effort: what works on this Mac as it is, then what makes it build for Linux. */
function macLadder({ system, ownSystem, sudo }: WantedSystem): string[] {
  const builder = ownSystem === system.replace(/-linux$/, "-darwin");
  return [
    "What works on this Mac as it is:",
    "  hlsctl up                                # FFmpeg and nginx of this Mac, or what is inside hlsctl",
    "  hlsctl up --builder nix                  # the same with the FFmpeg and nginx that the flake pins",
    "What makes it build for Linux:",
    ...(builder
      ? [
          "  nix run nixpkgs#darwin.linux-builder     # a small Linux machine; keep it running, then",
          `  echo 'builders = ssh-ng://builder@linux-builder ${system} /etc/nix/builder_ed25519 4' | ${sudo}tee -a /etc/nix/nix.conf`,
        ]
      : ["  nix-rosetta-builder                      # a Linux machine that runs x86_64 by Rosetta"]),
    `  builders = ssh-ng://USER@HOST ${system}    # in nix.conf: any Linux machine with Nix`,
    "  or run hlsctl and Nix in a Linux container or virtual machine",
  ];
}

function otherLinux({ system, sudo }: WantedSystem): string[] {
  const arch = system.replace(/-linux$/, "");
  return [
    "Emulated, and slow:",
    `  ${sudo}apt-get install binfmt-support qemu-user-static   # or what this system calls them`,
    `  echo 'extra-platforms = ${system}' | ${sudo}tee -a /etc/nix/nix.conf`,
    "At full speed on a machine of that kind:",
    `  echo 'builders = ssh-ng://USER@HOST ${system}' | ${sudo}tee -a /etc/nix/nix.conf`,
    `Or leave --system out: this machine is no ${arch}.`,
  ];
}

function darwinOnly(system: string): string[] {
  return [
    `Only a Mac builds for ${system}: builders = ssh-ng://USER@MAC ${system} in nix.conf, or build it there.`,
  ];
}
