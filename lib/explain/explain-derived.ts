import { fillFormula } from "../derive/fill-formula.ts";
import { lookupFormula } from "../derive/formulas.ts";
import { sourceOf } from "../merge/merge.ts";
import type { Resolved } from "../resolve.ts";
import { lookupPath, type Table, type Value } from "../schema/table.ts";
import { readersOf } from "./entries.ts";
import type { DerivedExplanation } from "./explanation.ts";

/** A derived key, or all below a table of them: `derived.gopSize`, `gopSize`, `cache.manifest`, `renditions.0`. */
export function explainDerived(resolved: Resolved, path: string): DerivedExplanation[] {
  const values = valuesOf(resolved);
  const paths = leafPaths({ derived: values.derived ?? null, cache: values.cache ?? null });
  const asked = paths.filter((known) =>
    [path, `derived.${path}`].some((name) => known === name || known.startsWith(`${name}.`)),
  );
  return asked.flatMap((known) => explainNumber(resolved, values, known));
}

/** A configuration with what is derived from it beside its keys. */
function valuesOf(resolved: Resolved): Table {
  const cache = resolved.component === "origin" ? { cache: resolved.cache } : {};
  return { ...resolved.config, derived: resolved.derived, ...cache } as unknown as Table;
}

function leafPaths(value: Value, path = ""): string[] {
  if (typeof value !== "object" || value === null) return value === null && path !== "" ? [] : [path];
  return Object.entries(value).flatMap(([key, child]) =>
    leafPaths(child, path === "" ? key : `${path}.${key}`),
  );
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
