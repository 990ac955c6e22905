import { Failure } from "../errors.ts";

/** What ffprobe says about a file that is to be played in a loop. */
export interface InputProbe {
  durationSec: number;
  /** A moving picture; cover art is none. */
  hasVideo: boolean;
  hasAudio: boolean;
}

/** The user's own file. */
export interface ClipInput extends InputProbe {
  /** Absolute path. */
  path: string;
  /** Changes when the file does. */
  identity: string;
}

interface ProbeReport {
  streams?: { codec_type?: string; disposition?: { attached_pic?: number } }[];
  format?: { duration?: string };
}

/** Arguments of ffprobe, without its own name, that make it describe a file in JSON. */
export function probeInputArgv(path: string): string[] {
  const entries = "format=duration:stream=codec_type:stream_disposition=attached_pic";
  return ["-v", "error", "-of", "json", "-show_entries", entries, "-i", path];
}

/**
 * What ffprobe printed for a file to what we need of it.
 * Throws `Failure("source-unsuitable")` for a file without picture and sound, without an end, or that is no media file.
 */
export function parseInputProbe(path: string, stdout: string): InputProbe {
  const { streams = [], format = {} } = parseReport(path, stdout);
  const hasVideo = streams.some(
    (stream) => stream.codec_type === "video" && stream.disposition?.attached_pic !== 1,
  );
  const hasAudio = streams.some((stream) => stream.codec_type === "audio");
  if (!hasVideo && !hasAudio) throw unsuitable(`FFmpeg finds neither picture nor sound in ${path}.`);
  const durationSec = Number(format.duration);
  if (durationSec > 0) return { durationSec, hasVideo, hasAudio };
  throw unsuitable(
    `FFmpeg cannot tell how long ${path} lasts: a still picture and a raw stream have no duration.`,
  );
}

function parseReport(path: string, stdout: string): ProbeReport {
  try {
    const report: ProbeReport | null = JSON.parse(stdout);
    return report ?? {};
  } catch (cause) {
    throw unsuitable(`FFmpeg cannot read ${path}.`, cause);
  }
}

function unsuitable(message: string, cause?: unknown): Failure {
  return new Failure("source-unsuitable", message, {
    hint: "Give a file that FFmpeg can play, e.g. MP4 or MKV; `ffprobe FILE` says what it thinks of one.",
    cause,
  });
}
