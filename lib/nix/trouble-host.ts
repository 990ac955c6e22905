import type { FailureId } from "../errors.ts";
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

export const denied: Rule = lineRule(
  /[^\n]*(?:\/nix\/|daemon-socket)[^\n]*[Pp]ermission denied[^\n]*|[^\n]*not allowed to connect to the Nix daemon[^\n]*/,
  {
    id: "nix-denied",
    message: "Nix may not use its store as this user",
    advice: "`hlsctl doctor` tells what to mend.",
  },
);

export const noStore: Rule = lineRule(
  /[^\n]*(?:cannot connect to (?:socket|daemon)|the group '[^']*' specified in 'build-users-group'|unexpected end-of-file|Nix daemon disconnected)[^\n]*/,
  {
    id: "nix-unusable",
    message: "Nix cannot build here",
    advice: "`hlsctl doctor` tells what to mend.",
  },
);

/** As Nix 2.8 and 2.26 say it. */
export const badStore: Rule = lineRule(
  /[^\n]*(?:don't know how to open Nix store '|[Cc]annot parse Nix store '|invalid SSH host name|store requires a valid SSH host|operation '\w+' is not supported by store '|failed to start SSH connection to|cannot connect to '[^/'][^']*')[^\n]*/,
  {
    id: "nix-unusable",
    message: "Nix cannot use the store it was told to",
    advice: "NIX_REMOTE, or `store` in nix.conf, names it; this machine's own: unset NIX_REMOTE",
  },
);

/** nixpkgs' lib/minfeatures.nix, and texts of Nix where a feature is missing. */
export const tooOld: Rule = lineRule(
  /[^\n]*(?:You are evaluating with |requires Nix >= |requires version >=|unrecognised flag|unsupported version '?\d+'?|attribute 'readFileType' missing|experimental (?:Nix )?feature '[^']*' is disabled)[^\n]*/,
  {
    id: "nix-too-old",
    message: "This Nix is too old for the flake",
    advice: "nixpkgs needs Nix 2.18; `hlsctl doctor` tells how to get one.",
  },
);

export const interrupted: Rule = ({ errors }) => {
  if (!/interrupted by the user/.test(errors)) return undefined;
  return { id: "interrupted", message: "The build was interrupted.", advice: [], drvPath: null };
};

/** Knows a line of the errors, and tells it behind its message. */
function lineRule(pattern: RegExp, told: { id: FailureId; message: string; advice: string }): Rule {
  return ({ errors }) => {
    const line = pattern.exec(errors)?.[0];
    if (line === undefined) return undefined;
    return {
      id: told.id,
      message: `${told.message}: ${plain(line)}.`,
      advice: [told.advice],
      drvPath: null,
    };
  };
}

function plain(line: string): string {
  return line
    .trim()
    .replace(/^error:\s*/, "")
    .replace(/(?:, please upgrade:|\.)$/, "");
}
