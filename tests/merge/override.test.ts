import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Failure } from "../../lib/errors.ts";
import { parseOverride } from "../../lib/merge/override.ts";
import { keysOf } from "../../lib/schema/component.ts";
import type { Table } from "../../lib/schema/table.ts";

const KEYS = keysOf("origin");

describe("--set KEY=VALUE", () => {
  test.each<[string, Table]>([
    ["hls.segmentDuration=4", { hls: { segmentDuration: 4 } }],
    ["hls.segmentDuration=0.5", { hls: { segmentDuration: 0.5 } }],
    ["server.port=-1", { server: { port: -1 } }],
    ["multibitrate=true", { multibitrate: true }],
    ["encoder.level=4.0", { encoder: { level: "4.0" } }],
    ["video.bitrate=64000", { video: { bitrate: "64000" } }],
    ["server.hlsDir=/var/a=b", { server: { hlsDir: "/var/a=b" } }],
    ["server.hlsDir=", { server: { hlsDir: "" } }],
    ["hls.flags=temp_file, append_list", { hls: { flags: ["temp_file", "append_list"] } }],
    ['hls.flags=["temp_file"]', { hls: { flags: ["temp_file"] } }],
    ["hls.flags=", { hls: { flags: [] } }],
    ['variants=[{"name":"a"}]', { variants: [{ name: "a" }] }],
    ['hls={"listSize":6}', { hls: { listSize: 6 } }],
    ["variants.0.bitrate=64000", { variants: { "0": { bitrate: "64000" } } }],
    [" hls.listSize =6", { hls: { listSize: 6 } }],
  ])("%s is read as the key's type says", (assignment, table) => {
    expect(parseOverride(assignment, KEYS)).toEqual({ label: "--set", table });
  });

  test.each([
    ["hls.listSize=abc", { hls: { listSize: "abc" } }],
    ["hls.listSize=", { hls: { listSize: "" } }],
    ["hls.listSize=0x10", { hls: { listSize: "0x10" } }],
    ["multibitrate=yes", { multibitrate: "yes" }],
    ["hls.flags=[oops", { hls: { flags: "[oops" } }],
  ])("%s keeps its text, for the checks to name", (assignment, table) => {
    expect(parseOverride(assignment, KEYS).table).toEqual(table);
  });

  test.each(["", "=", "=4", "hls.listSize", "hls..listSize=4", ".hls=4", "hls.=4", `${"a.".repeat(20)}b=1`])(
    "%p is no assignment",
    (assignment) => {
      expect(() => parseOverride(assignment, KEYS)).toThrow("--set takes KEY=VALUE");
    },
  );

  test("a key called __proto__ stays a key", () => {
    const { table } = parseOverride("__proto__.polluted=1", KEYS);
    expect(Object.keys(table)).toEqual(["__proto__"]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("a value nested without end is text", () => {
    const bottomless = "[".repeat(30_000) + "]".repeat(30_000);
    expect(parseOverride(`variants=${bottomless}`, KEYS).table).toEqual({ variants: bottomless });
  });

  test("any text gives a layer or a usage failure, and never anything else", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("", ...KEYS.map((key) => `${key.path}=`)), (text, start) => {
        try {
          parseOverride(start + text, KEYS);
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
          expect((error as Failure).exitCode).toBe(2);
        }
      }),
    );
  });
});
