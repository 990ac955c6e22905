import { Failure } from "../errors.ts";
import { type Builder, judgeSystem } from "./buildable.ts";
import { isLinux, linuxOf, type System, systemOf } from "./systems.ts";

/** Oldest Nix that knows the words hlsctl calls it with. */
export const SPEAKS = { major: 2, minor: 8 } as const;
/** Oldest Nix that current nixpkgs evaluates with (NixOS/nixpkgs pull 428076). */
export const EVALUATES = { major: 2, minor: 18 } as const;

/** What each floor is for, a line each. */
export const VERSION_NEEDS: readonly string[] = [
  `Nix ${SPEAKS.major}.${SPEAKS.minor} or later: what hlsctl calls (flakes, --json, --log-format internal-json).`,
  `Nix ${EVALUATES.major}.${EVALUATES.minor} or later: the nixpkgs that the flake pins, and any since 25.11.`,
  "With --override-input nixpkgs=FLAKE it is that nixpkgs that decides.",
];

export interface WantedSystem {
  system: System;
  /** What is to be built, in the user's words. */
  wanted: string;
  /** Goes before commands that write to the system's files: `sudo ` or nothing. */
  sudo: string;
}

/** What to say about building for that system here: a warning where it is slow; throws `Failure("system-unbuildable")` where nobody does. */
export function gateSystem(builder: Builder, want: WantedSystem): string | undefined {
  const { system, wanted, sudo } = want;
  const { verdict, because } = judgeSystem(builder, system);
  if (verdict === "yes") return undefined;
  if (verdict === "slow") return `${because} That takes five to ten times as long.`;
  throw new Failure("system-unbuildable", `${wanted} is for ${system}. ${because}`, {
    hint: remedies(builder, system, sudo).join("\n"),
    details: {
      system,
      extraPlatforms: builder.nix?.extraPlatforms ?? [],
      builders: builder.nix?.builders ?? [],
    },
  });
}

function remedies({ os, arch }: Builder, system: System, sudo: string): string[] {
  if (!isLinux(system)) {
    return [
      `Only a Mac builds for ${system}: builders = ssh-ng://USER@MAC ${system} in nix.conf, or build it there.`,
    ];
  }
  return os === "darwin" ? macLadder(system, systemOf(os, arch), sudo) : otherLinux(system, sudo);
}

/** By effort: what works on this Mac as it is, then what makes it build for Linux. */
function macLadder(system: System, own: System, sudo: string): string[] {
  const isSameArch = linuxOf(own) === system;
  return [
    "What works on this Mac as it is:",
    "  hlsctl up                                # FFmpeg and nginx of this Mac, or what is inside hlsctl",
    "  hlsctl up --builder nix                  # the same with the FFmpeg and nginx that the flake pins",
    "What makes it build for Linux:",
    ...(isSameArch
      ? [
          "  nix run nixpkgs#darwin.linux-builder     # a small Linux machine; keep it running, then",
          `  echo 'builders = ssh-ng://builder@linux-builder ${system} /etc/nix/builder_ed25519 4' | ${sudo}tee -a /etc/nix/nix.conf`,
        ]
      : ["  nix-rosetta-builder                      # a Linux machine that runs x86_64 by Rosetta"]),
    `  builders = ssh-ng://USER@HOST ${system}    # in nix.conf: any Linux machine with Nix`,
    "  or run hlsctl and Nix in a Linux container or virtual machine",
  ];
}

function otherLinux(system: System, sudo: string): string[] {
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
