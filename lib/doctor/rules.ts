import type { Facts } from "../host/probe/facts.ts";
import type { DeploymentType } from "../plan/plan.ts";
import { usableEngine } from "./check/engine.ts";
import { ENGINE_NAMES } from "./check/engine-server.ts";
import { RUN_VM_EMULATED } from "./check/kvm.ts";
import { describeNix } from "./check/nix.ts";
import type { Ability, DoctorFinding } from "./finding.ts";
import type { Offer } from "./offer.ts";

/** What one deployment type asks of a machine. */
export interface TypeRule {
  type: DeploymentType;
  /** Without any of these it does not work. */
  needs: readonly Ability[];
  /** Without any of these it is slow. */
  wants: readonly Ability[];
  /** What it can do better with. */
  extras: readonly Ability[];
  /** Ids of the findings a "yes" stands on. */
  grounds: readonly string[];
  command: string;
  slowCommand: string;
  /** Says why it works. */
  because(facts: Facts, offers: readonly Offer[]): string;
}

export const RULES: { readonly [Type in DeploymentType]: TypeRule } = {
  runner: {
    type: "runner",
    needs: ["serve"],
    wants: [],
    extras: ["encode", "nginx"],
    grounds: ["ffmpeg-ok", "nginx-ok", "ports-ok"],
    command: "hlsctl up",
    slowCommand: "hlsctl up",
    because: (_facts, offers) => describeOffers(offers),
  },
  container: {
    type: "container",
    needs: ["engine"],
    wants: [],
    extras: [],
    grounds: ["docker-ok", "podman-ok"],
    command: "hlsctl build container",
    slowCommand: "hlsctl build container",
    because: describeContainer,
  },
  "container-enhanced": {
    type: "container-enhanced",
    needs: ["engine", "systemd-container", "linux-build"],
    wants: [],
    extras: [],
    grounds: ["docker-ok", "podman-ok", "nix-ok"],
    command: "hlsctl build container-enhanced",
    slowCommand: "hlsctl build container-enhanced",
    because: (facts) => `${describeEngine(facts)} ${describeBuild(facts)}`,
  },
  vm: {
    type: "vm",
    needs: ["virtual-machine", "linux-build"],
    wants: ["acceleration"],
    extras: ["tap"],
    grounds: ["kvm-ok", "nix-ok"],
    command: "hlsctl build vm",
    slowCommand: RUN_VM_EMULATED,
    because: (facts) => `The processor's virtualisation is usable. ${describeBuild(facts)}`,
  },
  iso: {
    type: "iso",
    needs: ["linux-build"],
    wants: [],
    extras: ["seed"],
    grounds: ["nix-ok", "xorriso-ok", "xorriso-missing"],
    command: "hlsctl build iso",
    slowCommand: "hlsctl build iso",
    because: describeIso,
  },
};

/** Whether a finding has a say in how a type fares. */
export function concerns(type: DeploymentType, finding: DoctorFinding): boolean {
  const { needs, wants, extras, grounds } = RULES[type];
  const abilities = [...needs, ...wants, ...extras];
  return grounds.includes(finding.id) || finding.stops.some((ability) => abilities.includes(ability));
}

function describeOffers(offers: readonly Offer[]): string {
  const list = (part: Offer["part"]) =>
    offers.flatMap((one) => (one.part === part && one.offered ? [one.name] : [])).join(", ");
  return `Sources: ${list("source")}. Servers: ${list("server")}.`;
}

function describeEngine(facts: Facts): string {
  const engine = usableEngine(facts);
  const version = engine?.server.state === "ready" ? engine.server.version : null;
  return `${engine ? ENGINE_NAMES[engine.engine] : "An engine"} ${version ?? ""} answers.`.replace("  ", " ");
}

function describeContainer(facts: Facts): string {
  const hasNix = facts.nix.known && facts.nix.path !== null;
  return `${describeEngine(facts)}${hasNix ? "" : " Its image is built by Nix, here or elsewhere."}`;
}

function describeBuild({ nix }: Facts): string {
  return nix.known ? describeNix(nix) : "";
}

function describeIso(facts: Facts): string {
  const { xorriso } = facts;
  const seed =
    xorriso.known && xorriso.path && !xorriso.broken ? "" : " A cloud-init seed needs xorriso as well.";
  return `${describeBuild(facts)}${seed}`;
}
