import type { OriginConfig } from "../schema/origin.ts";

export interface Picture {
  width: number;
  height: number;
}

/** The lavfi graph of the test pattern. It is converted within, so that FFmpeg scales and converts nothing after it. */
export function testPattern(config: OriginConfig, { width, height }: Picture): string {
  return `${config.testPattern}=size=${width}x${height}:rate=${config.encoder.framerate},format=yuv420p`;
}

/** The lavfi graph of the test tone, without an end. */
export function testTone({ frequency, sampleRate }: OriginConfig["audio"]): string {
  return `sine=frequency=${frequency}:sample_rate=${sampleRate}`;
}
