import { describe, expect, test } from "bun:test";
import { encoderLoad } from "../../lib/derive/encoder-load.ts";
import { originOf } from "../support/configs.ts";

describe("the cores that live encoding needs", () => {
  test("are a small part of one for 720p30, and more than one for the 4k-abr ladder", () => {
    expect(encoderLoad(originOf("default"))).toBeCloseTo(0.14, 2);
    expect(encoderLoad(originOf("4k-abr"))).toBeCloseTo(1.28, 2);
  });

  test("grow with pictures per second, slower presets and patterns that move", () => {
    const base = encoderLoad(originOf("default"));
    for (const settings of [
      { encoder: { framerate: 60, level: "3.2" } },
      { encoder: { preset: "medium" } },
      { testPattern: "testsrc2" },
      { testPattern: "rgbtestsrc" },
    ]) {
      expect(encoderLoad(originOf("default", settings))).toBeGreaterThan(base);
    }
  });
});
