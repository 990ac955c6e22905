import { fillFormula } from "../derive/fill-formula.ts";
import { lookupFormula } from "../derive/formulas.ts";
import { sourceOf } from "../merge/merge.ts";
import type { Resolved } from "../resolve.ts";
import { lookupPath, type Table, type Value } from "../schema/table.ts";
import { valuesOf } from "./difference.ts";
import { readersOf } from "./entries.ts";
import type { DerivedExplanation } from "./explanation.ts";
import { flatten } from "./flatten.ts";

/** A derived key, or all below a table of them: `derived.gopSize`, `gopSize`, `cache.manifest`, `renditions.0`. */
export function explainDerived(resolved: Resolved, path: string): DerivedExplanation[] {
  const values = valuesOf(resolved);
  const derived = flatten({ derived: values.derived ?? {}, cache: values.cache ?? {} });
  const names = [path, `derived.${path}`];
  return derived
    .filter((entry) => names.some((name) => entry.path === name || entry.path.startsWith(`${name}.`)))
    .flatMap((entry) => explainNumber(resolved, values, entry.path));
}

function explainNumber(resolved: Resolved, values: Table, path: string): DerivedExplanation[] {
  const { component, sources } = resolved;
  const formula = lookupFormula(component, path);
  if (!formula) return [];
  const value = lookupPath(values, path) ?? null;
  const { symbols, numbers, reads } = fillFormula(formula, path, values);
  return [
    {
      kind: "derived",
      component,
      path,
      description: formula.description,
      type: typeof value,
      options: [],
      value,
      formula: symbols,
      filled: numbers,
      reads: reads.map((read) => ({
        path: read,
        value: readValue(values, read),
        source: sourceOf(sources, read) ?? null,
      })),
      readBy: readersOf(component, path),
    },
  ];
}

/** `derived.renditions.*.totalKbps` reads a list of them all. */
function readValue(values: Table, path: string): Value {
  const [list, below] = path.split(".*.");
  if (list === undefined || below === undefined) return lookupPath(values, path) ?? null;
  const items = lookupPath(values, list);
  return Array.isArray(items)
    ? items.map((_, index) => lookupPath(values, `${list}.${index}.${below}`) ?? null)
    : null;
}
