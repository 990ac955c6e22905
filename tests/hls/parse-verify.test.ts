import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseVerifyDescription } from "../../lib/hls/parse-verify.ts";
import { filesOf, openRemakes, VERIFY_SCHEMA, type VerifyDescription } from "../../lib/hls/verify.ts";

const SYNTH: VerifyDescription = {
  schema: VERIFY_SCHEMA,
  problem: null,
  segmentPattern: "seg%05d.ts",
  segmentDurationSec: 2,
  framerate: 30,
  renditions: [
    {
      name: "720p",
      directory: "",
      width: 1280,
      height: 720,
      segmentSizeBytes: 500_000,
      clip: { kind: "synth", label: "720P", pattern: "smptebars", levelIdc: 31 },
    },
  ],
};

const LOOP: VerifyDescription = {
  ...SYNTH,
  renditions: SYNTH.renditions.map((rendition) => ({
    ...rendition,
    clip: {
      kind: "loop",
      video: "/assets/verify/720p.h264",
      audio: "/assets/verify/720p.aac",
      audioSkipFrames: 0,
    },
  })),
};

test.each<VerifyDescription>([SYNTH, LOOP, { ...SYNTH, problem: "no", renditions: [] }])(
  "what is written is read again",
  (description) => {
    expect(parseVerifyDescription(JSON.stringify(description))).toEqual({ ok: true, value: description });
  },
);

test.each([
  ["<html>", 'is no JSON object but "<html>"'],
  ["[]", 'is no JSON object but "[]"'],
  ["{}", "has the schema undefined; this version reads hlsctl/verify/v1"],
  [JSON.stringify({ ...SYNTH, framerate: 0 }), "framerate is 0, no positive number"],
  [JSON.stringify({ ...SYNTH, renditions: [{}] }), "name is undefined, no text"],
  [JSON.stringify(SYNTH).replace("smptebars", "plasma"), 'clip.pattern is "plasma"'],
  [JSON.stringify(SYNTH).replace("synth", "film"), 'clip.kind is "film"'],
])("%s is refused with its reason", (text, problem) => {
  expect(parseVerifyDescription(text)).toEqual({ ok: false, problem });
});

test("no text makes it throw", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseVerifyDescription(text)));
});

test("a loop names its files and cannot be made again without them", () => {
  expect(filesOf(LOOP)).toEqual(["/assets/verify/720p.h264", "/assets/verify/720p.aac"]);
  expect(openRemakes(LOOP, new Map())).toEqual({
    ok: false,
    problem: "720p: /assets/verify/720p.h264 or /assets/verify/720p.aac is missing",
  });
});
