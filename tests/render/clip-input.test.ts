import { describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../lib/errors.ts";
import { parseInputProbe, probeInputArgv } from "../../lib/render/clip-input.ts";
import { run } from "../support/decode.ts";
import { testWithTool } from "../support/tools.ts";

function reportOf(types: readonly string[], duration?: string, attached = 0): string {
  const streams = types.map((codec_type) => ({ codec_type, disposition: { attached_pic: attached } }));
  return JSON.stringify({ programs: [], streams, format: duration === undefined ? {} : { duration } });
}

describe("ffprobe's report on a file", () => {
  test("tells picture, sound and duration", () => {
    const both = parseInputProbe("/a.mkv", reportOf(["video", "audio", "subtitle"], "3.003000"));
    expect(both).toEqual({ durationSec: 3.003, hasVideo: true, hasAudio: true });
    const sound = parseInputProbe("/a.mp3", reportOf(["audio"], "4.0"));
    expect(sound).toEqual({ durationSec: 4, hasVideo: false, hasAudio: true });
  });

  test("takes cover art for no picture", () => {
    expect(() => parseInputProbe("/a.mp3", reportOf(["video"], "4.0", 1))).toThrow(
      "neither picture nor sound",
    );
  });

  test.each([
    ["", "cannot read /x"],
    ["{}", "neither picture nor sound in /x"],
    ["null", "neither picture nor sound in /x"],
    [reportOf(["subtitle"], "9"), "neither picture nor sound in /x"],
    [reportOf(["video"]), "how long /x lasts"],
    [reportOf(["video"], "N/A"), "how long /x lasts"],
    [reportOf(["video"], "0.000"), "how long /x lasts"],
  ])("%p is refused, and it is said why", (report, message) => {
    const attempt = () => parseInputProbe("/x", report);
    expect(attempt).toThrow(Failure);
    expect(attempt).toThrow(message);
  });

  testWithTool(
    ["ffmpeg", "ffprobe"],
    "is what the real ffprobe writes, also for a name that looks like an option",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "hlsctl-probe-"));
      const file = join(folder, "-i %d 'x'.mkv");
      await run([
        "ffmpeg",
        "-v",
        "error",
        "-f",
        "lavfi",
        "-i",
        "testsrc=size=64x64:duration=1",
        "-c:v",
        "libx264",
        file,
      ]);
      const { output } = await run(["ffprobe", ...probeInputArgv(file)]);
      rmSync(folder, { recursive: true });
      const found = parseInputProbe(file, new TextDecoder().decode(output));
      expect(found).toEqual({ durationSec: 1, hasVideo: true, hasAudio: false });
    },
  );
});
