import type { OriginConfig } from "../schema/origin.ts";
import { type DerivedRendition, deriveRenditions } from "./renditions.ts";

/** The numbers of SPEC §2.5; every division is rounded down, as in Nix. */
export interface OriginDerived {
  gopSize: number;
  targetDurationSec: number;
  segmentLifetimeSec: number;
  playlistWindowSec: number;
  totalBitrateKbps: number;
  segmentSizeKB: number;
  filesPerVariant: number;
  variantCount: number;
  storagePerVariantMB: number;
  totalStorageMB: number;
  recommendedTmpfsMB: number;
  openFileCacheMax: number;
  hlsFlags: string;
  renditions: readonly DerivedRendition[];
}

export function deriveOrigin(config: OriginConfig): OriginDerived {
  const { segmentDuration, listSize, deleteThreshold, flags } = config.hls;
  const renditions = deriveRenditions(config);
  const playlistWindowSec = listSize * segmentDuration;
  const filesPerVariant = listSize + deleteThreshold + 1;
  const totalBitrateKbps = sum(renditions.map((rendition) => rendition.totalKbps));
  const storedKB = renditions.map(
    (rendition) => segmentKB(rendition.totalKbps, segmentDuration) * filesPerVariant,
  );
  const windowKB = sum(
    renditions.map((rendition) => floorDivide(rendition.totalKbps, 8) * playlistWindowSec * 2),
  );
  return {
    gopSize: config.encoder.framerate * segmentDuration,
    targetDurationSec: targetDuration(segmentDuration),
    segmentLifetimeSec: (listSize + deleteThreshold) * segmentDuration,
    playlistWindowSec,
    totalBitrateKbps,
    segmentSizeKB: segmentKB(totalBitrateKbps, segmentDuration),
    filesPerVariant,
    variantCount: renditions.length,
    storagePerVariantMB: floorDivide(Math.max(0, ...storedKB), 1024),
    totalStorageMB: floorDivide(sum(storedKB), 1024),
    recommendedTmpfsMB: floorDivide(windowKB, 1024) + 64,
    openFileCacheMax: (filesPerVariant * renditions.length + 1) * 3,
    hlsFlags: flags.join("+"),
    renditions,
  };
}

/** EXT-X-TARGETDURATION: no EXTINF, rounded to the nearest integer, may exceed it (RFC 8216 §4.3.3.1). */
export function targetDuration(segmentDurationSec: number): number {
  return Math.max(1, Math.round(segmentDurationSec));
}

function segmentKB(kbps: number, segmentDurationSec: number): number {
  return floorDivide(kbps * segmentDurationSec, 8);
}

function floorDivide(dividend: number, divisor: number): number {
  return Math.floor(dividend / divisor);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
