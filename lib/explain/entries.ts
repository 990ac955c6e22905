import { placesOf } from "../derive/fill-formula.ts";
import { formulasOf } from "../derive/formulas.ts";
import { type Component, keysOf } from "../schema/component.ts";
import type { KeyInfo } from "../schema/key.ts";
import type { KeyEntry } from "./explanation.ts";

/** Every key of a component in the order of the schema, the keys of a list's items below it, then the derived ones. */
export function listEntries(component: Component): KeyEntry[] {
  const derived = formulasOf(component).map(
    ({ path, description }): KeyEntry => ({
      kind: "derived",
      component,
      path,
      description,
      type: null,
      options: [],
    }),
  );
  return [...keysOf(component).flatMap((key) => configEntries(component, key)), ...derived];
}

function configEntries(component: Component, key: KeyInfo): KeyEntry[] {
  const { path, description, type, options, items } = key;
  const below = items.flatMap((item) =>
    configEntries(component, { ...item, path: `${path}.*.${item.path}` }),
  );
  return [{ kind: "config", component, path, description, type, options }, ...below];
}

/** Whether the component has the key, as a table or as a leaf; derived keys may leave `derived.` out. */
export function hasKey(component: Component, path: string): boolean {
  return listEntries(component).some((entry) => isOrHolds(path, entry));
}

export function isDerivedKey(component: Component, path: string): boolean {
  return listEntries(component).some((entry) => entry.kind === "derived" && isOrHolds(path, entry));
}

function isOrHolds(path: string, entry: KeyEntry): boolean {
  const pattern = patternOf(path);
  return [entry.path, entry.path.replace(/^derived\./, "")].some(
    (name) => name === pattern || name.startsWith(`${pattern}.`),
  );
}

/** `variants.0.name` → `variants.*.name` */
function patternOf(path: string): string {
  return path.replace(/\.\d+(?=\.|$)/g, ".*");
}

/** Paths of the derived keys whose formula reads the key. */
export function readersOf(component: Component, path: string): string[] {
  const pattern = patternOf(path);
  const places = [
    pattern,
    pattern.replace(/^derived\.renditions\.\*\./, "rendition."),
    pattern.replace(/^(video|variants\.\*)\./, "variant."),
  ];
  return formulasOf(component)
    .filter((formula) => placesOf(formula).some((place) => places.includes(place)))
    .map((formula) => formula.path);
}
