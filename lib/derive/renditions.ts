import { parseBitrateKbps } from "../schema/bitrate.ts";
import type { OriginConfig, VariantConfig } from "../schema/origin.ts";
import { floorTimesDuration } from "./exact.ts";
import { leastLevel, levelIdc, levelRank } from "./level.ts";

/** One rendition the origin serves, with everything worked out that a source or a playlist needs. */
export interface DerivedRendition {
  name: string;
  /** Folder below the origin's root: the name in a ladder, empty when there is one rendition. */
  directory: string;
  width: number;
  height: number;
  videoKbps: number;
  maxrateKbps: number;
  bufsizeKbps: number;
  audioKbps: number;
  totalKbps: number;
  /** Nominal size of a segment, with audio and transport overhead. */
  segmentSizeBytes: number;
  /** H.264 level it is encoded at, e.g. `3.1`. */
  level: string;
  /** RFC 6381 codecs. */
  codecs: string;
  /** BANDWIDTH and AVERAGE-BANDWIDTH in bit/s (RFC 8216 §4.3.4.2). */
  bandwidth: number;
  averageBandwidth: number;
}

/** The renditions of a configuration: the ladder, or the one picture of `video`. */
export function deriveRenditions(config: OriginConfig): DerivedRendition[] {
  if (config.multibitrate) return config.variants.map((variant) => rendition(config, variant, variant.name));
  return [rendition(config, { name: `${config.video.height}p`, ...config.video }, "")];
}

const BYTES_PER_KBIT = 125;
/**
 * Segments of a constant bit rate still differ: by up to 6 % where the test pattern is busy and segments are short, and
 * the first one also holds x264's description of itself.
 */
const LEAST_PEAK_PERCENT = 107;
const LEAST_PEAK_KBPS = 10;

function rendition(config: OriginConfig, variant: VariantConfig, directory: string): DerivedRendition {
  const { name, width, height } = variant;
  const videoKbps = kbps(variant.bitrate);
  const maxrateKbps = kbps(variant.maxrate);
  const audioKbps = kbps(variant.audioBitrate);
  const totalKbps = videoKbps + audioKbps;
  const level = levelFor(config, variant, maxrateKbps);
  return {
    name,
    directory,
    width,
    height,
    videoKbps,
    maxrateKbps,
    bufsizeKbps: kbps(variant.bufsize),
    audioKbps,
    totalKbps,
    segmentSizeBytes: floorTimesDuration(totalKbps * BYTES_PER_KBIT, config.hls.segmentDuration, 1),
    level,
    codecs: `${videoCodec(config.encoder.profile, level)},mp4a.40.2`,
    bandwidth:
      Math.max(maxrateKbps + audioKbps, Math.ceil((totalKbps * LEAST_PEAK_PERCENT) / 100) + LEAST_PEAK_KBPS) *
      1000,
    averageBandwidth: totalKbps * 1000,
  };
}

function kbps(notation: string): number {
  return parseBitrateKbps(notation) ?? 0;
}

/** A single picture is encoded at the level asked for; in a ladder that is the ceiling and each gets the least that fits. */
function levelFor(config: OriginConfig, variant: VariantConfig, peakKbps: number): string {
  const asked = config.encoder.level;
  if (!config.multibitrate) return asked;
  const { framerate, profile } = config.encoder;
  const least = leastLevel({
    width: variant.width,
    height: variant.height,
    framerate,
    kbps: peakKbps,
    profile,
  });
  return least !== undefined && levelRank(least) < levelRank(asked) ? least : asked;
}

/** profile_idc and constraint flags as libx264 writes them. */
const PROFILE_BYTES: Record<string, string> = { baseline: "42c0", main: "4d40", high: "6400" };

/** `avc1.42c01f`: profile, constraints and level in hexadecimal (RFC 6381 §3.3). */
export function videoCodec(profile: string, level: string): string {
  return `avc1.${PROFILE_BYTES[profile] ?? "6400"}${levelIdc(level).toString(16).padStart(2, "0")}`;
}
