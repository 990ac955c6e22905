import type { OriginConfig } from "../../schema/origin.ts";
import { targetDuration } from "../origin.ts";
import { numberRule, problem, type Rule, textRule } from "./rule.ts";

/** What makes a sliding live playlist that players can follow. */
export const STREAM_RULES: readonly Rule<OriginConfig>[] = [
  numberRule("hls.segmentDuration", (c) => c.hls.segmentDuration, {
    code: "segment-duration-out-of-range",
    least: 0.5,
    most: 60,
    whole: false,
  }),
  numberRule("hls.listSize", (c) => c.hls.listSize, {
    code: "list-size-out-of-range",
    least: 1,
    most: 10_000,
  }),
  numberRule("hls.deleteThreshold", (c) => c.hls.deleteThreshold, {
    code: "delete-threshold-out-of-range",
    least: 1,
    most: 10_000,
  }),
  textRule("hls.segmentPattern", (c) => c.hls.segmentPattern, {
    code: "segment-pattern-invalid",
    pattern: /^[A-Za-z0-9._-]*%(0\d{1,2})?d[A-Za-z0-9._-]*\.ts$/,
    expected: "a file name with one %d or %05d that ends in .ts",
  }),
  textRule("hls.playlistName", (c) => c.hls.playlistName, {
    code: "file-name-invalid",
    pattern: /^[A-Za-z0-9_-][A-Za-z0-9._-]*\.m3u8$/,
    expected: "a file name that ends in .m3u8",
  }),
  textRule("hls.masterPlaylist", (c) => c.hls.masterPlaylist, {
    code: "file-name-invalid",
    pattern: /^[A-Za-z0-9_-][A-Za-z0-9._-]*\.m3u8$/,
    expected: "a file name that ends in .m3u8",
  }),
  { reads: ["hls.playlistName", "hls.masterPlaylist"], check: playlistNamesDiffer },
  { reads: ["encoder.framerate", "hls.segmentDuration"], check: gopIsWhole },
  { reads: ["hls.listSize", "hls.segmentDuration"], check: windowHoldsThreeTargets },
];

function playlistNamesDiffer({ hls }: OriginConfig) {
  if (hls.playlistName !== hls.masterPlaylist) return [];
  const expected = "another name than hls.playlistName";
  return [problem("playlist-names-equal", "hls.masterPlaylist", hls.masterPlaylist, expected)];
}

/** A segment starts with a keyframe, so it holds a whole number of frames. */
function gopIsWhole({ encoder, hls }: OriginConfig) {
  const frames = encoder.framerate * hls.segmentDuration;
  if (Number.isInteger(frames)) return [];
  const expected = `a duration that holds a whole number of frames at ${encoder.framerate} fps (this one holds ${frames})`;
  const nearest = Math.max(1, Math.round(frames)) / encoder.framerate;
  const hint = `The nearest is ${Number(nearest.toFixed(6))}; or change encoder.framerate.`;
  return [problem("gop-not-whole", "hls.segmentDuration", hls.segmentDuration, expected, hint)];
}

/** RFC 8216 §6.2.2: a live playlist keeps at least three target durations. */
function windowHoldsThreeTargets({ hls }: OriginConfig) {
  if (!(hls.segmentDuration > 0)) return [];
  const least = Math.ceil((3 * targetDuration(hls.segmentDuration)) / hls.segmentDuration);
  if (hls.listSize >= least) return [];
  const expected = `at least ${least}, so that the playlist holds three target durations (RFC 8216 §6.2.2)`;
  return [problem("window-too-thin", "hls.listSize", hls.listSize, expected)];
}
