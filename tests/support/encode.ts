import { run } from "./decode.ts";

/** An FFmpeg-encoded clip as `loopClip` takes it. */
export interface EncodedClip {
  /** Annex B with delimiters. */
  video: Uint8Array;
  /** ADTS. */
  audio: Uint8Array;
}

/** A small moving test picture in closed GOPs of one segment, and a 1 kHz tone. */
export async function encodeClip(spec: {
  framerate: number;
  gop: number;
  seconds: number;
  x264?: string;
  bframes?: number;
  sampleRate?: number;
}): Promise<EncodedClip> {
  const { framerate, gop, seconds, bframes = 0, x264 = "aud=1", sampleRate = 48_000 } = spec;
  const ffmpeg = ["ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i"];
  const coder = [
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-profile:v",
    bframes > 0 ? "main" : "baseline",
    "-pix_fmt",
    "yuv420p",
  ];
  const groups = [
    "-g",
    `${gop}`,
    "-keyint_min",
    `${gop}`,
    "-sc_threshold",
    "0",
    "-bf",
    `${bframes}`,
    "-x264-params",
    x264,
  ];
  const [video, audio] = await Promise.all([
    run([
      ...ffmpeg,
      `testsrc2=size=320x180:rate=${framerate}:duration=${seconds}`,
      ...coder,
      ...groups,
      "-f",
      "h264",
      "-",
    ]),
    run([
      ...ffmpeg,
      `sine=frequency=1000:sample_rate=${sampleRate}:duration=${seconds}`,
      "-c:a",
      "aac",
      "-f",
      "adts",
      "-",
    ]),
  ]);
  if (video.errors + audio.errors !== "") throw new Error(video.errors + audio.errors);
  return { video: video.output, audio: audio.output };
}
