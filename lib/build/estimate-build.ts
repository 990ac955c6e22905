import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { estimateCommand, type NixCall } from "../nix/build-argv.ts";
import { drvName } from "../nix/drv-name.ts";
import {
  type BuildEstimate,
  neededStoreBytes,
  neededTemporaryBytes,
  needsNetwork,
  parseEstimate,
} from "../nix/estimate.ts";
import { formatSize } from "../nix/size.ts";
import { BRING } from "../nix/trouble-fetch.ts";
import { type NixConduct, runNix } from "./run-nix.ts";

/** What a build would do and come to. */
export interface EstimatedBuild {
  drvPath: string;
  /** Path of the result, there or not. */
  outPath: string;
  estimate: BuildEstimate;
}

/** Asks Nix what it would do. Evaluates the flake, which may fetch its inputs; builds nothing. */
export async function estimateBuild(host: Host, call: NixCall, conduct: NixConduct): Promise<EstimatedBuild> {
  const { answer, messages } = await runNix(host, estimateCommand(call), conduct);
  const { drvPath, outputs } = answer;
  const outPath = outputs.out ?? Object.values(outputs)[0] ?? "";
  return { drvPath, outPath, estimate: parseEstimate(messages.join("\n")) };
}

/** Bytes free where Nix puts results and where builders work; null where that could not be told. */
export interface FreeSpace {
  storeBytes: number | null;
  temporaryBytes: number | null;
  temporaryFolder: string;
}

export async function measureSpace(host: Host): Promise<FreeSpace> {
  const temporaryFolder = host.env.TMPDIR || "/tmp";
  const [storeBytes, temporaryBytes] = await Promise.all(
    ["/nix/store", temporaryFolder].map((path) => host.fs.freeBytes(path).catch(() => null)),
  );
  return { storeBytes: storeBytes ?? null, temporaryBytes: temporaryBytes ?? null, temporaryFolder };
}

/** Throws `Failure("disk-full")` when what is to come does not fit. `type` is the kind of output: `vm`. */
export function requireSpace(type: string, estimate: BuildEstimate, free: FreeSpace): void {
  refuseFull("/nix/store", neededStoreBytes(type, estimate), free.storeBytes);
  refuseFull(free.temporaryFolder, neededTemporaryBytes(type, estimate), free.temporaryBytes);
}

function refuseFull(folder: string, neededBytes: number, freeBytes: number | null): void {
  if (freeBytes === null || freeBytes >= neededBytes) return;
  const hint =
    folder === "/nix/store"
      ? "Free some: nix-collect-garbage -d   # deletes old generations and what nothing refers to"
      : "Free some, or name another folder in TMPDIR.";
  throw new Failure(
    "disk-full",
    `This needs about ${formatSize(neededBytes)} in ${folder}, where ${formatSize(freeBytes)} are free.`,
    { hint, details: { folder, neededBytes, freeBytes } },
  );
}

/** How many sources a failure names. */
const NAMED = 5;

/**
 * Throws `Failure("download-failed")` when sources must be loaded from the network and it cannot be reached, or may not be used: building
 * would try each of them for minutes.
 */
export async function requireNetwork(host: Host, estimate: BuildEstimate, offline: boolean): Promise<void> {
  const { unreachable, toBuild } = estimate;
  if (unreachable === null && !offline) return;
  const texts = await Promise.all(toBuild.map((path) => host.fs.readText(path).catch(() => undefined)));
  const sources = toBuild.filter((_, index) => needsNetwork(texts[index] ?? "")).map(drvName);
  if (sources.length === 0) return;
  const names = sources.slice(0, NAMED).join(", ") + (sources.length > NAMED ? " …" : "");
  const why = offline ? "--offline forbids it" : unreachable;
  throw new Failure(
    "download-failed",
    `${sources.length} of what is to be built must be downloaded (${names}), and ${why}.`,
    {
      hint: offline
        ? BRING.join("\n")
        : "Check the network and proxies (https_proxy), or build once where there is one: the store keeps what was fetched.",
      details: { sources, unreachable },
    },
  );
}
