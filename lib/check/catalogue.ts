import type { Output } from "../nix/outputs.ts";
import { appChecks } from "./apps.ts";
import { type Check, TIERS } from "./check.ts";
import { CLI_CHECKS } from "./cli.ts";
import { CONTAINER_RUNS } from "./container-runs.ts";
import { containerChecks } from "./containers.ts";
import { isoChecks } from "./iso.ts";
import { microvmChecks } from "./microvms.ts";
import { packageChecks } from "./packages.ts";
import { PROFILE_CHECKS } from "./profiles.ts";

/** Every check there is for these outputs (an alias is built with its profile), the cheaper first: what is wrong is found before hours of building. */
export function listChecks(outputs: readonly Output[]): Check[] {
  const made = outputs.filter(({ alias }) => alias === null);
  const all = [
    ...PROFILE_CHECKS,
    ...packageChecks(outputs),
    ...appChecks(outputs),
    ...CLI_CHECKS,
    ...containerChecks(made),
    ...CONTAINER_RUNS,
    ...microvmChecks(made),
    ...isoChecks(made),
  ];
  return TIERS.flatMap((tier) => all.filter((check) => check.tier === tier));
}
