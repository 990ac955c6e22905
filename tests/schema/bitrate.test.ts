import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parseBitrateKbps } from "../../lib/schema/bitrate.ts";

describe("FFmpeg bit-rate notation", () => {
  test.each([
    ["2000k", 2000],
    ["2000K", 2000],
    ["1.5M", 1500],
    ["1G", 1_000_000],
    ["64000", 64],
    ["64999", 64],
    ["999", 0],
    ["0k", 0],
    ["128.9k", 128],
    ["1.0019M", 1001],
    ["0.0000015G", 1],
    ["64000.5", 64],
  ])("%s is %d kbit/s, rounded down", (text, kbps) => {
    expect(parseBitrateKbps(text)).toBe(kbps);
  });

  test("moves digits and does not multiply, which would lose one: 1.001 × 1000 is 1000.999…", () => {
    expect(1.001 * 1000).toBeLessThan(1001);
    expect(parseBitrateKbps("1.001M")).toBe(1001);
  });

  test.each([
    "",
    "k",
    "2000kb",
    "2000 k",
    "-1k",
    "+1k",
    "1e3k",
    ".5M",
    "5.M",
    "1,5M",
    "0x10k",
    "１k",
    "2000k\n",
  ])("%p is none", (text) => {
    expect(parseBitrateKbps(text)).toBeUndefined();
  });

  test("m and g are refused: FFmpeg reads m as milli and knows no g", () => {
    expect(parseBitrateKbps("1.5m")).toBeUndefined();
    expect(parseBitrateKbps("1g")).toBeUndefined();
  });

  test("every unit agrees with plain bit/s", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(999_999), (whole, fraction) => {
        const digits = String(fraction).padStart(6, "0");
        const bits = BigInt(whole) * 1_000_000n + BigInt(fraction);
        expect(parseBitrateKbps(`${whole}.${digits}M`)).toBe(Number(bits / 1000n));
        expect(parseBitrateKbps(String(bits))).toBe(Number(bits / 1000n));
      }),
    );
  });

  test("never throws and never answers with what is not a whole number", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const kbps = parseBitrateKbps(text);
        expect(kbps === undefined || Number.isInteger(kbps)).toBe(true);
      }),
    );
  });
});
