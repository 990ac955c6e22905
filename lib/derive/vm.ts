import type { OriginConfig } from "../schema/origin.ts";

/** What a virtual machine of the origin needs; all of it whole numbers, so that Nix has the same. */
export interface VmDerived {
  encoderBytesPerPixel: number;
  vmMemoryMB: number;
  vmCores: number;
}

interface VmFacts {
  encoder: OriginConfig["encoder"];
  /** Of one picture of every rendition. */
  pixels: number;
  /** Segments lie in memory. */
  tmpfsMB: number;
}

const LEAST_CORES = 2;
const MOST_CORES = 16;
/** Well below what a core encodes of a moving picture with preset ultrafast (`encoder-load.ts`). */
const PIXELS_PER_SEC_AND_CORE = 150_000_000;

/** A small NixOS with nginx and its exporters takes 320, FFmpeg without pictures less than 64. */
const SYSTEM_MB = 384;
const BYTES_PER_MB = 1024 * 1024;

export function deriveVm({ encoder, pixels, tmpfsMB }: VmFacts): VmDerived {
  const load = Math.floor((pixels * Math.ceil(encoder.framerate)) / PIXELS_PER_SEC_AND_CORE);
  const vmCores = Math.min(MOST_CORES, LEAST_CORES + load);
  const encoderBytesPerPixel = bytesPerPixel(encoder, vmCores);
  const neededMB = SYSTEM_MB + tmpfsMB + Math.floor((pixels * encoderBytesPerPixel) / BYTES_PER_MB);
  return { encoderBytesPerPixel, vmMemoryMB: roundUp(neededMB), vmCores };
}

/** At least 64 more, and an odd number of 64s: a QEMU machine of exactly 2048 MB hangs (microvm.nix). */
function roundUp(neededMB: number): number {
  return Math.floor(neededMB / 128) * 128 + 192;
}

/** Pictures x264 looks ahead, by preset (`rc-lookahead`). */
const LOOKAHEAD: Record<OriginConfig["encoder"]["preset"], number> = {
  ultrafast: 0,
  superfast: 0,
  veryfast: 10,
  faster: 20,
  fast: 30,
  medium: 40,
  slow: 50,
  slower: 60,
  veryslow: 60,
};

/**
 * Measured as FFmpeg's proportional set size, 720p to 2160p: 33 to 61 bytes with tune zerolatency, else 4 more for each
 * picture of lookahead and 12 for each of x264's threads, of which there are 1.5 to a core.
 */
function bytesPerPixel({ preset, tune }: OriginConfig["encoder"], cores: number): number {
  return tune === "zerolatency" ? 64 : 64 + 4 * LOOKAHEAD[preset] + 18 * cores;
}
