import type { NixFacts } from "../../host/probe/facts.ts";
import { EVALUATES, SPEAKS } from "../../nix/gate.ts";
import { type DoctorFinding, good, note, stop } from "../finding.ts";
import type { Place } from "../install.ts";
import { installNix, sourceProfile, upgradeNix } from "../install-nix.ts";
import { isBelow } from "../release.ts";
import { formatBytes } from "../words.ts";
import { checkNixStore } from "./nix-store.ts";

const WHY = "Nix builds what goes into container-enhanced, vm and iso.";

const GIB = 2 ** 30;
/** A NixOS system with its build takes about 2 GiB, an ISO the same again. */
const SPACE_FLOOR_BYTES = 3 * GIB;
const SPACE_COMFORT_BYTES = 10 * GIB;

export function checkNix(nix: NixFacts, place: Place): DoctorFinding[] {
  const problems = [
    ...checkProgram(nix, place),
    ...(nix.path && !nix.broken ? checkNixStore(nix, place) : []),
    ...checkSpace(nix),
  ];
  const builder = problems.some(({ stops }) => stops.length > 0) ? [] : checkLinuxBuilder(nix, place);
  const notes = nix.path ? checkConfiguration(nix, place) : [];
  const stopped = [...problems, ...builder].some(({ severity }) => severity === "error");
  const ok = stopped ? [] : [good("nix", describeNix(nix), WHY)];
  return [...ok, ...problems, ...builder, ...notes];
}

/** `Nix 2.31.2 (Determinate), through its daemon` */
export function describeNix({ version, flavour, store }: NixFacts): string {
  const name = flavour === "lix" ? "Lix" : "Nix";
  const from = flavour === "determinate" ? " (Determinate)" : "";
  const way = store.state === "daemon" ? "through its daemon" : "directly in its store";
  return `${name} ${version ?? ""}${from} builds ${way}.`;
}

export function lostBuild(
  finding: Pick<DoctorFinding, "id" | "message" | "fix"> & { lack?: DoctorFinding["lack"] },
): DoctorFinding {
  const { id, message, fix, lack } = finding;
  return stop({
    id,
    severity: "error",
    subject: "nix",
    message,
    why: WHY,
    fix,
    stops: ["linux-build"],
    lack: lack ?? "prerequisite",
  });
}

function checkProgram(nix: NixFacts, place: Place): DoctorFinding[] {
  const { path, broken, release, version, storePresent } = nix;
  if (!path && storePresent) {
    const message = "/nix/store is there, but no nix program on PATH or in its profiles.";
    return [
      lostBuild({ id: "nix-program-missing", message, fix: `${sourceProfile()}\n${installNix(place)}` }),
    ];
  }
  if (!path)
    return [lostBuild({ id: "nix-missing", message: "Nix is not installed.", fix: installNix(place) })];
  if (broken) return [brokenNix(path, broken, place)];
  if (!release) {
    const message = `${path} gives a version that cannot be read: ${version ?? "nothing"}.`;
    return [lostBuild({ id: "nix-version-unknown", message, fix: upgradeNix(nix, place) })];
  }
  if (isBelow(release, SPEAKS)) {
    const message = `Nix ${version} is too old: hlsctl needs ${SPEAKS.major}.${SPEAKS.minor} to talk to it, nixpkgs ${EVALUATES.major}.${EVALUATES.minor}.`;
    return [lostBuild({ id: "nix-too-old", message, fix: upgradeNix(nix, place) })];
  }
  if (isBelow(release, EVALUATES)) {
    const message = `Nix ${version} is too old: nixpkgs needs ${EVALUATES.major}.${EVALUATES.minor}.`;
    return [lostBuild({ id: "nix-too-old-to-build", message, fix: upgradeNix(nix, place) })];
  }
  return [];
}

function brokenNix(path: string, broken: string, place: Place): DoctorFinding {
  const fix = mendConfiguration(broken);
  if (fix === undefined)
    return lostBuild({
      id: "nix-broken",
      message: `${path} does not run: ${broken}.`,
      fix: installNix(place),
    });
  return lostBuild({
    id: "nix-misconfigured",
    message: `Nix does not take its configuration: ${broken}.`,
    fix,
  });
}

/** By what Nix 2.8 to 2.31 say of a configuration they do not take; undefined for any other words. */
function mendConfiguration(words: string): string | undefined {
  const line = /configuration line '.*' in '([^']+)'/.exec(words);
  if (line) return mendIn("that line", line[1]);
  const include = /included from '([^']+)' not found/.exec(words);
  if (include) return mendIn("that include", include[1]);
  const [, setting] = /\b(?:option|setting) '([\w-]+)' (?:has invalid value|should )/.exec(words) ?? [];
  if (setting === undefined) return undefined;
  return `Mend ${setting}: it stands in NIX_CONFIG, ~/.config/nix/nix.conf or /etc/nix/nix.conf`;
}

function mendIn(what: string, place = ""): string {
  return place === "NIX_CONFIG"
    ? `Mend ${what}, or leave it all out: unset NIX_CONFIG`
    : `Mend ${what} of ${place}`;
}

function checkSpace({ path, storeFreeBytes }: NixFacts): DoctorFinding[] {
  if (!path || storeFreeBytes === null || storeFreeBytes >= SPACE_COMFORT_BYTES) return [];
  const message = `${formatBytes(storeFreeBytes)} are free for /nix/store.`;
  const fix = "nix-collect-garbage -d   # deletes old generations and what nothing refers to";
  if (storeFreeBytes < SPACE_FLOOR_BYTES) return [lostBuild({ id: "nix-store-full", message, fix })];
  const why = "A NixOS system and its build take several GiB.";
  return [note({ id: "nix-store-low", severity: "warning", subject: "nix", message, why, fix })];
}

/** On macOS Linux systems are built by a Linux machine; on Linux by this one. */
function checkLinuxBuilder(nix: NixFacts, place: Place): DoctorFinding[] {
  if (place.os === "linux") return [];
  const wanted = `${place.arch === "arm64" ? "aarch64" : "x86_64"}-linux`;
  const offered = [...nix.extraPlatforms, ...nix.builders.flatMap(({ systems }) => systems)];
  if (offered.includes(wanted)) return [];
  const message = `Nix on this Mac has no builder for ${wanted}.`;
  const fix = [
    "nix run nixpkgs#darwin.linux-builder   # a small Linux machine; keep it running",
    `echo 'builders = ssh-ng://builder@linux-builder ${wanted} /etc/nix/builder_ed25519 4' | sudo tee -a /etc/nix/nix.conf`,
  ].join("\n");
  return [lostBuild({ id: "nix-no-linux-builder", message, fix })];
}

function checkConfiguration({ features, onPath, path, trusted }: NixFacts, place: Place): DoctorFinding[] {
  const say = (id: string, message: string, why: string, fix: string | null) =>
    note({ id, severity: "info", subject: "nix", message, why, fix });
  const missing = ["nix-command", "flakes"].filter((feature) => !features.includes(feature));
  const findings: DoctorFinding[] = [];
  if (missing.length > 0) {
    findings.push(
      say(
        "nix-features-off",
        `Features not switched on in Nix: ${missing.join(", ")}.`,
        "hlsctl passes them with every call; your own `nix` commands need them.",
        `mkdir -p ~/.config/nix && echo 'extra-experimental-features = nix-command flakes' >> ~/.config/nix/nix.conf`,
      ),
    );
  }
  if (!onPath) {
    findings.push(
      say(
        "nix-not-on-path",
        `Nix was found at ${path}, not on PATH.`,
        "hlsctl uses it from there.",
        sourceProfile(),
      ),
    );
  }
  if (trusted === false) {
    findings.push(
      say(
        "nix-not-trusted",
        "Nix's daemon does not trust this user.",
        "Binary caches named by a flake are ignored; hlsctl does not rely on them.",
        place.os === "darwin" || place.uid !== 0 ? null : "Run hlsctl as the user who owns the store",
      ),
    );
  }
  return findings;
}
