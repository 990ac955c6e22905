import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { AccessUnits, NAL } from "../../lib/hls/h264-nal.ts";

const payload = fc.uint8Array({ maxLength: 60, max: 4 }).filter((bytes) => bytes.at(-1) !== 0);

describe("NAL units", () => {
  test("emulation prevention leaves no start code inside and comes off again", () => {
    fc.assert(
      fc.property(payload, (rbsp) => {
        const units = new AccessUnits(0, 1);
        units.nal(NAL.slice, rbsp);
        const { bytes } = units.pieces();
        expect([...bytes.subarray(0, 5)]).toEqual([0, 0, 0, 1, 0x61]);
        const body = Buffer.from(bytes.subarray(5)).toString("hex").match(/../g) ?? [];
        expect(` ${body.join(" ")}`).not.toMatch(/ 00 00 0[012]/);
        expect(body.join(" ").replaceAll("00 00 03", "00 00").replaceAll(" ", "")).toBe(
          Buffer.from(rbsp).toString("hex"),
        );
      }),
    );
  });

  test("access units begin with a delimiter and lie one after the other", () => {
    const units = new AccessUnits(2, 1);
    for (const type of [0, 1] as const) {
      units.begin(type);
      units.nal(NAL.slice, Uint8Array.of(0x80));
      units.end();
    }
    const { bytes, starts, ends } = units.pieces();
    expect([...starts]).toEqual([0, 12]);
    expect([...ends]).toEqual([12, 24]);
    expect([...bytes.subarray(0, 6)]).toEqual([0, 0, 0, 1, 9, 0x10]);
    expect([...bytes.subarray(12, 18)]).toEqual([0, 0, 0, 1, 9, 0x30]);
  });
});
