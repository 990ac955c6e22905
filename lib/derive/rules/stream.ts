import { targetDuration } from "../../hls/time.ts";
import type { OriginConfig } from "../../schema/origin.ts";
import { framesIn } from "../exact.ts";
import { doubt, numberRule, problem, type Rule, textRule } from "./rule.ts";

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
    pattern: /^(?!\.)[A-Za-z0-9._-]*%(0([1-9]|1[0-5]))?d[A-Za-z0-9._-]*\.ts$/,
    expected: "a file name with one %d or %05d (at most 15 digits) that ends in .ts",
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
  { reads: ["hls.flags"], check: windowSlides },
];

function playlistNamesDiffer({ hls }: OriginConfig) {
  if (hls.playlistName !== hls.masterPlaylist) return [];
  const expected = "another name than hls.playlistName";
  return [problem("playlist-names-equal", "hls.masterPlaylist", hls.masterPlaylist, expected)];
}

/** A segment starts with a keyframe, so it holds a whole number of frames. */
function gopIsWhole({ encoder, hls }: OriginConfig) {
  const frames = framesIn(hls.segmentDuration, encoder.framerate);
  if (Number.isInteger(frames) || !(encoder.framerate > 0)) return [];
  const held = Number(frames.toFixed(3));
  const expected = `a whole number of frames at ${encoder.framerate} fps; this holds ${held}`;
  const nearest = Math.max(1, Math.round(frames)) / encoder.framerate;
  const hint = `--set hls.segmentDuration=${Number(nearest.toFixed(6))}, or another encoder.framerate`;
  return [problem("gop-not-whole", "hls.segmentDuration", hls.segmentDuration, expected, hint)];
}

/** RFC 8216 §6.2.2: a live playlist keeps at least three target durations. */
function windowHoldsThreeTargets({ hls }: OriginConfig) {
  if (!(hls.segmentDuration > 0)) return [];
  const least = Math.ceil((3 * targetDuration(hls.segmentDuration)) / hls.segmentDuration);
  if (hls.listSize >= least) return [];
  const expected = `at least ${least}: a live playlist holds three target durations (RFC 8216 §6.2.2)`;
  return [problem("window-too-thin", "hls.listSize", hls.listSize, expected, `--set hls.listSize=${least}`)];
}

/** A live origin that runs for days deletes what has left the playlist, and its playlist never ends. */
function windowSlides({ hls }: OriginConfig) {
  const wanted = [
    ["delete_segments", "or the disk fills up"],
    ["omit_endlist", "or the playlist ends when FFmpeg stops"],
  ] as const;
  return wanted
    .filter(([flag]) => !hls.flags.includes(flag))
    .map(([flag, why]) => doubt("flag-missing", "hls.flags", hls.flags, `${flag} among the flags, ${why}`));
}
