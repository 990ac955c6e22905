import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { BitWriter } from "../../lib/hls/bit-writer.ts";

const fields = fc.array(
  fc.oneof(
    fc.integer({ min: 1, max: 24 }).chain((width) =>
      fc.record({
        kind: fc.constant("u" as const),
        width: fc.constant(width),
        value: fc.nat(2 ** width - 1),
      }),
    ),
    fc.record({ kind: fc.constant("ue" as const), value: fc.nat(2 ** 24 - 2) }),
    fc.record({ kind: fc.constant("se" as const), value: fc.integer({ min: -(2 ** 22), max: 2 ** 22 }) }),
    fc.record({ kind: fc.constant("word" as const), value: fc.nat(2 ** 32 - 1) }),
  ),
);

describe("bit writer", () => {
  test("what is written reads back, from any capacity", () => {
    fc.assert(
      fc.property(fields, (list) => {
        const w = new BitWriter(1);
        for (const field of list) {
          if (field.kind === "u") w.put(field.value, field.width);
          else if (field.kind === "ue") w.ue(field.value);
          else if (field.kind === "se") w.se(field.value);
          else w.putWord(field.value);
        }
        const read = reader(w.finish());
        for (const field of list) {
          if (field.kind === "u") expect(read.u(field.width)).toBe(field.value);
          else if (field.kind === "ue") expect(read.ue()).toBe(field.value);
          else if (field.kind === "se") expect(read.se()).toBe(field.value);
          else expect(read.u(32)).toBe(field.value);
        }
        expect(read.rest()).toMatch(/^10{0,7}$/);
      }),
    );
  });

  test("a repeated byte is the byte written that many times, at every alignment", () => {
    fc.assert(
      fc.property(fc.nat(7), fc.nat(255), fc.nat(40), fc.nat(2 ** 11), (shift, byte, count, after) => {
        const [fast, slow] = [new BitWriter(1), new BitWriter(1)];
        for (const w of [fast, slow]) if (shift > 0) w.put(1, shift);
        fast.putRepeated(byte, count);
        for (let i = 0; i < count; i++) slow.put(byte, 8);
        for (const w of [fast, slow]) w.put(after, 12);
        expect(fast.finish()).toEqual(slow.finish());
      }),
    );
  });

  test("Exp-Golomb codes are those of table 9-2", () => {
    const bits = (write: (w: BitWriter) => void) => {
      const w = new BitWriter();
      write(w);
      return reader(w.finish()).rest().replace(/10*$/, "");
    };
    expect([0, 1, 2, 3, 7].map((value) => bits((w) => w.ue(value)))).toEqual([
      "1",
      "010",
      "011",
      "00100",
      "0001000",
    ]);
    expect([0, 1, -1, 2, -2].map((value) => bits((w) => w.se(value)))).toEqual([
      "1",
      "010",
      "011",
      "00100",
      "00101",
    ]);
  });

  test("a cleared writer begins anew", () => {
    const w = new BitWriter();
    w.put(0x7f, 7);
    w.clear();
    w.put(1, 1);
    expect(w.finish()).toEqual(Uint8Array.of(0xc0));
  });
});

function reader(bytes: Uint8Array) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  let at = 0;
  const u = (width: number) => {
    at += width;
    return Number.parseInt(bits.slice(at - width, at), 2);
  };
  const ue = () => {
    const zeros = bits.indexOf("1", at) - at;
    at += zeros;
    return u(zeros + 1) - 1;
  };
  const se = () => {
    const code = ue();
    const value = Math.ceil(code / 2);
    return code % 2 === 1 ? value : 0 - value;
  };
  return { u, ue, se, rest: () => bits.slice(at) };
}
