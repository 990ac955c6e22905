import { describe, expect, test } from "bun:test";
import { LEVEL_NAMES, leastLevel, levelIdc, levelRank } from "../../lib/derive/level.ts";

function least(width: number, height: number, framerate: number, kbps = 50, profile = "baseline") {
  return leastLevel({ width, height, framerate, kbps, profile });
}

describe("ITU-T H.264 table A-1", () => {
  test.each([
    [128, 96, 30, "1.0"],
    [176, 144, 15, "1.0"],
    [352, 288, 30, "1.3"],
    [640, 360, 30, "3.0"],
    [640, 480, 30, "3.0"],
    [854, 480, 30, "3.1"],
    [1280, 720, 30, "3.1"],
    [1280, 720, 60, "3.2"],
    [1280, 720, 1, "3.1"],
    [1920, 1080, 30, "4.0"],
    [1920, 1080, 60, "4.2"],
    [3840, 2160, 30, "5.1"],
    [3840, 2160, 60, "5.2"],
    [7680, 4320, 60, "6.1"],
  ])("%d×%d at %d fps needs level %s", (width, height, framerate, level) => {
    expect(least(width, height, framerate)).toBe(level);
  });

  test("a bit rate can need a higher level than the picture does, a quarter less in High", () => {
    expect(least(640, 360, 30, 12_000)).toBe("3.1");
    expect(least(640, 360, 30, 12_000, "high")).toBe("3.0");
  });

  test("no side may be longer than the square root of eight pictures", () => {
    expect(least(4096, 64, 30)).toBe("4.0");
  });

  test("what no level carries has none", () => {
    expect(least(16_384, 8192, 60)).toBeUndefined();
    expect(least(1280, 720, 30, 900_000)).toBeUndefined();
  });

  test("levels are in order, 4 is 4.0, and 4.3 is none", () => {
    expect(LEVEL_NAMES.map(levelRank)).toEqual(LEVEL_NAMES.map((_, rank) => rank));
    expect(levelRank("4")).toBe(levelRank("4.0"));
    expect(["4.3", "", "7", "4.00", "x"].map(levelRank)).toEqual([-1, -1, -1, -1, -1]);
    expect(["1.0", "3.1", "4", "6.2"].map(levelIdc)).toEqual([10, 31, 40, 62]);
  });
});
