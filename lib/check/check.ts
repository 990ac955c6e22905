import type { CheckContext } from "./context.ts";

/** Each tier has the checks of those before it: evaluation and lint · builds and containers · VMs, ISO and NixOS. */
export const TIERS = ["quick", "build", "full"] as const;
export type Tier = (typeof TIERS)[number];

export const GROUPS = ["profiles", "packages", "containers", "microvms", "iso", "cli", "apps"] as const;

/**
 * What a check asks of the machine. `nix`: the program · `flake`: the flake could be written · `nixpkgs`: a Nix that
 * nixpkgs accepts and whose store can be used · `engine`: Docker or podman that runs containers of this architecture ·
 * `systemd-engine`: one that also runs systemd inside.
 */
export type Need = "linux" | "nix" | "flake" | "nixpkgs" | "engine" | "systemd-engine" | "kvm";

/** One claim about the flake and what comes of it, as data; `run` shows that it holds. */
export interface Check {
  /** `group/name`, stable. */
  id: string;
  tier: Tier;
  /** A claim: "every origin profile resolves". */
  title: string;
  needs: readonly Need[];
  /** The check has failed when it takes longer; two minutes when not said. */
  limitMs?: number;
  /** What is thrown is a bug, except a `Failure`, which counts as failed. */
  run(context: CheckContext): Promise<Verdict>;
}

export type Verdict =
  | { outcome: "passed"; detail: string }
  | { outcome: "failed"; reason: string; detail: string }
  | { outcome: "skipped"; reason: string; enable: string };

/** What became of one check; the public shape of `--json`. */
export interface CheckResult {
  id: string;
  tier: Tier;
  title: string;
  outcome: Verdict["outcome"];
  /** Why it failed or was skipped, one line; null when it passed. */
  reason: string | null;
  /** What was seen: figures of what passed, the last words of what failed, what would enable what was skipped. */
  detail: string | null;
  durationMs: number;
}

export function passed(detail = ""): Verdict {
  return { outcome: "passed", detail };
}

/** `detail` are the words of the program that was asked, several lines at most. */
export function failed(reason: string, detail = ""): Verdict {
  return { outcome: "failed", reason, detail };
}

export function skipped(reason: string, enable: string): Verdict {
  return { outcome: "skipped", reason, enable };
}

export function groupOf(check: Pick<Check, "id">): string {
  return check.id.slice(0, check.id.indexOf("/"));
}
