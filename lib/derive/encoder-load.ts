import type { OriginConfig } from "../schema/origin.ts";
import type { DerivedRendition } from "./renditions.ts";

type Encoder = OriginConfig["encoder"];

/**
 * Processor time of x264 in ns per pixel, for a picture that stands still and one that moves (bench/encoder-load.ts,
 * 720p and 2160p on a 2 GHz Xeon core). Painting the test pattern is included.
 */
const ENCODE_NS: Record<Encoder["preset"], { still: number; moving: number }> = {
  ultrafast: { still: 1.8, moving: 2.9 },
  superfast: { still: 2.1, moving: 3.8 },
  veryfast: { still: 2.9, moving: 5.5 },
  faster: { still: 4.7, moving: 8.5 },
  fast: { still: 4.7, moving: 12.5 },
  medium: { still: 5.6, moving: 14 },
  slow: { still: 6.2, moving: 27 },
  slower: { still: 6.6, moving: 37 },
  veryslow: { still: 6.6, moving: 55 },
};

/** Patterns that move, and the ns per pixel that painting one in RGB and converting it adds. */
const MOVING: readonly OriginConfig["testPattern"][] = ["testsrc", "testsrc2"];
const RGB_NS: Partial<Record<OriginConfig["testPattern"], number>> = { testsrc: 2.4, rgbtestsrc: 1.9 };

/** Sound, multiplexing and timers of one variant in real time. */
const CORES_PER_VARIANT = 0.05;
/** Painting and multiplexing take turns with encoding, so a core cannot be used to the full. */
const USABLE_SHARE = 0.7;

/** Processor cores that FFmpeg needs to encode a configuration in real time, estimated: 0.1 for 720p30, 1.3 for 4k-abr. */
export function encoderLoad(resolved: {
  config: OriginConfig;
  derived: { renditions: readonly DerivedRendition[] };
}): number {
  const { testPattern, encoder } = resolved.config;
  const { still, moving } = ENCODE_NS[encoder.preset];
  const nsPerPixel = (MOVING.includes(testPattern) ? moving : still) + (RGB_NS[testPattern] ?? 0);
  const { renditions } = resolved.derived;
  const pixels = renditions.reduce((total, { width, height }) => total + width * height, 0);
  const cores = pixels * encoder.framerate * nsPerPixel * 1e-9 + CORES_PER_VARIANT * renditions.length;
  return cores / USABLE_SHARE;
}
