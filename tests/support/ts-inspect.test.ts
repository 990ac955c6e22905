import { describe, expect, test } from "bun:test";
import { segments, synthetic } from "./ladder.ts";
import { inspectTs } from "./ts-inspect.ts";

const stream = segments(
  synthetic({ width: 64, height: 64, framerate: 25, segmentDurationSec: 1, kbps: 200 }),
  1_700_000_000,
  2,
);

/** The stream with something done to a copy of it. */
function damaged(harm: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array | undefined): string[] {
  const copy = stream.slice();
  return inspectTs(harm(copy) ?? copy).errors;
}

describe("the transport stream inspector", () => {
  test("finds nothing wrong with a sound stream", () => {
    expect(inspectTs(stream).errors).toEqual([]);
  });

  test("notices a packet that is missing, doubled or cut", () => {
    const packet = (i: number) => stream.subarray(i * 188, (i + 1) * 188);
    expect(
      damaged((bytes) => Buffer.concat([bytes.subarray(0, 188 * 3), bytes.subarray(188 * 4)]))[0],
    ).toMatch(/counter/);
    expect(
      damaged((bytes) => Buffer.concat([bytes.subarray(0, 188 * 4), packet(3), bytes.subarray(188 * 4)]))[0],
    ).toMatch(/counter/);
    expect(damaged((bytes) => bytes.subarray(0, 1000))[0]).toMatch(/whole number of packets/);
  });

  test("notices damaged tables, stuffing, sync bytes and clocks", () => {
    const byte = (at: number, value: number) => (bytes: Uint8Array<ArrayBuffer>) => {
      bytes[at] = value;
      return undefined;
    };
    expect(damaged(byte(10, 0x55))).toContain("packet 0: a table with a wrong CRC");
    expect(damaged(byte(0, 0x48))).toContain("packet 0: no sync byte");
    expect(damaged(byte(2 * 188 + 7, 0xff)).join()).toMatch(/the clock goes from/);
    expect(damaged(byte(2 * 188 + 5, 0xd0))).toContain("packet 2: discontinuity_indicator");
  });
});
