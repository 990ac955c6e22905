import { lookupPath, type Table, type Value } from "../schema/table.ts";
import type { Formula } from "./formulas.ts";

/** What formulas look values up in: a configuration with `derived` and `cache` beside its own keys. */
export type FormulaValues = Table;

export interface FilledFormula {
  /** `framerate × segmentDuration` in full key names. */
  symbols: string;
  /** The same with values: `30 × 2`. */
  numbers: string;
  /** The keys it reads; `*` stands for every rendition. */
  reads: readonly string[];
}

const PLACE = /\{([^}]+)\}/g;
const OVER_ALL = /(Σ|max)\[([^\]]+)\]/g;

/** A formula with the values of one configuration; `path` tells which rendition is meant, if one is. */
export function fillFormula(formula: Formula, path: string, values: FormulaValues): FilledFormula {
  const position = /^derived\.renditions\.(\d+)\./.exec(path)?.[1];
  const places = placesOf(formula);
  return {
    symbols: formula.formula.replace(OVER_ALL, "$1 ($2)").replace(PLACE, (_, name) => symbolOf(name)),
    numbers: overAll(formula.formula, values).replace(PLACE, (_, name) =>
      textOf(lookupPath(values, placeOf(name, position, values))),
    ),
    reads: [...new Set(places.map((name) => placeOf(name, position ?? "*", values)))],
  };
}

/** The names of what a formula reads, in its own notation: `rendition.totalKbps`. */
export function placesOf({ formula, alsoReads = [] }: Formula): string[] {
  return [...[...formula.matchAll(PLACE)].map(([, name = ""]) => name), ...alsoReads];
}

/** `Σ[a]` to `(a₀ + a₁ + …)`, with each rendition's own place names. */
function overAll(text: string, values: FormulaValues): string {
  const count = renditionCount(values);
  return text.replace(OVER_ALL, (_, operator: string, body: string) => {
    const terms = Array.from({ length: count }, (_, index) =>
      body.replace(PLACE, (_, name) => `{${placeOf(name, String(index), values)}}`),
    );
    if (terms.length === 1) return terms[0] ?? "";
    return operator === "Σ" ? `(${terms.join(" + ")})` : `max(${terms.join(", ")})`;
  });
}

function renditionCount(values: FormulaValues): number {
  const renditions = lookupPath(values, "derived.renditions");
  return Array.isArray(renditions) ? renditions.length : 0;
}

/** The key a place name stands for: a rendition is the ladder's variant, or `video` when there is one. */
function placeOf(name: string, position = "0", values: FormulaValues): string {
  const [scope, ...rest] = name.split(".");
  if (scope === "rendition") return ["derived.renditions", position, ...rest].join(".");
  if (scope !== "variant") return name;
  return values.multibitrate === true
    ? ["variants", position, ...rest].join(".")
    : ["video", ...rest].join(".");
}

function symbolOf(name: string): string {
  return name.replace(/^derived\./, "");
}

function textOf(value: Value | undefined): string {
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  return typeof value === "object" || value === undefined ? JSON.stringify(value ?? null) : String(value);
}
