import { beforeAll, describe, expect } from "bun:test";
import fc from "fast-check";
import { loopClip } from "../../lib/hls/loop.ts";
import type { Rendition } from "../../lib/hls/media.ts";
import { muxSegment } from "../../lib/hls/mux.ts";
import { decodeComplaints, probe } from "../support/decode.ts";
import { type EncodedClip, encodeClip } from "../support/encode.ts";
import { segments } from "../support/ladder.ts";
import { hasTool, testWithTool } from "../support/tools.ts";
import { clockDistance, inspectTs } from "../support/ts-inspect.ts";

const CADENCE = { framerate: 25, segmentDurationSec: 1 };
const RENDITION: Rendition = { name: "clip", width: 320, height: 180, ...CADENCE, segmentSizeBytes: 150_000 };
let encoded: EncodedClip;

beforeAll(async () => {
  if (hasTool("ffmpeg")) encoded = await encodeClip({ framerate: 25, gop: 25, seconds: 3 });
});

const ffmpegTest = (title: string, run: () => unknown) => testWithTool(["ffmpeg", "ffprobe"], title, run);

function looped() {
  const clip = loopClip(encoded.video, encoded.audio, CADENCE);
  if (!clip.ok) throw new Error(clip.problem);
  return clip.value;
}

describe("a looping clip", () => {
  ffmpegTest("shows its segments in turn and names its codecs", () => {
    const clip = looped();
    expect(clip.segments).toBe(3);
    expect(clip.codecs).toMatch(/^avc1\.42c0[0-9a-f]{2},mp4a\.40\.2$/);
    expect([6, 7, 8, 9].map((n) => clip.video(n).first)).toEqual([0, 25, 50, 0]);
  });

  ffmpegTest("plays over its seam without a word, at nominal size and with even timestamps", async () => {
    const bytes = segments({ rendition: RENDITION, clip: looped() }, 1_763_000_001, 7);
    expect(Math.abs(bytes.length - 7 * 150_000)).toBeLessThanOrEqual(7 * 94);
    const report = inspectTs(bytes);
    expect(report.errors).toEqual([]);
    const pts = report.streams.get(0x100)?.pts ?? [];
    expect(new Set(pts.slice(1).map((value, i) => clockDistance(pts[i] ?? 0, value)))).toEqual(
      new Set([3600]),
    );
    expect(await decodeComplaints(bytes)).toBe("");
    const audio = (await probe(bytes, "a", "packet=pts")).map(([value]) => Number(value));
    expect(new Set(audio.slice(1).map((value, i) => value - (audio[i] ?? 0)))).toEqual(new Set([1920]));
    expect(audio.length).toBeWithin(Math.floor((7 * 90_000) / 1920), Math.ceil((7 * 90_000) / 1920) + 1);
  });

  ffmpegTest("begins its audio anew in each loop, on the first frame of the grid", () => {
    const clip = looped();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6e8 }), (loop) => {
        const first = Math.ceil((loop * 3 * 90_000) / 1920);
        expect(clip.audioPiece(first)).toBe(0);
        expect(clip.audioPiece(first + 100)).toBe(100);
        expect(clip.audioPiece(first - 1)).toBeWithin(139, 142);
      }),
    );
  });

  ffmpegTest("repeats audio that is shorter than the video and can leave out its first frames", () => {
    const half = encoded.audio.subarray(0, frameEnd(encoded.audio, 70));
    const short = loopClip(encoded.video, half, CADENCE);
    expect(short.ok && [69, 70, 140].map(short.value.audioPiece)).toEqual([69, 0, 0]);
    const skipping = loopClip(encoded.video, half, { ...CADENCE, audioSkipFrames: 2 });
    expect(skipping.ok && [0, 67, 68].map(skipping.value.audioPiece)).toEqual([2, 69, 2]);
    expect(loopClip(encoded.video, half, { ...CADENCE, audioSkipFrames: 70 })).toEqual({
      ok: false,
      problem: "audio: 70 frames, none after 70",
    });
  });

  ffmpegTest("drops the filler it was encoded with", async () => {
    const cbr = await encodeClip({
      framerate: 25,
      gop: 25,
      seconds: 2,
      x264: "aud=1:nal-hrd=cbr:bitrate=2000:vbv-maxrate=2000:vbv-bufsize=500",
    });
    expect(cbr.video.length).toBeGreaterThan(400_000);
    const clip = loopClip(cbr.video, cbr.audio, CADENCE);
    const units = clip.ok ? clip.value.video(0).units : null;
    const used = units?.ends.reduce((sum, end, i) => sum + end - (units.starts[i] ?? 0), 0);
    expect(used).toBeLessThan(0.9 * cbr.video.length);
    if (clip.ok)
      expect(
        await decodeComplaints(
          segments({ rendition: { ...RENDITION, segmentSizeBytes: 300_000 }, clip: clip.value }, 4, 3),
        ),
      ).toBe("");
  });
});

describe("an unsuitable clip", () => {
  const problems = (video: Uint8Array, audio = encoded.audio, cadence = CADENCE) => {
    const clip = loopClip(video, audio, cadence);
    return clip.ok ? "none" : clip.problem;
  };

  ffmpegTest("says that delimiters, IDR pictures or whole segments are missing", async () => {
    expect(problems((await encodeClip({ framerate: 25, gop: 25, seconds: 1, x264: "aud=0" })).video)).toMatch(
      /^video: byte 0: no access unit delimiter; encode with -x264-params aud=1$/,
    );
    expect(problems(encoded.video, encoded.audio, { framerate: 20, segmentDurationSec: 1 })).toMatch(
      /^video: picture 20 begins a segment and is not an IDR picture; encode with -g 20 /,
    );
    expect(problems(encoded.video, encoded.audio, { framerate: 25, segmentDurationSec: 4 })).toBe(
      "video: 75 pictures are less than one segment of 100; encode a longer clip",
    );
  });

  ffmpegTest("says that it has B slices", async () => {
    const { video } = await encodeClip({ framerate: 25, gop: 25, seconds: 1, bframes: 2 });
    expect(problems(video)).toMatch(/B slices; encode with -bf 0$/);
  });

  ffmpegTest("says what is wrong with its audio, and where", async () => {
    const { audio } = await encodeClip({ framerate: 25, gop: 25, seconds: 1, sampleRate: 44_100 });
    expect(problems(encoded.video, audio)).toBe(
      "audio: byte 0: sample rate 44.1 kHz; encode the audio at 48 kHz",
    );
    const last = frameEnd(encoded.audio, 20);
    expect(problems(encoded.video, encoded.audio.subarray(0, last - 3))).toMatch(
      /cut off \(3 bytes missing\)$/,
    );
    expect(problems(encoded.video, encoded.audio.subarray(0, last + 3))).toMatch(/ADTS header is cut off$/);
    expect(problems(encoded.video, encoded.audio.subarray(1))).toMatch(/^audio: byte 0: no ADTS sync word/);
    expect(problems(encoded.video, new Uint8Array())).toMatch(/empty/);
  });

  ffmpegTest("of any bytes at all is a value, never an exception", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.uint8Array({ maxLength: 200, max: 9 }),
        (noise, zeros) => {
          expect(problems(noise)).not.toBe("none");
          expect(problems(zeros)).not.toBe("none");
          expect(problems(encoded.video, noise)).not.toBe("none");
          const damaged = encoded.video.slice();
          damaged.set(noise, noise.length * 100);
          const clip = loopClip(damaged, encoded.audio, CADENCE);
          if (clip.ok) expect(muxSegment(RENDITION, clip.value, 1).length % 188).toBe(0);
        },
      ),
    );
  });
});

/** Where frame k ends. */
function frameEnd(audio: Uint8Array, frames: number): number {
  let at = 0;
  for (let k = 0; k < frames; k++) {
    at += (((audio[at + 3] ?? 0) & 3) << 11) | ((audio[at + 4] ?? 0) << 3) | ((audio[at + 5] ?? 0) >> 5);
  }
  return at;
}
