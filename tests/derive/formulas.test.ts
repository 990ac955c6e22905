import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { fillFormula } from "../../lib/derive/fill-formula.ts";
import { formulasOf, lookupFormula } from "../../lib/derive/formulas.ts";
import { valuesOf } from "../../lib/explain/difference.ts";
import { flatten } from "../../lib/explain/flatten.ts";
import { embeddedRegistry } from "../../lib/registry/registry.ts";
import { type Resolved, resolve } from "../../lib/resolve.ts";
import { COMPONENTS } from "../../lib/schema/component.ts";
import type { Table, Value } from "../../lib/schema/table.ts";
import { originOf } from "../support/configs.ts";

function derivedOf(resolved: Resolved): { path: string; value: Value }[] {
  const { derived = {}, cache = {} } = valuesOf(resolved) as { derived?: Table; cache?: Table };
  return flatten({ derived, cache }).filter(({ value }) => JSON.stringify(value) !== "{}");
}

/** Works out what `explain` prints: ⌊a / b⌋, ⌈a⌉, a × b, min(a, b), max(a, b), round(a). Undefined for sentences. */
function workOut(formula: string): number | undefined {
  const script = formula
    .replaceAll("×", "*")
    .replaceAll("⌊", "Math.floor(")
    .replaceAll("⌈", "Math.ceil(")
    .replace(/[⌋⌉]/g, ")")
    .replace(/\b(min|max|round)\(/g, "Math.$1(");
  if (/[^\d\s.,()+*/-]/.test(script.replace(/Math\.(floor|ceil|min|max|round)/g, ""))) return undefined;
  return Number(new Function(`return ${script}`)());
}

function disagreements(resolved: Resolved): string[] {
  const values = valuesOf(resolved);
  return derivedOf(resolved).flatMap(({ path, value }) => {
    const formula = lookupFormula(resolved.component, path);
    if (!formula) return [`${path} has no formula`];
    const { numbers } = fillFormula(formula, path, values);
    const result = workOut(numbers);
    const agrees = result === undefined || typeof value !== "number" || Math.abs(result - value) < 1e-6;
    return agrees ? [] : [`${path} is ${value}, its formula gives ${result}: ${numbers}`];
  });
}

describe("formulas", () => {
  const everyProfile = COMPONENTS.flatMap((component) => {
    const registry = embeddedRegistry(component);
    return registry.profiles.map(
      (profile) => [`${component} ${profile.name}`, resolve(registry, profile)] as const,
    );
  });

  test.each(everyProfile)("%s: each derived key has one, and it gives the value", (_, resolved) => {
    expect(disagreements(resolved)).toEqual([]);
  });

  test("and so they do for other configurations", () => {
    const settings = fc.record({
      multibitrate: fc.boolean(),
      hls: fc.record({
        segmentDuration: fc.integer({ min: 10, max: 100 }).map((tenths) => tenths / 10),
        listSize: fc.integer({ min: 6, max: 30 }),
      }),
      encoder: fc.record({ framerate: fc.constantFrom(10, 20, 30) }),
    });
    fc.assert(
      fc.property(settings, (some) => {
        expect(disagreements(originOf("default", some))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test("none is left of a key that is gone", () => {
    const known = new Set(
      everyProfile.flatMap(([, resolved]) =>
        derivedOf(resolved).map(({ path }) => `${resolved.component} ${path.replace(/\.\d+\./, ".*.")}`),
      ),
    );
    const formulas = COMPONENTS.flatMap((component) =>
      formulasOf(component).map(({ path }) => `${component} ${path}`),
    );
    expect(formulas.filter((path) => !known.has(path))).toEqual([]);
  });

  test("most are arithmetic, so that the comparison compares something", () => {
    const values = valuesOf(originOf("4k-abr"));
    const worked = derivedOf(originOf("4k-abr")).filter(({ path }) => {
      const formula = lookupFormula("origin", path);
      return formula && workOut(fillFormula(formula, path, values).numbers) !== undefined;
    });
    expect(worked.length).toBeGreaterThan(35);
  });
});

describe("a formula with its numbers", () => {
  function filled(name: string, path: string) {
    const formula = lookupFormula("origin", path);
    return fillFormula(formula!, path, valuesOf(originOf(name)));
  }

  test("names keys in full and derived ones by their last word", () => {
    expect(filled("default", "derived.segmentSizeKB")).toEqual({
      symbols: "⌊totalBitrateKbps × hls.segmentDuration / 8⌋",
      numbers: "⌊2128 × 2 / 8⌋",
      reads: ["derived.totalBitrateKbps", "hls.segmentDuration"],
    });
  });

  test("writes a sum over renditions out", () => {
    expect(filled("4k-abr", "derived.totalBitrateKbps")).toEqual({
      symbols: "Σ (rendition.videoKbps + rendition.audioKbps)",
      numbers: "(15000 + 192 + 5000 + 128 + 2000 + 128 + 1000 + 96 + 500 + 64)",
      reads: ["derived.renditions.*.videoKbps", "derived.renditions.*.audioKbps"],
    });
  });

  test("of a rendition reads that rendition's variant, or the one picture", () => {
    expect(filled("4k-abr", "derived.renditions.3.videoKbps").reads).toEqual(["variants.3.bitrate"]);
    expect(filled("default", "derived.renditions.0.videoKbps").reads).toEqual(["video.bitrate"]);
  });
});
