import { drvName } from "./drv-name.ts";
import type { Rule } from "./trouble.ts";

/** One line until 2.28 and in Lix; since 2.29 a paragraph `Required system: … Current system: …`. */
export const otherSystem: Rule = ({ errors }) => {
  const old =
    /a '([^']+)' with features \{([^}]*)\} is required to build '([^']+)', but I am a '([^']+)' with features/.exec(
      errors,
    );
  const recent =
    /[Cc]annot build '([^']+)'\.?\s*Reason: (?:platform mismatch|required system or feature not available)\s*Required system: '([^']+)' with features \{([^}]*)\}\s*Current system: '([^']+)'/.exec(
      errors,
    );
  const [system = "", features = "", drv = "", own = ""] = old
    ? old.slice(1)
    : recent
      ? [recent[2], recent[3], recent[1], recent[4]]
      : [];
  if (drv === "") return undefined;
  const lacks = system === own ? `the feature ${features || "it asks for"}` : `builders for ${system}`;
  return {
    id: "system-unbuildable",
    message: `${drvName(drv)} is built on ${system}${features ? ` with ${features}` : ""}; this machine is ${own} and has no ${lacks.replace(/^the /, "")}.`,
    advice: ["`hlsctl doctor --type vm` tells what this machine can build, and what to add."],
    drvPath: null,
  };
};

export const denied: Rule = ({ errors }) => {
  const line =
    /[^\n]*(?:\/nix\/|daemon-socket)[^\n]*[Pp]ermission denied[^\n]*|[^\n]*not allowed to connect to the Nix daemon[^\n]*/.exec(
      errors,
    );
  if (!line) return undefined;
  return {
    id: "nix-denied",
    message: `Nix may not use its store as this user: ${plain(line[0])}.`,
    advice: ["`hlsctl doctor` tells what to mend."],
    drvPath: null,
  };
};

export const noStore: Rule = ({ errors }) => {
  const line =
    /[^\n]*(?:cannot connect to (?:socket|daemon)|the group '[^']*' specified in 'build-users-group'|unexpected end-of-file|Nix daemon disconnected)[^\n]*/.exec(
      errors,
    );
  if (!line) return undefined;
  return {
    id: "nix-unusable",
    message: `Nix cannot build here: ${plain(line[0])}.`,
    advice: ["`hlsctl doctor` tells what to mend."],
    drvPath: null,
  };
};

/** As Nix 2.8 and 2.26 say it. */
export const badStore: Rule = ({ errors }) => {
  const line =
    /[^\n]*(?:don't know how to open Nix store '|[Cc]annot parse Nix store '|invalid SSH host name|store requires a valid SSH host|operation '\w+' is not supported by store '|failed to start SSH connection to|cannot connect to '[^/'][^']*')[^\n]*/.exec(
      errors,
    );
  if (!line) return undefined;
  return {
    id: "nix-unusable",
    message: `Nix cannot use the store it was told to: ${plain(line[0])}.`,
    advice: ["NIX_REMOTE, or `store` in nix.conf, names it; this machine's own: unset NIX_REMOTE"],
    drvPath: null,
  };
};

/** nixpkgs' lib/minfeatures.nix, and texts of Nix where a feature is missing. */
export const tooOld: Rule = ({ errors }) => {
  const line =
    /[^\n]*(?:You are evaluating with |requires Nix >= |requires version >=|unrecognised flag|unsupported version '?\d+'?|attribute 'readFileType' missing|experimental (?:Nix )?feature '[^']*' is disabled)[^\n]*/.exec(
      errors,
    );
  if (!line) return undefined;
  return {
    id: "nix-too-old",
    message: `This Nix is too old for the flake: ${plain(line[0])}.`,
    advice: ["nixpkgs needs Nix 2.18; `hlsctl doctor` tells how to get one."],
    drvPath: null,
  };
};

export const interrupted: Rule = ({ errors }) => {
  if (!/interrupted by the user/.test(errors)) return undefined;
  return { id: "interrupted", message: "The build was interrupted.", advice: [], drvPath: null };
};

function plain(line: string): string {
  return line
    .trim()
    .replace(/^error:\s*/, "")
    .replace(/(?:, please upgrade:|\.)$/, "");
}
