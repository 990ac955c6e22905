import { type LoopRate, loopEncodeRate } from "../derive/encode-rate.ts";
import type { DerivedRendition } from "../derive/renditions.ts";
import { AUDIO_SAMPLE_RATE } from "../hls/time.ts";
import type { ClipInput } from "./clip-input.ts";
import type { OriginView } from "./ffmpeg.ts";
import { testPattern, testTone } from "./test-input.ts";
import { x264 } from "./x264.ts";

const SAMPLES_PER_FRAME = 1024;
/** FFmpeg's AAC encoder takes about half a second to settle, so there is a second of sound before the clip. */
const LEAD_FRAMES = 48;
/** The encoder's priming and the lead: what to pass as `audioSkipFrames` to `loopClip`. */
export const LOOP_AUDIO_SKIP_FRAMES = 1 + LEAD_FRAMES;
/** Sound besides the clip's own: the frame across the seam, and one for rounding. */
const EXTRA_AUDIO_FRAMES = LOOP_AUDIO_SKIP_FRAMES + 2;

/** A clip of the test pattern lasts at least so long … */
const LEAST_CLIP_SEC = 8;
/** … and up to so long if the tone then meets itself without a click at the seam. */
const MOST_CLIP_SEC = 24;
/** Of the user's own file. */
const MOST_INPUT_SEC = 600;

/** Constant quality, under the cap of the nominal bit rate. */
const QUALITY = 20;
/** x264's output depends on the number of threads, so it is fixed: every machine makes the same clip. */
const THREADS = 4;

export interface LoopFiles {
  /** H.264 in Annex B. */
  videoPath: string;
  /** AAC in ADTS. */
  audioPath: string;
  /** The user's own file in place of test pattern and tone. */
  input?: ClipInput | undefined;
}

export interface ClipSpan {
  segments: number;
  durationSec: number;
}

/**
 * Argument lists of FFmpeg (4.4 or later), without its own name, that encode the clip of one rendition for the `loop`
 * source, to be run one after the other. `lib/hls/loop.ts` makes segments of the two files.
 */
export function renderLoopEncode(
  view: OriginView,
  rendition: DerivedRendition,
  files: LoopFiles,
): string[][] {
  return [videoArguments(view, rendition, files), audioArguments(view, rendition, files)];
}

/**
 * Everything that decides on a clip's bytes but FFmpeg's version, as text: equal keys mean equal clips.
 */
export function clipKey(view: OriginView, rendition: DerivedRendition, input?: ClipInput): string {
  const commands = renderLoopEncode(view, rendition, { videoPath: "video", audioPath: "audio", input });
  return JSON.stringify([commands, input?.identity ?? null]);
}

/** How much of the pattern or the file becomes the clip: whole segments, at least one. */
export function clipSpan({ config }: OriginView, input?: ClipInput): ClipSpan {
  const length = config.hls.segmentDuration;
  const segments = input
    ? Math.max(1, Math.floor(Math.min(input.durationSec, MOST_INPUT_SEC) / length + 1e-6))
    : patternSegments(length);
  return { segments, durationSec: Math.round(segments * length * 1e6) / 1e6 };
}

/** What of the user's file will not be played; undefined when all of it is. */
export function clipWarning(view: OriginView, input: ClipInput): string | undefined {
  const { durationSec } = clipSpan(view, input);
  if (input.durationSec <= MOST_INPUT_SEC) return undefined;
  return `${input.path} lasts ${Math.round(input.durationSec)} s; its first ${durationSec} s are played in a loop.`;
}

/** The least number of segments that lasts a whole number of AAC frames, at 48 kHz a multiple of 8/375 s. */
function patternSegments(lengthSec: number): number {
  const least = Math.ceil(LEAST_CLIP_SEC / lengthSec);
  const most = Math.floor(MOST_CLIP_SEC / lengthSec);
  for (let segments = least; segments <= most; segments++) {
    const frames = (segments * lengthSec * AUDIO_SAMPLE_RATE) / SAMPLES_PER_FRAME;
    if (Math.abs(frames - Math.round(frames)) < 1e-6) return segments;
  }
  return least;
}

function videoArguments(view: OriginView, rendition: DerivedRendition, files: LoopFiles): string[] {
  const { config, derived } = view;
  const { segments } = clipSpan(view, files.input);
  const { maxrateKbps, bufferKbit } = rateOf(view, rendition);
  const source = files.input?.hasVideo
    ? [...fileInput(view, files.input), "-map", "0:V:0", "-vf", fitted(view, rendition)]
    : ["-f", "lavfi", "-i", testPattern(config, rendition), "-map", "0:v"];
  return [
    ...["-nostdin", "-hide_banner", "-loglevel", "warning", "-y", ...source],
    ...x264(config.encoder, derived.gopSize, ["aud=1"]),
    ...["-threads:v", `${THREADS}`, "-level:v", rendition.level],
    ...["-crf:v", `${QUALITY}`, "-maxrate:v", `${maxrateKbps}k`, "-bufsize:v", `${bufferKbit}k`],
    ...["-frames:v", `${segments * derived.gopSize}`, "-f", "h264", files.videoPath],
  ];
}

function audioArguments(view: OriginView, rendition: DerivedRendition, files: LoopFiles): string[] {
  const { durationSec } = clipSpan(view, files.input);
  const tone = { frequency: view.config.audio.frequency, sampleRate: AUDIO_SAMPLE_RATE };
  const source = files.input?.hasAudio
    ? [...fileInput(view, files.input), "-map", "0:a:0", "-af", delayed()]
    : ["-f", "lavfi", "-i", testTone(tone), "-map", "0:a"];
  const lengthSec = durationSec + (EXTRA_AUDIO_FRAMES * SAMPLES_PER_FRAME) / AUDIO_SAMPLE_RATE;
  return [
    ...["-nostdin", "-hide_banner", "-loglevel", "warning", "-y", ...source],
    ...["-c:a", "aac", "-b:a", `${rendition.audioKbps}k`, "-ac", "2", "-ar", `${AUDIO_SAMPLE_RATE}`],
    ...["-t", lengthSec.toFixed(6), "-f", "adts", files.audioPath],
  ];
}

/** The file's sound from time 0 on, after the lead, and silence to the end. */
function delayed(): string {
  return `aresample=${AUDIO_SAMPLE_RATE}:async=1:first_pts=0,adelay=delays=${LEAD_FRAMES * SAMPLES_PER_FRAME}S:all=1,apad`;
}

/** A file shorter than a segment is repeated. */
function fileInput({ config }: OriginView, input: ClipInput): string[] {
  const isShort = input.durationSec < config.hls.segmentDuration;
  return [...(isShort ? ["-stream_loop", "-1"] : []), "-i", input.path];
}

/** The file's picture at the rendition's size and rate: bars where its shape differs, the last picture held to the end. */
function fitted({ config }: OriginView, { width, height }: DerivedRendition): string {
  return [
    `fps=fps=${config.encoder.framerate}:start_time=0`,
    `scale=${width}:${height}:force_original_aspect_ratio=decrease:force_divisible_by=2`,
    `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2`,
    "setsar=1",
    "format=yuv420p",
    "tpad=stop=-1:stop_mode=clone",
  ].join(",");
}

function rateOf({ config, derived }: OriginView, rendition: DerivedRendition): LoopRate {
  return loopEncodeRate({
    ...rendition,
    segmentDurationSec: config.hls.segmentDuration,
    gopSize: derived.gopSize,
    sampleRate: AUDIO_SAMPLE_RATE,
  });
}
