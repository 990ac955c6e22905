import { describe, expect, test } from "bun:test";
import { COMPONENTS, keysOf } from "../../lib/schema/component.ts";
import { lookupKey } from "../../lib/schema/key.ts";

describe("keys of the schema", () => {
  test("each has a description and a type of its own", () => {
    const keys = COMPONENTS.flatMap(keysOf);
    expect(keys.length).toBeGreaterThan(45);
    for (const { path, description, items } of [...keys, ...keys.flatMap((key) => key.items)]) {
      expect({ path, length: description.length }).toEqual({ path, length: expect.any(Number) });
      expect(description.length).toBeGreaterThan(8);
      expect(items.every((item) => item.items.length === 0)).toBe(true);
    }
  });

  test("no key belongs to both components, so that a key alone tells which is meant", () => {
    const origin = new Set(keysOf("origin").map((key) => key.path));
    expect(keysOf("swarm").filter((key) => origin.has(key.path))).toEqual([]);
  });

  test("a picklist tells its words, and so does a list of one", () => {
    const keys = keysOf("origin");
    expect(lookupKey(keys, "encoder.profile")).toMatchObject({
      type: "string",
      options: ["baseline", "main", "high"],
    });
    expect(lookupKey(keys, "hls.flags")).toMatchObject({ type: "list" });
    expect(lookupKey(keys, "hls.flags")?.options).toContain("delete_segments");
  });

  test("a key below a list of tables is found at any position", () => {
    const keys = keysOf("origin");
    expect(lookupKey(keys, "variants.12.bitrate")).toMatchObject({
      path: "variants.12.bitrate",
      type: "string",
    });
    expect(lookupKey(keys, "variants.x.bitrate")).toBeUndefined();
    expect(lookupKey(keys, "variants.0")).toBeUndefined();
    expect(lookupKey(keys, "variants.0.nothing")).toBeUndefined();
    expect(lookupKey(keys, "hls.flags.0.x")).toBeUndefined();
    expect(lookupKey(keys, "nothing.0.name")).toBeUndefined();
  });
});
