import type { NixFacts } from "../host/probe/facts.ts";
import { type Place, sudo } from "./install.ts";

/** The command that installs a Nix recent enough to build with. */
export function installNix(place: Place): string {
  if (hasRecentPackage(place)) return `${sudo(place)}apt-get install nix-setup-systemd`;
  if (place.distribution.id === "arch") return `${sudo(place)}pacman -S nix`;
  const installer = "curl -fsSL https://nixos.org/nix/install | sh -s --";
  if (place.os === "darwin") return installer.replace(" -s --", "");
  return `${installer} ${place.systemd ? "--daemon" : "--no-daemon"}`;
}

/** The command that replaces a Nix that is too old. */
export function upgradeNix({ path }: Pick<NixFacts, "path">, place: Place): string {
  if (path?.startsWith("/nix/") || path?.includes("/.nix-profile/")) {
    return place.systemd || place.os === "darwin" ? "sudo -i nix upgrade-nix" : "nix upgrade-nix";
  }
  if (place.distribution.id === "nixos") return "sudo nixos-rebuild switch --upgrade";
  return installNix(place);
}

/** What a packaged Nix without store, daemon or build users still needs. */
export function setUpNix(place: Place): string {
  const isDebian = [place.distribution.id, ...place.distribution.like].some((id) => id === "debian");
  if (isDebian && place.systemd) return `${sudo(place)}apt-get install nix-setup-systemd`;
  if (place.uid === 0) {
    return "mkdir -p /etc/nix && echo 'build-users-group =' >> /etc/nix/nix.conf   # builds as root: for throw-away systems";
  }
  return installNix(place);
}

export function startDaemon(place: Place): string {
  if (place.os === "darwin") return "sudo launchctl kickstart -k system/org.nixos.nix-daemon";
  if (place.systemd) return `${sudo(place)}systemctl enable --now nix-daemon.socket`;
  return `${sudo(place)}nix-daemon   # in a terminal of its own: this system has no systemd to start it`;
}

/** Puts an installed Nix on the PATH of this shell. */
export function sourceProfile(): string {
  return ". /nix/var/nix/profiles/default/etc/profile.d/nix-daemon.sh";
}

/** Debian 13 and Ubuntu 24.04 are the first with Nix 2.18 or later. */
function hasRecentPackage({ distribution, systemd }: Place): boolean {
  const first: Readonly<Record<string, number>> = { debian: 13, ubuntu: 24.04 };
  const floor = first[distribution.id];
  return systemd && floor !== undefined && Number(distribution.version ?? 0) >= floor;
}
