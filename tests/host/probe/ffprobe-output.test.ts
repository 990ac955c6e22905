import { expect, test } from "bun:test";
import { parseFfprobe } from "../../../lib/host/probe/ffprobe-output.ts";

const packet = (index: number, pts: string, duration: string, flags: string) => ({
  stream_index: index,
  pts_time: pts,
  duration_time: duration,
  flags,
});

const OUTPUT = {
  packets: [
    packet(1, "9.98", "0.02", "K_"),
    packet(0, "10.0", "0.04", "K_"),
    packet(0, "11.96", "0.04", "__"),
    packet(1, "11.95", "0.021", "K_"),
  ],
  streams: [
    {
      index: 0,
      codec_name: "h264",
      profile: "High",
      codec_type: "video",
      width: 1280,
      height: 720,
      avg_frame_rate: "30000/1001",
    },
    {
      index: 1,
      codec_name: "aac",
      codec_type: "audio",
      sample_rate: "48000",
      channels: 2,
      avg_frame_rate: "0/0",
    },
    { index: 2, codec_name: "timed_id3", codec_type: "data" },
  ],
};

test("ffprobe tells tracks, length and whether the first picture is a keyframe", () => {
  const none = { width: null, height: null, framerate: null, sampleRate: null, channels: null };
  expect(parseFfprobe(JSON.stringify(OUTPUT))).toEqual({
    durationSec: 2,
    beginsWithKeyframe: true,
    tracks: [
      { ...none, type: "video", codec: "h264 (High)", width: 1280, height: 720, framerate: 29.97 },
      { ...none, type: "audio", codec: "aac", sampleRate: 48_000, channels: 2 },
      { ...none, type: "other", codec: "timed_id3" },
    ],
  });
});

test("pictures that begin in the middle are told", () => {
  const packets = [packet(0, "10", "0.04", "__"), packet(0, "10.04", "0.04", "K_")];
  expect(parseFfprobe(JSON.stringify({ ...OUTPUT, packets }))?.beginsWithKeyframe).toBe(false);
});

test.each(["", "{", "{}", '{"streams":[]}', '{"streams":"none"}', "[]"])("%j tells nothing", (text) => {
  expect(parseFfprobe(text)).toBeNull();
});
