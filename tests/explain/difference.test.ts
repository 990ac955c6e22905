import { describe, expect, test } from "bun:test";
import { differencesOf } from "../../lib/explain/difference.ts";
import { originOf } from "../support/configs.ts";

describe("differences of two configurations", () => {
  test("there are none between a profile and itself", () => {
    expect(differencesOf(originOf("4k-abr"), originOf("4k-abr"))).toEqual([]);
  });

  test("are keys that are set and what follows from them", () => {
    const found = differencesOf(originOf("default"), originOf("default", { hls: { segmentDuration: 4 } }));
    expect(found).toContainEqual({ path: "hls.segmentDuration", left: 2, right: 4 });
    expect(found).toContainEqual({ path: "derived.gopSize", left: 60, right: 120 });
    expect(found).toContainEqual({ path: "cache.manifest.maxAge", left: 1, right: 2 });
    expect(found.map(({ path }) => path)).not.toContain("hls.listSize");
  });

  test("turned round have their sides changed", () => {
    const one = differencesOf(originOf("default"), originOf("4k-abr"));
    const other = differencesOf(originOf("4k-abr"), originOf("default"));
    const turned = other.map(({ path, left, right }) => ({ path, left: right, right: left }));
    const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
    expect(turned.toSorted(byPath)).toEqual(one.toSorted(byPath));
  });

  test("what one side has not is null there; a list of words is one value", () => {
    const found = differencesOf(originOf("default"), originOf("4k-abr"));
    expect(found).toContainEqual({ path: "variants.4.name", left: null, right: "360p" });
    const flags = differencesOf(
      originOf("default"),
      originOf("default", { hls: { flags: ["delete_segments", "omit_endlist"] } }),
    );
    expect(flags.find(({ path }) => path === "hls.flags")?.right).toEqual([
      "delete_segments",
      "omit_endlist",
    ]);
  });
});
