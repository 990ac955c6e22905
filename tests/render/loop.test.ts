import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LoopClip, loopClip } from "../../lib/hls/loop.ts";
import { muxSegment, segmentBytes } from "../../lib/hls/mux.ts";
import type { ClipInput } from "../../lib/render/clip-input.ts";
import {
  clipKey,
  clipSpan,
  clipWarning,
  LOOP_AUDIO_SKIP_FRAMES,
  renderLoopEncode,
} from "../../lib/render/loop.ts";
import type { ResolvedOrigin } from "../../lib/resolve.ts";
import type { Table } from "../../lib/schema/table.ts";
import { originOf } from "../support/configs.ts";
import { decodeComplaints, decodeSamples, run } from "../support/decode.ts";
import { testWithTool } from "../support/tools.ts";
import { concatenate, inspectTs } from "../support/ts-inspect.ts";

const TOOLS = ["ffmpeg", "ffprobe"];
const FILM: ClipInput = {
  path: "/films/a film.mkv",
  identity: "/films/a film.mkv:123:456",
  durationSec: 30.5,
  hasVideo: true,
  hasAudio: true,
};
const SMALL = { video: { width: 320, height: 180, bitrate: "400k", maxrate: "440k", audioBitrate: "64k" } };

function withDuration(segmentDuration: number): ResolvedOrigin {
  return originOf("default", { hls: { segmentDuration }, encoder: { framerate: 30 } });
}

describe("the length of a clip", () => {
  test.each([
    [1, 8],
    [2, 8],
    [1.2, 9.6],
    [3, 24],
    [4, 8],
    [6, 24],
    [60, 60],
    [10, 10],
  ])("of the pattern, in segments of %d s, is %d s", (segmentSec, clipSec) => {
    expect(clipSpan(withDuration(segmentSec)).durationSec).toBe(clipSec);
  });

  test("of a file is its whole segments, at least one and at most ten minutes", () => {
    const of = (durationSec: number) => clipSpan(withDuration(4), { ...FILM, durationSec }).segments;
    expect([30.5, 4, 1, 3600].map(of)).toEqual([7, 1, 1, 150]);
  });

  test("is told when not all of a file is played", () => {
    expect(clipWarning(withDuration(4), FILM)).toBeUndefined();
    expect(clipWarning(withDuration(4), { ...FILM, durationSec: 3600 })).toContain("first 600 s");
  });
});

describe("the key of a clip", () => {
  const keyOf = (settings: Table, input?: ClipInput) => {
    const origin = originOf("default", settings);
    const [rendition] = origin.derived.renditions;
    return rendition ? clipKey(origin, rendition, input) : "";
  };

  test("changes with everything that changes its bytes", () => {
    const settings: Table[] = [
      {},
      { testPattern: "testsrc2" },
      { audio: { frequency: 440 } },
      { video: { bitrate: "1900k" } },
      { video: { audioBitrate: "96k" } },
      { encoder: { profile: "high" } },
      { encoder: { preset: "fast" } },
      { hls: { segmentDuration: 4 } },
    ];
    const keys = settings.map((each) => keyOf(each));
    const films = [FILM, { ...FILM, identity: "newer" }, { ...FILM, hasAudio: false }];
    const filmKeys = films.map((film) => keyOf({}, film));
    expect(new Set([...keys, ...filmKeys]).size).toBe(keys.length + filmKeys.length);
  });

  test("stays the same when only the window, the port or the logs change", () => {
    const others = { hls: { listSize: 20 }, server: { port: 8080 }, logging: { enabled: true } };
    expect(keyOf(others)).toBe(keyOf({}));
  });
});

/** Samples of the left channel: clips are in stereo. */
async function leftOf(stream: Uint8Array<ArrayBuffer>): Promise<Int16Array> {
  return (await decodeSamples(stream)).filter((_, i) => i % 2 === 0);
}

/** Peaks of a 1 kHz tone, one for each two of its waves. */
function peaks(samples: Int16Array): number[] {
  return Array.from({ length: Math.floor(samples.length / 96) }, (_, i) =>
    Math.max(...samples.subarray(96 * i, 96 * (i + 1)).map(Math.abs)),
  );
}

function quietest(samples: Int16Array): number {
  return Math.min(...peaks(samples));
}

function loudest(samples: Int16Array): number {
  return Math.max(...peaks(samples));
}

describe("what FFmpeg encodes for a loop", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "hlsctl-loop-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function encode(origin: ResolvedOrigin, input?: ClipInput): Promise<LoopClip> {
    const [rendition] = origin.derived.renditions;
    if (!rendition) throw new Error("no rendition");
    const files = { videoPath: join(folder, "v"), audioPath: join(folder, "a") };
    for (const argv of renderLoopEncode(origin, rendition, { ...files, input })) {
      expect((await run(["ffmpeg", ...argv])).errors).toBe("");
    }
    const { framerate } = origin.config.encoder;
    const clip = loopClip(readFileSync(files.videoPath), readFileSync(files.audioPath), {
      framerate,
      segmentDurationSec: origin.config.hls.segmentDuration,
      audioSkipFrames: LOOP_AUDIO_SKIP_FRAMES,
    });
    if (!clip.ok) throw new Error(clip.problem);
    return clip.value;
  }

  function segmentsOf(origin: ResolvedOrigin, clip: LoopClip, count: number) {
    const [rendition] = origin.derived.renditions;
    if (!rendition) throw new Error("no rendition");
    const { framerate } = origin.config.encoder;
    const shape = { ...rendition, framerate, segmentDurationSec: origin.config.hls.segmentDuration };
    const sizes = Array.from({ length: count }, (_, n) => segmentBytes(shape, clip, n));
    return { sizes, nominal: rendition.segmentSizeBytes, mux: (n: number) => muxSegment(shape, clip, n) };
  }

  for (const [name, settings] of [
    ["smptebars", SMALL],
    [
      "testsrc2",
      { ...SMALL, testPattern: "testsrc2", encoder: { profile: "high", preset: "veryfast", tune: "film" } },
    ],
  ] as const) {
    testWithTool(TOOLS, `loops for ever at the nominal size, with ${name}`, async () => {
      const origin = originOf("default", settings);
      const clip = await encode(origin);
      const { sizes, nominal, mux } = segmentsOf(origin, clip, 10);
      expect(clip.segments).toBe(4);
      expect(clip.codecs).toBe(origin.derived.renditions[0]?.codecs ?? "");
      for (const size of sizes) expect(Math.abs(size / nominal - 1)).toBeLessThan(0.005);
      const stream = concatenate(Array.from({ length: 6 }, (_, n) => mux(n)));
      expect(inspectTs(stream).errors).toEqual([]);
      expect(await decodeComplaints(stream)).toBe("");
    });
  }

  testWithTool(TOOLS, "has a tone that meets itself at the seam, neither fading nor clicking", async () => {
    const origin = originOf("default", SMALL);
    const { mux } = segmentsOf(origin, await encode(origin), 1);
    const samples = await leftOf(concatenate(Array.from({ length: 6 }, (_, n) => mux(n))));
    const [before, seam] = [samples.slice(2 * 48_000, 4 * 48_000), samples.slice(7.9 * 48_000, 8.3 * 48_000)];
    expect(quietest(seam)).toBeGreaterThan(0.95 * quietest(before));
    expect(loudest(seam)).toBeLessThan(1.05 * loudest(before));
  });

  for (const film of [
    { title: "with sound, of another shape and rate", seconds: 5, args: ["-c:v", "libx264"], hasAudio: true },
    { title: "without sound", seconds: 5, args: ["-c:v", "libx264", "-an"], hasAudio: false },
    { title: "without picture", seconds: 5, args: ["-vn"], hasAudio: true, hasVideo: false },
    { title: "shorter than a segment", seconds: 1, args: ["-c:v", "libx264"], hasAudio: true },
  ]) {
    testWithTool(TOOLS, `may be the user's own file ${film.title}`, async () => {
      const path = join(folder, "film.mkv");
      const picture = `testsrc2=size=202x302:rate=24:duration=${film.seconds}`;
      const sources = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", `sine=duration=${film.seconds}`];
      await run(["ffmpeg", "-v", "error", "-y", ...sources, ...film.args, path]);
      const input = { hasVideo: true, ...film, durationSec: film.seconds, path, identity: path };
      const origin = originOf("default", SMALL);
      const clip = await encode(origin, input);
      expect(clip.segments).toBe(Math.max(1, Math.floor(film.seconds / 2)));
      const { sizes, nominal, mux } = segmentsOf(origin, clip, 3);
      for (const size of sizes) expect(Math.abs(size / nominal - 1)).toBeLessThan(0.005);
      const stream = concatenate([mux(0), mux(1), mux(2), mux(3)]);
      expect(await decodeComplaints(stream)).toBe("");
    });
  }

  testWithTool(TOOLS, "keeps picture and sound of a file together, whatever its sampling rate", async () => {
    const path = join(folder, "late.mkv");
    const picture = ["-f", "lavfi", "-i", "testsrc2=size=64x64:rate=30:duration=4"];
    const sound = ["-f", "lavfi", "-i", "sine=sample_rate=44100:duration=4,volume=enable='lt(t,1)':volume=0"];
    await run(["ffmpeg", "-v", "error", "-y", ...picture, ...sound, "-c:v", "libx264", "-c:a", "flac", path]);
    const origin = originOf("default", SMALL);
    const input = { path, identity: path, durationSec: 4, hasVideo: true, hasAudio: true };
    const { mux } = segmentsOf(origin, await encode(origin, input), 1);
    const samples = await leftOf(concatenate([mux(0), mux(1)]));
    const onset = samples.findIndex((sample) => Math.abs(sample) > 1000);
    expect(Math.abs(onset / 48_000 - 1)).toBeLessThan(0.025);
  });
});
