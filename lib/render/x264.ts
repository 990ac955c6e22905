import type { OriginConfig } from "../schema/origin.ts";

/**
 * x264 writes the least profile that has the tools it used, and `ultrafast` or `fastdecode` take them away; so the tools
 * that make a profile are asked for by name, and CODECS is right.
 */
const PROFILE_TOOLS = {
  baseline: [],
  main: ["cabac=1"],
  high: ["cabac=1", "8x8dct=1"],
} as const;

/**
 * x264 with the configured preset, tune and profile, in closed GOPs of exactly one segment. There are no B-frames
 * whatever the preset: pictures are sent in the order they are shown, so that a segment holds the same time span in both.
 */
export function x264(encoder: OriginConfig["encoder"], gopSize: number, params: readonly string[]): string[] {
  const { preset, tune, profile } = encoder;
  return [
    ...["-c:v", "libx264", "-preset:v", preset, "-tune:v", tune, "-profile:v", profile],
    ...["-g:v", `${gopSize}`, "-keyint_min:v", `${gopSize}`, "-sc_threshold:v", "0", "-bf:v", "0"],
    ...["-x264-params:v", [...params, ...PROFILE_TOOLS[profile]].join(":")],
  ];
}
