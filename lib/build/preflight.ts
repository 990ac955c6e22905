import { isAbsolute } from "node:path";
import { checkNix } from "../doctor/check/nix.ts";
import type { DoctorFinding } from "../doctor/finding.ts";
import { type Place, sudo } from "../doctor/install.ts";
import { Failure, type FailureId } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { NixFacts } from "../host/probe/facts.ts";
import { probeNix } from "../host/probe/nix.ts";
import { probeSystem } from "../host/probe/system.ts";
import { gateSystem, VERSION_NEEDS } from "../nix/gate.ts";
import { lookupSystem, type System, systemOf } from "../nix/systems.ts";

/** A Nix that can build, and what is known of it. */
export interface UsableNix {
  /** Path of the program. */
  path: string;
  facts: NixFacts;
  place: Place;
  /** This machine, in Nix's words. */
  ownSystem: System;
  /** What does not stand in the way. */
  notes: string[];
}

/**
 * Looks at Nix before any work. Throws `nix-missing`, `nix-too-old`, `nix-unusable` or `nix-denied` with the command that mends it. Who brings
 * a nixpkgs of their own decides which Nix is recent enough.
 */
export async function requireNix(host: Host, isNixpkgsOverridden: boolean): Promise<UsableNix> {
  const [facts, system] = await Promise.all([probeNix(host), probeSystem(host)]);
  const place: Place = { ...system, uid: host.uid };
  const findings = checkNix(facts, place);
  const stopping = findings.find((finding) => stops(finding, isNixpkgsOverridden));
  if (stopping) throw nixFailure(stopping);
  await requireTemporaryFolder(host);
  if (facts.path === null) throw new Error("Nix is neither there nor missing");
  return {
    path: facts.path,
    facts,
    place,
    ownSystem: lookupSystem(facts.system ?? "") ?? systemOf(host.platform, host.arch),
    notes: findings
      .filter(({ severity }) => severity === "info")
      .map(({ message, why }) => `${message} ${why}`),
  };
}

/** Nix works there, too, and says of one that is not there no more than `getting status of '…'`. */
async function requireTemporaryFolder(host: Host): Promise<void> {
  const folder = host.env.TMPDIR;
  if (!folder) return;
  const found = await host.fs.info(folder).catch(() => undefined);
  if (isAbsolute(folder) && found?.kind === "directory") return;
  const what = isAbsolute(folder) ? "where there is no folder" : "which does not begin with /";
  throw new Failure("nix-unusable", `TMPDIR is ${folder}, ${what}, so Nix cannot work there.`, {
    hint: "Name another folder in TMPDIR, or take the usual one: unset TMPDIR",
  });
}

/** A warning where building for that system is slow; throws `Failure("system-unbuildable")` where it cannot be done. */
export function requireSystem(
  host: Host,
  nix: UsableNix,
  system: System,
  wanted: string,
): string | undefined {
  const builder = { os: host.platform, arch: host.arch, nix: nix.facts, obstacle: null };
  return gateSystem(builder, { system, wanted, sudo: sudo(nix.place) });
}

const FAILURE_IDS: Readonly<Record<string, FailureId>> = {
  "nix-missing": "nix-missing",
  "nix-program-missing": "nix-missing",
  "nix-broken": "nix-unusable",
  "nix-misconfigured": "nix-unusable",
  "nix-version-unknown": "nix-unusable",
  "nix-too-old": "nix-too-old",
  "nix-too-old-to-build": "nix-too-old",
  "nix-daemon-permission": "nix-denied",
  "nix-daemon-unreachable": "nix-unusable",
  "nix-store-missing": "nix-unusable",
  "nix-build-users-missing": "nix-unusable",
};

/** Space and builders for other systems depend on what is built; they are looked at when that is known. */
function stops({ id, severity }: DoctorFinding, isNixpkgsOverridden: boolean): boolean {
  if (severity !== "error" || FAILURE_IDS[id] === undefined) return false;
  return !(isNixpkgsOverridden && id === "nix-too-old-to-build");
}

function nixFailure({ id, message, fix }: DoctorFinding): Failure {
  const failureId = FAILURE_IDS[id] ?? "nix-unusable";
  const needs = failureId === "nix-too-old" ? VERSION_NEEDS : [];
  const hint = [fix ?? "", ...needs].filter(Boolean).join("\n");
  return new Failure(failureId, message, { hint, details: { finding: id, fix } });
}
