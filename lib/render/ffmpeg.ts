import { join } from "node:path";
import { liveEncodeRate } from "../derive/encode-rate.ts";
import type { DerivedRendition } from "../derive/renditions.ts";
import { Failure } from "../errors.ts";
import type { ResolvedOrigin } from "../resolve.ts";
import { type LiveStart, liveStart } from "./live-start.ts";
import { testPattern, testTone } from "./test-input.ts";
import { x264 } from "./x264.ts";

/** The parts of a resolved configuration that renderers read; a plan carries just these. */
export type OriginView = Pick<ResolvedOrigin, "config" | "derived">;

export interface LiveOptions {
  /** Absolute path of the folder that is the origin's root; it and the variants' folders must exist. */
  outputDir: string;
  /** The moment FFmpeg starts (Unix time in ms): numbers and time stamps follow from the nearest segment boundary. */
  nowMs: number;
  /** Where FFmpeg reports its progress, e.g. `pipe:1`; nowhere if not given. */
  progress?: string;
}

/** The same with words in place of the numbers, for launchers that fill them in at each start. */
export interface LiveArguments extends Omit<LiveOptions, "nowMs"> {
  startNumber: string;
  timestampOffset: string;
}

/**
 * Arguments of FFmpeg (4.4 or later), without its own name, for the `live` source: test pattern and tone in real time
 * into the files of an HLS origin, every segment of its nominal size. The multivariant playlist is not FFmpeg's: see
 * `renderMaster`. After a restart there is a gap in the media sequence but no EXT-X-DISCONTINUITY: numbers, time stamps
 * and dates go on with the clock, and encoding parameters are the same (RFC 8216 §4.3.2.3).
 * Throws `Failure("source-unsuitable")` for what FFmpeg cannot do.
 */
export function renderLive(view: OriginView, options: LiveOptions): string[] {
  const { nowMs, ...rest } = options;
  const start: LiveStart = liveStart(nowMs, view.config.hls.segmentDuration);
  return liveArguments(view, {
    ...rest,
    startNumber: `${start.startNumber}`,
    timestampOffset: start.timestampOffsetSec.toFixed(6),
  });
}

export function liveArguments(view: OriginView, options: LiveArguments): string[] {
  refuseMisfit(view, options.outputDir);
  const { config, derived } = view;
  return [
    ...["-nostdin", "-hide_banner", "-loglevel", "warning"],
    ...(options.progress === undefined ? [] : ["-nostats", "-progress", options.progress]),
    ...inputs(view),
    ...x264(config.encoder, derived.gopSize, ["nal-hrd=cbr", "vbv-init=1"]),
    ...derived.renditions.flatMap((rendition, index) => encodingOf(view, rendition, index)),
    ...["-c:a", "aac", "-ac", "2", "-ar", `${config.audio.sampleRate}`],
    ...hlsMuxer(view, options),
  ];
}

/** Why FFmpeg cannot make this stream live, whatever the folder; undefined when it can. */
export function liveMisfit({ config }: Pick<OriginView, "config">): string | undefined {
  const { segmentDuration } = config.hls;
  const whole = Math.floor(segmentDuration);
  // FFmpeg rounds halves to the even neighbour, and no EXTINF may round to more (RFC 8216 §4.3.3.1).
  if (segmentDuration - whole !== 0.5 || whole % 2 !== 0) return undefined;
  return `FFmpeg writes EXT-X-TARGETDURATION:${whole} for segments of ${segmentDuration} s, which is too little`;
}

function refuseMisfit(view: OriginView, outputDir: string): void {
  const misfit = liveMisfit(view);
  if (misfit !== undefined) {
    throw new Failure("source-unsuitable", `The source "live" cannot make this stream: ${misfit}.`, {
      hint: "Take another hls.segmentDuration, or --source loop or embedded.",
    });
  }
  if (!outputDir.includes("%")) return;
  throw new Failure("source-unsuitable", `FFmpeg reads the % in ${outputDir} as a place for a number.`, {
    hint: "Take a folder without it (server.hlsDir), or --source loop or embedded.",
  });
}

/** One pattern per variant at its own size: painting five pictures costs less than scaling one to five. */
function inputs({ config, derived }: OriginView): string[] {
  const { renditions } = derived;
  const paced = (graph: string) => ["-re", "-f", "lavfi", "-i", graph];
  return [
    ...renditions.flatMap((rendition) => paced(testPattern(config, rendition))),
    ...paced(testTone(config.audio)),
    ...renditions.flatMap((_, index) => ["-map", `${index}:v`, "-map", `${renditions.length}:a`]),
  ];
}

/** What differs between variants; x264 fills up to a constant bit rate with `nal-hrd=cbr` and all three rates equal. */
function encodingOf({ config, derived }: OriginView, rendition: DerivedRendition, index: number): string[] {
  const stream = (kind: "v" | "a") => (derived.renditions.length === 1 ? kind : `${kind}:${index}`);
  const { videoKbps, bufferKbit } = liveEncodeRate({
    ...rendition,
    segmentDurationSec: config.hls.segmentDuration,
    gopSize: derived.gopSize,
    sampleRate: config.audio.sampleRate,
  });
  const rates = ["b", "minrate", "maxrate"].flatMap((name) => [`-${name}:${stream("v")}`, `${videoKbps}k`]);
  return [
    ...[`-level:${stream("v")}`, rendition.level, ...rates, `-bufsize:${stream("v")}`, `${bufferKbit}k`],
    ...[`-b:${stream("a")}`, `${rendition.audioKbps}k`],
  ];
}

function hlsMuxer({ config, derived }: OriginView, options: LiveArguments): string[] {
  const { hls, multibitrate } = config;
  const folder = multibitrate ? join(options.outputDir, "%v") : options.outputDir;
  // FFmpeg cannot promise independence where it is told to cut by time; here every cut is at a keyframe anyway.
  const independent = hls.flags.includes("split_by_time") ? [] : ["independent_segments"];
  const flags = new Set([...hls.flags, "program_date_time", ...independent]);
  return [
    ...["-f", "hls", "-hls_time", `${hls.segmentDuration}`],
    ...["-hls_list_size", `${hls.listSize}`, "-hls_delete_threshold", `${hls.deleteThreshold}`],
    ...["-hls_flags", [...flags].join("+"), "-start_number", options.startNumber],
    ...["-output_ts_offset", options.timestampOffset, "-avoid_negative_ts", "disabled"],
    ...(multibitrate ? ["-var_stream_map", variantMap(derived.renditions)] : []),
    ...["-hls_segment_filename", join(folder, hls.segmentPattern), join(folder, hls.playlistName)],
  ];
}

function variantMap(renditions: readonly DerivedRendition[]): string {
  return renditions.map(({ name }, index) => `v:${index},a:${index},name:${name}`).join(" ");
}
