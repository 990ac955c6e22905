import { describe, expect, test } from "bun:test";
import { videoCodec } from "../../lib/derive/renditions.ts";
import { originOf } from "../support/configs.ts";

describe("renditions", () => {
  test("one picture lies at the root under the name of its height", () => {
    expect(originOf("default").derived.renditions).toEqual([
      {
        name: "720p",
        directory: "",
        width: 1280,
        height: 720,
        videoKbps: 2000,
        maxrateKbps: 2200,
        bufsizeKbps: 4000,
        audioKbps: 128,
        totalKbps: 2128,
        segmentSizeBytes: 532_000,
        level: "3.1",
        codecs: "avc1.42c01f,mp4a.40.2",
        bandwidth: 2_328_000,
        averageBandwidth: 2_128_000,
      },
    ]);
  });

  test("a ladder has a folder for each, and each the least level that carries it", () => {
    const { renditions } = originOf("4k-abr").derived;
    expect(renditions.map(({ name, directory, level }) => [name, directory, level])).toEqual([
      ["2160p", "2160p", "5.1"],
      ["1080p", "1080p", "4.0"],
      ["720p", "720p", "3.1"],
      ["480p", "480p", "3.1"],
      ["360p", "360p", "3.0"],
    ]);
  });

  test("bandwidth is the peak, and never below the average", () => {
    const { renditions } = originOf("4k-abr").derived;
    for (const { bandwidth, averageBandwidth } of renditions) {
      expect(bandwidth).toBeGreaterThanOrEqual(averageBandwidth);
    }
  });

  test.each([
    ["baseline", "3.1", "avc1.42c01f"],
    ["main", "4.0", "avc1.4d4028"],
    ["high", "5.1", "avc1.640033"],
    ["high", "4", "avc1.640028"],
  ])("%s at level %s is %s (RFC 6381)", (profile, level, codec) => {
    expect(videoCodec(profile, level)).toBe(codec);
  });
});
