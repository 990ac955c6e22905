import { drvName } from "./drv-name.ts";
import type { Rule } from "./trouble.ts";

const DRV = "'?(/nix/store/[^' \\n]+\\.drv)'?";

/** `builder for 'X' failed` until 2.28 and in Lix, `Cannot build 'X'.` with a reason since 2.29. Dependants' complaints come later. */
export function failedDerivation(errors: string): string | null {
  const patterns = [
    `builder for ${DRV} failed`,
    `[Cc]annot build ${DRV}\\.?\\s*Reason: builder`,
    `hash mismatch in fixed-output derivation ${DRV}`,
    `build of ${DRV} (?:on '[^']*' )?(?:failed|timed out)`,
    `[Cc]annot build ${DRV}\\.?\\s*Reason: (?!\\d+ dependenc)`,
    `${DRV} (?:timed out|failed)`,
  ];
  for (const pattern of patterns) {
    const found = new RegExp(pattern).exec(errors)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}

export const full: Rule = ({ errors, log, failed }) => {
  if (!FULL.test(errors) && !FULL.test(log)) return undefined;
  const what = failed === null ? "Nix" : `The build of ${drvName(failed)}`;
  return {
    id: "disk-full",
    message: `${what} found no space left on the device.`,
    advice: [
      "Free some: nix-collect-garbage -d   # deletes old generations and what nothing refers to",
      "Builders work in the temporary folder: TMPDIR names another one.",
    ],
    drvPath: failed,
  };
};

const FULL = /No space left on device|[Dd]isk quota exceeded|database or disk is full/;

export const hashMismatch: Rule = ({ errors, failed }) => {
  const found =
    /hash mismatch in fixed-output derivation '([^']+)':\s*specified:\s*(\S+)\s*got:\s*(\S+)/.exec(errors);
  if (!found) return undefined;
  const [, drv = "", specified, got] = found;
  return {
    id: "build-failed",
    message: `What was downloaded for ${drvName(drv)} is not what the flake pins.`,
    advice: [
      `Expected ${specified}`,
      `got      ${got}`,
      "The file changed at its source, or something on the way changes it.",
    ],
    drvPath: failed,
  };
};

export const builderFailed: Rule = ({ errors, failed }) => {
  if (failed === null) return undefined;
  const how =
    /(?:builder )?failed (?:with exit code \d+|due to signal \d+[^\n;:.]*)|timed out after \d+ seconds|failed to produce output path[^\n;:.]*/.exec(
      errors,
    )?.[0] ?? "failed";
  return {
    id: "build-failed",
    message: `The build of ${drvName(failed)} ${how.replace(/^builder /, "")}.`,
    advice: ["Another nixpkgs may build it: --override-input nixpkgs=github:NixOS/nixpkgs/COMMIT"],
    drvPath: failed,
  };
};

export const killed: Rule = ({ status, errors }) => {
  if (status <= 128 || /error:/.test(errors)) return undefined;
  const hint =
    status === 137 ? "The system kills programs when the memory runs out: dmesg | tail tells." : "";
  return {
    id: "build-failed",
    message: `Nix was ended by signal ${status - 128}.`,
    advice: hint ? [hint] : [],
    drvPath: null,
  };
};
