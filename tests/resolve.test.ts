import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parse, stringify } from "smol-toml";
import { Failure } from "../lib/errors.ts";
import { asTable } from "../lib/registry/profile.ts";
import { embeddedRegistry, lookupProfile } from "../lib/registry/registry.ts";
import { type Resolved, resolve } from "../lib/resolve.ts";
import { COMPONENTS } from "../lib/schema/component.ts";
import type { Finding } from "../lib/schema/finding.ts";
import type { Table } from "../lib/schema/table.ts";
import { layer, originOf, registryWith } from "./support/configs.ts";

const EVERY_PROFILE = COMPONENTS.flatMap((component) =>
  embeddedRegistry(component).profiles.map((profile) => [component, profile.name] as const),
);

function resolveNamed(component: "origin" | "swarm", name: string, settings: Table = {}): Resolved {
  const registry = embeddedRegistry(component);
  return resolve(registry, lookupProfile(registry, name), [layer(settings)]);
}

describe("every profile", () => {
  test.each(EVERY_PROFILE)("%s %s resolves without a finding", (component, name) => {
    const resolved = resolveNamed(component, name);
    expect(resolved).toMatchObject({ component, name, warnings: [] });
    expect(resolved.description).not.toBe("");
  });

  test.each(EVERY_PROFILE)(
    "%s %s is the same after its file was read, written and read again",
    (component, name) => {
      const profile = lookupProfile(embeddedRegistry(component), name);
      const again = asTable(parse(stringify(profile.overlay)), "round trip");
      const registry = registryWith({ again: { ...again, extends: [...profile.extends] } }, component);
      const { config, derived } = resolve(registry, lookupProfile(registry, "again"));
      expect({ config, derived }).toEqual({
        config: resolveNamed(component, name).config,
        derived: resolveNamed(component, name).derived,
      } as never);
    },
  );

  test("is frozen to the last table, so that nobody changes it on the way", () => {
    const resolved = originOf("4k-abr");
    const nodes = [
      resolved,
      resolved.config,
      resolved.config.hls,
      resolved.config.variants[0],
      resolved.derived,
    ];
    expect(nodes.every((node) => Object.isFrozen(node))).toBe(true);
    expect(() => Object.assign(resolved.config.hls, { listSize: 1 })).toThrow(TypeError);
  });

  test("resolving twice shares nothing that the first could spoil", () => {
    const before = JSON.stringify(originOf("4k-abr"));
    originOf("4k-abr", { hls: { listSize: 20 }, variants: [] as never, multibitrate: false });
    expect(JSON.stringify(originOf("4k-abr"))).toBe(before);
  });
});

describe("the profiles", () => {
  test.each<[string, Table]>([
    ["default", {}],
    [
      "low-latency",
      {
        hls: { segmentDuration: 1, listSize: 6 },
        video: { maxrate: "2500k", bufsize: "2000k", audioBitrate: "96k" },
      },
    ],
    [
      "stress-test",
      {
        hls: { listSize: 15 },
        video: { bitrate: "1500k", maxrate: "1650k", bufsize: "3000k", audioBitrate: "96k" },
        encoder: { framerate: 25 },
      },
    ],
    [
      "logged",
      { logging: { enabled: true, buffer: "512k", flushInterval: "10s", gzip: 0, segmentsOnly: true } },
    ],
    [
      "debug",
      { logging: { enabled: true, buffer: "256k", flushInterval: "5s", gzip: 4, segmentsOnly: false } },
    ],
    ["tap", { networking: { mode: "tap" } }],
    ["tap-logged", { networking: { mode: "tap" }, logging: { enabled: true, segmentsOnly: true } }],
  ])("%s differs from base in what the contract says", (name, difference) => {
    expect(originOf(name).config).toEqual(originOf("default", difference).config);
  });

  test("4k-abr is a ladder of five", () => {
    const { multibitrate, variants } = originOf("4k-abr").config;
    expect(multibitrate).toBe(true);
    expect(
      variants.map(
        (v) => `${v.name} ${v.width}×${v.height} ${v.bitrate}/${v.maxrate}/${v.bufsize} a${v.audioBitrate}`,
      ),
    ).toEqual([
      "2160p 3840×2160 15000k/16500k/30000k a192k",
      "1080p 1920×1080 5000k/5500k/10000k a128k",
      "720p 1280×720 2000k/2200k/4000k a128k",
      "480p 854×480 1000k/1100k/2000k a96k",
      "360p 640×360 500k/550k/1000k a64k",
    ]);
  });
});

describe("overrides", () => {
  test("go over the profile in their order", () => {
    const registry = embeddedRegistry("origin");
    const resolved = resolve(registry, lookupProfile(registry, "low-latency"), [
      layer({ hls: { listSize: 8, deleteThreshold: 9 } }, "--set-file a.toml"),
      layer({ hls: { listSize: 7 } }),
    ]);
    expect(resolved.config).toMatchObject({ hls: { segmentDuration: 1, listSize: 7, deleteThreshold: 9 } });
    expect(resolved.sources.get("hls.listSize")).toBe("--set");
    expect(resolved.sources.get("hls.deleteThreshold")).toBe("--set-file a.toml");
    expect(resolved.sources.get("hls.segmentDuration")).toBe("profile low-latency");
    expect(resolved.sources.get("server.port")).toBe("base");
  });

  test("that are wrong end with 3 and every finding, errors and doubts", () => {
    try {
      originOf("default", { hls: { listSize: 2, flags: [] }, server: { port: 0 } });
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        id: "config-invalid",
        exitCode: 3,
        message: 'The configuration of profile "default" has 2 problems.',
      });
      const codes = ((error as Failure).details as Finding[]).map((finding) => finding.code).sort();
      expect(codes).toEqual(["flag-missing", "flag-missing", "port-out-of-range", "window-too-thin"]);
    }
  });

  test("that are only doubtful are warnings", () => {
    const { warnings } = originOf("default", { hls: { flags: ["omit_endlist"] } });
    expect(warnings).toMatchObject([{ code: "flag-missing", severity: "warning", source: "--set" }]);
  });

  test("of any shape resolve or are refused, and never break anything", () => {
    fc.assert(
      fc.property(
        fc.object({
          maxDepth: 3,
          key: fc.constantFrom("hls", "variants", "video", "x", "__proto__", "listSize", "bitrate"),
        }),
        (chaos) => {
          try {
            originOf("default", JSON.parse(JSON.stringify(chaos)));
          } catch (error) {
            expect(error).toBeInstanceOf(Failure);
          }
          expect(({} as Record<string, unknown>).polluted).toBeUndefined();
        },
      ),
    );
  });
});

/** Values that are allowed, in every combination of the keys a user is likely to set. */
const allowed = fc.record(
  {
    hls: fc.record({
      segmentDuration: fc.integer({ min: 1, max: 10 }),
      listSize: fc.integer({ min: 3, max: 30 }),
    }),
    server: fc.record({ port: fc.integer({ min: 1, max: 65_535 }) }),
    encoder: fc.record({ framerate: fc.integer({ min: 1, max: 30 }) }),
    logging: fc.record({ enabled: fc.boolean(), gzip: fc.integer({ min: 0, max: 9 }) }),
    testPattern: fc.constantFrom("testsrc", "testsrc2", "smptehdbars"),
  },
  { requiredKeys: [] },
);

test("settings written as TOML and read again resolve to the same", () => {
  fc.assert(
    fc.property(fc.constantFrom("default", "4k-abr", "logged"), allowed, (name, settings) => {
      const again = asTable(parse(stringify(settings)), "round trip");
      expect(originOf(name, again)).toEqual(originOf(name, settings));
    }),
    { numRuns: 50 },
  );
});
