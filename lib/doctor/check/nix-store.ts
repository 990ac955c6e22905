import type { NixFacts } from "../../host/probe/facts.ts";
import type { DoctorFinding } from "../finding.ts";
import type { Place } from "../install.ts";
import { setUpNix, startDaemon } from "../install-nix.ts";
import { lostBuild } from "./nix.ts";

/** Whether a build would reach a store it may write to. */
export function checkNixStore(nix: NixFacts, place: Place): DoctorFinding[] {
  const { store } = nix;
  switch (store.state) {
    case "denied":
      return [
        lostBuild({
          id: "nix-daemon-permission",
          message: `Nix's daemon does not let this user in: ${store.detail}.`,
          fix: "Ask the administrator to add you to allowed-users in /etc/nix/nix.conf",
          lack: "permission",
        }),
      ];
    case "unreachable":
      return [
        lostBuild({
          id: "nix-daemon-unreachable",
          message: `Nix's daemon does not answer: ${store.detail}.`,
          fix: startDaemon(place),
        }),
      ];
    case "absent":
      return place.uid === 0 ? checkBuildUsers(nix, place) : [noStore(place)];
    case "daemon":
      return checkBuildUsers(nix, place);
    case "direct":
      return place.uid === 0 ? checkBuildUsers(nix, place) : [];
    default:
      return store satisfies never;
  }
}

function noStore(place: Place): DoctorFinding {
  return lostBuild({
    id: "nix-store-missing",
    message: "Nix is installed, but it has neither a store (/nix) nor a daemon.",
    fix: setUpNix(place),
  });
}

/** Builds for root run as members of a group; Debian's nix-bin alone makes neither. */
function checkBuildUsers({ buildUsersGroup }: NixFacts, place: Place): DoctorFinding[] {
  if (!buildUsersGroup || buildUsersGroup.exists) return [];
  return [
    lostBuild({
      id: "nix-build-users-missing",
      message: `Nix's build group ${buildUsersGroup.name} does not exist.`,
      fix: setUpNix(place),
    }),
  ];
}
