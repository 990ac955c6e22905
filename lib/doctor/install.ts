import type { SystemFacts } from "../host/probe/facts.ts";

export type Package = "ffmpeg" | "nginx" | "docker" | "qemu" | "xorriso" | "runc";

type Family = "apt" | "dnf" | "pacman" | "zypper" | "apk" | "brew" | "nixos" | "other";

/** What the remedies depend on. */
export type Place = Pick<SystemFacts, "os" | "arch" | "distribution" | "systemd"> & { uid: number };

/** The prefix that runs something as root. */
export function sudo(place: Place): string {
  return place.uid === 0 ? "" : "sudo ";
}

/** The command that installs a package here, e.g. `sudo apt-get install nginx`. */
export function installPackage(place: Place, name: Package): string {
  const family = familyOf(place);
  if (family === "other") return `Install ${name} with this system's package manager`;
  const special = SPECIAL[family]?.[name];
  if (special) return special(place, installPrefix(place));
  return `${installPrefix(place)} ${PACKAGES[family]?.[name] ?? name}`;
}

/** The commands that install a container engine and start its daemon, where that is a second step. */
export function installEngine(place: Place): string {
  const install = installPackage(place, "docker");
  if (place.os === "darwin" || familyOf(place) === "nixos" || install.endsWith("podman")) return install;
  return `${install}\n${startDocker(place, "enable --now")}`;
}

export function startDocker(place: Place, verb: "enable --now" | "restart"): string {
  if (place.systemd) return `${sudo(place)}systemctl ${verb} docker`;
  return `${sudo(place)}dockerd   # in a terminal of its own: this system has no systemd to start it`;
}

/** `sudo apt-get install`, `brew install` …: what packages are installed with here. */
function installPrefix(place: Place): string {
  const root = sudo(place);
  switch (familyOf(place)) {
    case "apt":
      return `${root}apt-get install`;
    case "dnf":
      return `${root}dnf install`;
    case "pacman":
      return `${root}pacman -S`;
    case "zypper":
      return `${root}zypper install`;
    case "apk":
      return `${root}apk add`;
    case "brew":
      return "brew install";
    case "nixos":
      return "nix-shell -p";
    case "other":
      return "Install with your package manager:";
  }
}

/** os-release(5): `ID`, then the relatives named in `ID_LIKE`. */
function familyOf({ os, distribution }: Place): Family {
  if (os === "darwin") return "brew";
  const known = [distribution.id, ...distribution.like].find((id) => Object.hasOwn(FAMILIES, id));
  return known ? (FAMILIES[known] ?? "other") : "other";
}

const FAMILIES: Readonly<Record<string, Family>> = {
  debian: "apt",
  ubuntu: "apt",
  fedora: "dnf",
  rhel: "dnf",
  centos: "dnf",
  arch: "pacman",
  suse: "zypper",
  opensuse: "zypper",
  "opensuse-leap": "zypper",
  "opensuse-tumbleweed": "zypper",
  alpine: "apk",
  nixos: "nixos",
};

/** Package names that differ from the program's. */
const PACKAGES: Partial<Record<Family, Partial<Record<Package, string>>>> = {
  apt: { docker: "docker.io" },
  dnf: { docker: "moby-engine", qemu: "qemu-kvm" },
  pacman: { qemu: "qemu-base", xorriso: "libisoburn" },
};

type Special = (place: Place, prefix: string) => string;

/** Where a package name is not the whole story. */
const SPECIAL: Partial<Record<Family, Partial<Record<Package, Special>>>> = {
  apt: {
    qemu: ({ arch }, prefix) => `${prefix} ${arch === "arm64" ? "qemu-system-arm" : "qemu-system-x86"}`,
  },
  apk: {
    qemu: ({ arch }, prefix) => `${prefix} qemu-system-${arch === "arm64" ? "aarch64" : "x86_64"}`,
  },
  dnf: {
    // Fedora's own build (ffmpeg-free) has no H.264 encoder; RPM Fusion's has.
    ffmpeg: (place, prefix) => `${prefix} ${rpmFusion(place)}\n${prefix} --allowerasing ffmpeg`,
    docker: (place, prefix) => `${prefix} ${isFedora(place) ? "moby-engine" : "podman"}`,
  },
  // openSUSE's own build has no H.264 encoder either; Packman's has.
  zypper: { ffmpeg: (place) => `${sudo(place)}zypper install --allow-vendor-change --from packman ffmpeg` },
  brew: { docker: () => "brew install docker colima\ncolima start" },
  nixos: { docker: () => "virtualisation.docker.enable = true;   # in configuration.nix" },
};

function isFedora({ distribution }: Place): boolean {
  return distribution.id === "fedora";
}

function rpmFusion(place: Place): string {
  const [folder, macro] = isFedora(place) ? ["fedora", "%fedora"] : ["el", "%rhel"];
  return `https://mirrors.rpmfusion.org/free/${folder}/rpmfusion-free-release-$(rpm -E ${macro}).noarch.rpm`;
}
