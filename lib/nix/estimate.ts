/** What a build would do, as `nix build --dry-run` tells it. */
export interface BuildEstimate {
  /** Paths of the derivations to build. */
  toBuild: string[];
  /** Store paths to fetch from caches. */
  toFetch: string[];
  downloadBytes: number;
  unpackedBytes: number;
  /** Paths that are neither here nor in a cache, and that nothing builds. */
  unknown: string[];
  /** Why a cache or a source could not be asked, e.g. `unable to download 'https://…': Could not resolve host`. */
  unreachable: string | null;
}

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

const BUILT = /^(?:this derivation|these \d+ derivations) will be built:/;
const FETCHED =
  /^(?:this path|these \d+ paths|these paths) will be fetched \(([\d.]+) (\w+) download, ([\d.]+) (\w+) unpacked\):/;
const UNKNOWN = /^don't know how to build these paths/;
const UNREACHABLE = /^(?:warning: )*(?:error: )?(unable to download '[^']*': .*?)(?:; retrying in \d+ ms)?$/;

/** Where no interface is up, Nix does not even try. */
const CUT_OFF = /^warning: you don't have Internet access/;
const NO_NETWORK = "this machine has no network";

/** Reads stderr of a dry run; sizes are in the units of Nix's own rounding. */
export function parseEstimate(stderr: string): BuildEstimate {
  const estimate: BuildEstimate = {
    toBuild: [],
    toFetch: [],
    downloadBytes: 0,
    unpackedBytes: 0,
    unknown: [],
    unreachable: null,
  };
  let list: string[] | undefined;
  for (const line of stderr.split("\n")) {
    const path = /^ {2}(\/\S+)$/.exec(line)?.[1];
    if (path !== undefined) {
      list?.push(path);
      continue;
    }
    list = listUnder(line, estimate) ?? (line.trim() === "" ? list : undefined);
    estimate.unreachable ??= UNREACHABLE.exec(line)?.[1] ?? (CUT_OFF.test(line) ? NO_NETWORK : null);
  }
  return estimate;
}

function listUnder(line: string, estimate: BuildEstimate): string[] | undefined {
  if (BUILT.test(line)) return estimate.toBuild;
  if (UNKNOWN.test(line)) return estimate.unknown;
  const sizes = FETCHED.exec(line);
  if (!sizes) return undefined;
  estimate.downloadBytes += bytesOf(sizes[1], sizes[2]);
  estimate.unpackedBytes += bytesOf(sizes[3], sizes[4]);
  return estimate.toFetch;
}

function bytesOf(number = "0", unit = "B"): number {
  return Math.round(Number(number) * (UNITS[unit] ?? 1));
}

const MIB = 2 ** 20;

/**
 * Room a result and its making take beside what is fetched, by type: a NixOS system with its build takes about 2 GiB, and an
 * ISO the same again.
 */
const ROOM_BYTES: Readonly<Record<string, number>> = {
  runner: 50 * MIB,
  container: 500 * MIB,
  "container-enhanced": 2048 * MIB,
  vm: 2048 * MIB,
  iso: 4096 * MIB,
  "iso-cloud-init": 4096 * MIB,
};

/** Bytes that must be free in the store for this to be built; nothing for what is there already. */
export function neededStoreBytes(type: string | null, estimate: BuildEstimate): number {
  const room = estimate.toBuild.length === 0 ? 0 : (ROOM_BYTES[type ?? ""] ?? 50 * MIB);
  return estimate.unpackedBytes + room;
}

/** Bytes that must be free where builders work. */
export function neededTemporaryBytes(type: string | null, estimate: BuildEstimate): number {
  return estimate.toBuild.length === 0 ? 0 : (ROOM_BYTES[type ?? ""] ?? 50 * MIB) / 2;
}

/** Whether a derivation (the text of its file) is something to be loaded from the network. */
export function needsNetwork(derivation: string): boolean {
  const isFixed = /^Derive\(\[\("out","[^"]*","(?:r:)?\w+"/.test(derivation);
  return isFixed && !/\("urls?","(?:file:|\/)/.test(derivation);
}
