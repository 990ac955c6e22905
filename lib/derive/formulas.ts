import type { Component } from "../schema/component.ts";
import { CACHE_FORMULAS } from "./formulas/cache.ts";
import type { Formula } from "./formulas/formula.ts";
import { RENDITION_FORMULAS } from "./formulas/rendition.ts";
import { STREAM_FORMULAS } from "./formulas/stream.ts";
import { SWARM_FORMULAS } from "./formulas/swarm.ts";

export type { Formula };

const FORMULAS: Readonly<Record<Component, readonly Formula[]>> = {
  origin: [
    ...STREAM_FORMULAS,
    ...RENDITION_FORMULAS.map((row) => ({ ...row, path: `derived.renditions.*.${row.path}` })),
    ...CACHE_FORMULAS,
  ],
  swarm: SWARM_FORMULAS,
};

/** A formula for every derived key of a component, in the order they are shown. */
export function formulasOf(component: Component): readonly Formula[] {
  return FORMULAS[component];
}

/** The formula of `derived.renditions.0.level`, positions and all. */
export function lookupFormula(component: Component, path: string): Formula | undefined {
  const pattern = path.replace(/\.\d+(?=\.|$)/g, ".*");
  return FORMULAS[component].find((formula) => formula.path === pattern);
}
