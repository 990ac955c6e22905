import { describe, expect, test } from "bun:test";
import { Failure } from "../../lib/errors.ts";
import { hasKey, listEntries } from "../../lib/explain/entries.ts";
import { explainKey } from "../../lib/explain/explain-key.ts";
import type { DerivedExplanation, KeyExplanation } from "../../lib/explain/explanation.ts";
import type { Layer } from "../../lib/merge/merge.ts";
import { lookupProfile } from "../../lib/registry/registry.ts";
import type { Component } from "../../lib/schema/component.ts";
import type { Table } from "../../lib/schema/table.ts";
import { layer, registryWith } from "../support/configs.ts";
import { failureOf } from "../support/failure.ts";

function explain(key: string, name = "default", overrides: Layer[] = [], component: Component = "origin") {
  const registry = registryWith({}, component);
  return explainKey({ registry, profile: lookupProfile(registry, name), overrides }, key);
}

describe("a key that is set", () => {
  test("shows every layer that has it, and which is in force", () => {
    const overrides = [
      layer({ hls: { listSize: 8 } }, "--set-file x.toml"),
      layer({ hls: { listSize: 7 } }),
      layer({ hls: { listSize: 9 } }),
      layer({ server: { port: 1 } }),
    ];
    const [key] = explain("hls.listSize", "low-latency", overrides).keys as KeyExplanation[];
    expect(key).toMatchObject({
      kind: "config",
      path: "hls.listSize",
      description: "Segments in the media playlist",
      type: "number",
      options: [],
      value: 9,
      source: "--set",
      findings: [],
    });
    expect(key?.layers).toEqual([
      { label: "base", value: 10, wins: false },
      { label: "profile low-latency", value: 6, wins: false },
      { label: "--set-file x.toml", value: 8, wins: false },
      { label: "--set", value: 7, wins: false },
      { label: "--set", value: 9, wins: true },
    ]);
  });

  test("shows parents between base and the profile", () => {
    const [key] = explain("networking.mode", "tap-logged").keys as KeyExplanation[];
    expect(key?.layers.map(({ label, value }) => [label, value])).toEqual([
      ["base", "user"],
      ["profile tap", "tap"],
    ]);
  });

  test("names the derived keys that read it", () => {
    const [key] = explain("hls.deleteThreshold").keys;
    expect(key?.readBy).toEqual(["derived.segmentLifetimeSec", "derived.filesPerVariant"]);
  });

  test("below a list speaks for each layer with the list, for a list is replaced as a whole", () => {
    const short = layer({ variants: [{ name: "only" }] });
    expect((explain("variants.1.name", "4k-abr").keys[0] as KeyExplanation).layers).toEqual([
      { label: "base", value: "360p", wins: false },
      { label: "profile 4k-abr", value: "1080p", wins: true },
    ]);
    expect(failureOf(() => explain("variants.1.name", "4k-abr", [short])).id).toBe("key-unknown");
    expect((explain("variants.0.width", "tap", [short]).keys[0] as KeyExplanation).layers).toEqual([
      { label: "base", value: 1280, wins: false },
      { label: "--set", value: null, wins: true },
    ]);
  });

  test("is explained though its value is wrong, and what is wrong elsewhere is told apart", () => {
    const wrong = layer({ hls: { listSize: 2 }, server: { port: 0 } });
    const { keys, otherFindings } = explain("hls.listSize", "default", [wrong]);
    expect((keys[0] as KeyExplanation).findings.map((finding) => finding.code)).toEqual(["window-too-thin"]);
    expect(otherFindings.map((finding) => finding.code)).toEqual(["port-out-of-range"]);
  });
});

describe("a derived key", () => {
  test.each(["gopSize", "derived.gopSize"])("%s has its formula, numbers and what it reads", (name) => {
    const [key] = explain(name, "low-latency").keys as DerivedExplanation[];
    expect(key).toMatchObject({
      kind: "derived",
      path: "derived.gopSize",
      value: 30,
      type: "number",
      formula: "encoder.framerate × hls.segmentDuration",
      filled: "30 × 1",
      reads: [
        { path: "encoder.framerate", value: 30, source: "base" },
        { path: "hls.segmentDuration", value: 1, source: "profile low-latency" },
      ],
    });
  });

  test("over renditions reads the list of them", () => {
    const [key] = explain("recommendedTmpfsMB", "4k-abr").keys as DerivedExplanation[];
    expect(key?.reads[0]).toEqual({
      path: "derived.renditions.*.totalKbps",
      value: [15_192, 5128, 2128, 1096, 564],
      source: null,
    });
  });

  test.each<[string, unknown]>([
    ["cache.manifest.maxAge", 1],
    ["cache.segment.immutable", true],
    ["renditions.0.codecs", "avc1.42c01f,mp4a.40.2"],
    ["derived.hlsFlags", "delete_segments+omit_endlist+temp_file"],
  ])("%s is %p", (name, value) => {
    expect(explain(name).keys).toMatchObject([{ value }]);
  });

  test("needs a configuration without mistakes", () => {
    const wrong = layer({ hls: { segmentDuration: 1.25 } });
    expect(failureOf(() => explain("gopSize", "default", [wrong]))).toMatchObject({
      id: "config-invalid",
      exitCode: 3,
    });
  });

  test("belongs to a swarm too", () => {
    expect(explain("memoryMB", "burst", [], "swarm").keys).toMatchObject([
      { formula: "19 × clients + 64", filled: "19 × 100 + 64", value: 1964 },
    ]);
  });
});

describe("a table of keys", () => {
  test.each([
    ["hls", 7],
    ["logging.files", 3],
    ["variants.0", 7],
    ["cache", 15],
    ["cache.master", 5],
    ["renditions.0", 14],
    ["derived.renditions", 14],
  ])("%s is explained key by key", (table, count) => {
    expect(explain(table).keys).toHaveLength(count);
  });

  test("derived is all that is derived", () => {
    expect(explain("derived").keys.length).toBeGreaterThan(25);
  });
});

describe("a key there is not", () => {
  test.each([
    ["hls.lstSize", "Did you mean hls.listSize?"],
    ["listSize", "Did you mean hls.listSize?"],
    ["gopsize", "Did you mean gopSize?"],
    ["derived.gopsize", "Did you mean derived.gopSize?"],
    ["cache.manifest.maxage", "Did you mean cache.manifest.maxAge?"],
    ["variants.0.bitrat", "Did you mean variants.0.bitrate?"],
    ["xyzzy", "`hlsctl explain` lists the keys."],
    ["", "`hlsctl explain` lists the keys."],
    ["__proto__", "`hlsctl explain` lists the keys."],
    ["hls.constructor", "`hlsctl explain` lists the keys."],
  ])("%p ends with 3: %s", (key, hint) => {
    expect(failureOf(() => explain(key))).toMatchObject({ id: "key-unknown", exitCode: 3, hint });
  });

  test.each(["variants.9.name", "variants.9", "renditions.1.codecs", "hls.flags.0"])(
    "nor is there anything at %s",
    (key) => {
      expect(failureOf(() => explain(key)).id).toBe("key-unknown");
    },
  );
});

describe("the list of all keys", () => {
  test("has every key once, those of list items among them", () => {
    const paths = listEntries("origin").map((entry) => entry.path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toContain("hls.segmentDuration");
    expect(paths).toContain("variants.*.bitrate");
    expect(paths).toContain("derived.renditions.*.level");
  });

  test("tells whose a key is", () => {
    expect([hasKey("origin", "hls"), hasKey("swarm", "hls")]).toEqual([true, false]);
    expect([hasKey("origin", "memoryMB"), hasKey("swarm", "memoryMB")]).toEqual([false, true]);
  });
});

test("a configuration of the user's can be wrong in every way and its keys are explained", () => {
  const chaos: Table = { hls: 5, multibitrate: "x", variants: [1, { name: [] }], nonsense: {} };
  for (const { path } of listEntries("origin").filter((entry) => entry.kind === "config")) {
    try {
      explain(path.replace("*", "0"), "default", [layer(chaos)]);
    } catch (error) {
      expect(error).toBeInstanceOf(Failure);
    }
  }
  expect(explain("multibitrate", "default", [layer(chaos)]).keys).toMatchObject([
    { value: "x", source: "--set" },
  ]);
});
