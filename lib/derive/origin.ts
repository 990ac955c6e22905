import { targetDuration } from "../hls/time.ts";
import type { OriginConfig } from "../schema/origin.ts";
import { floorTimesDuration, framesIn, timesDuration } from "./exact.ts";
import { type DerivedRendition, deriveRenditions } from "./renditions.ts";
import { deriveVm, type VmDerived } from "./vm.ts";

/** The numbers that follow from a configuration; every division is rounded down, as in Nix. `formulas.ts` puts each into words. */
export interface OriginDerived extends VmDerived {
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
  const filesPerVariant = listSize + deleteThreshold + 1;
  const totalBitrateKbps = sum(renditions.map((rendition) => rendition.totalKbps));
  const segmentKB = (kbps: number) => floorTimesDuration(kbps, segmentDuration, 8);
  const storedKB = renditions.map((rendition) => segmentKB(rendition.totalKbps) * filesPerVariant);
  const kilobytesPerSec = sum(renditions.map((rendition) => Math.floor(rendition.totalKbps / 8)));
  const tmpfsMB = floorTimesDuration(kilobytesPerSec * 2 * listSize, segmentDuration, 1024) + 64;
  const pixels = sum(renditions.map(({ width, height }) => width * height));
  return {
    gopSize: framesIn(segmentDuration, config.encoder.framerate),
    targetDurationSec: targetDuration(segmentDuration),
    segmentLifetimeSec: timesDuration(listSize + deleteThreshold, segmentDuration),
    playlistWindowSec: timesDuration(listSize, segmentDuration),
    totalBitrateKbps,
    segmentSizeKB: segmentKB(totalBitrateKbps),
    filesPerVariant,
    variantCount: renditions.length,
    storagePerVariantMB: Math.floor(Math.max(0, ...storedKB) / 1024),
    totalStorageMB: Math.floor(sum(storedKB) / 1024),
    recommendedTmpfsMB: tmpfsMB,
    openFileCacheMax: (filesPerVariant * renditions.length + 1) * 3,
    hlsFlags: flags.join("+"),
    ...deriveVm({ encoder: config.encoder, pixels, tmpfsMB }),
    renditions,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
