import { keyNames, suggestKey } from "../derive/shape.ts";
import { Failure } from "../errors.ts";
import { type Layer, type Merged, mergeLayers, sourceOf } from "../merge/merge.ts";
import type { Profile } from "../registry/profile.ts";
import type { Registry } from "../registry/registry.ts";
import { findingsIn, layersOf, resolve } from "../resolve.ts";
import { type Component, keysOf } from "../schema/component.ts";
import type { Finding } from "../schema/finding.ts";
import { type KeyInfo, lookupKey } from "../schema/key.ts";
import { lookupPath } from "../schema/table.ts";
import { isDerivedKey, listEntries, readersOf } from "./entries.ts";
import { explainDerived } from "./explain-derived.ts";
import type { Explanation, KeyExplanation, LayerValue } from "./explanation.ts";

/** The configuration a key is explained in. */
export interface Subject {
  registry: Registry;
  profile: Profile;
  overrides: readonly Layer[];
}

export interface Explained {
  keys: readonly Explanation[];
  /** What is wrong with the configuration elsewhere. */
  otherFindings: readonly Finding[];
}

/**
 * A key, or every key below a table. Works on configurations with mistakes, as people ask about those; only derived
 * keys need one without (`Failure("config-invalid")`). An unknown key throws `Failure("key-unknown")`.
 */
export function explainKey(subject: Subject, path: string): Explained {
  const { registry, profile, overrides } = subject;
  const layers = layersOf(registry, profile, overrides);
  const merged = mergeLayers(layers);
  const findings = findingsIn(profile.component, merged);
  const evidence = { layers, merged, findings };
  const configured = keysBelow(profile.component, merged, path).map((key) =>
    explainConfigured(profile.component, key, evidence),
  );
  if (configured.length > 0) {
    const own = configured.flatMap((key) => key.findings);
    return { keys: configured, otherFindings: findings.filter((finding) => !own.includes(finding)) };
  }
  if (!isDerivedKey(profile.component, path)) throw unknownKey(profile.component, path);
  const derived = explainDerived(resolve(registry, profile, overrides), path);
  if (derived.length === 0) throw unknownKey(profile.component, path);
  return { keys: derived, otherFindings: findings };
}

interface Evidence {
  layers: readonly Layer[];
  merged: Merged;
  findings: readonly Finding[];
}

/** The key itself, an item's key at a position that is there, or all keys of a table. */
function keysBelow(component: Component, { table }: Merged, path: string): KeyInfo[] {
  const keys = keysOf(component);
  const known = lookupKey(keys, path);
  const item = /^(.+\.\d+)\./.exec(path)?.[1];
  if (known) return item === undefined || lookupPath(table, item) !== undefined ? [known] : [];
  const below = keys.filter((key) => key.path.startsWith(`${path}.`));
  if (below.length > 0) return below;
  const [, listPath, index] = /^(.+)\.(\d+)$/.exec(path) ?? [];
  const list = keys.find((key) => key.path === listPath);
  if (!list || lookupPath(table, path) === undefined) return [];
  return list.items.map((item) => ({ ...item, path: `${listPath}.${index}.${item.path}` }));
}

function explainConfigured(component: Component, key: KeyInfo, evidence: Evidence): KeyExplanation {
  const { merged, layers, findings } = evidence;
  const { path, description, type, options } = key;
  return {
    kind: "config",
    component,
    path,
    description,
    type,
    options,
    value: lookupPath(merged.table, path) ?? null,
    source: sourceOf(merged.sources, path) ?? null,
    layers: layerValues(layers, path),
    readBy: readersOf(component, path),
    findings: findings.filter((finding) => touches(finding.path, path)),
  };
}

/** A list is replaced as a whole, so a layer with the list speaks of all its items, also those it has not. */
function layerValues(layers: readonly Layer[], path: string): LayerValue[] {
  const list = /^(.+?)\.\d+\./.exec(path)?.[1];
  const speaking = layers.filter(({ table }) => lookupPath(table, list ?? path) !== undefined);
  return speaking.map(({ label, table }, index) => ({
    label,
    value: lookupPath(table, path) ?? null,
    wins: index === speaking.length - 1,
  }));
}

function touches(finding: string, path: string): boolean {
  return finding === path || finding.startsWith(`${path}.`) || path.startsWith(`${finding}.`);
}

function unknownKey(component: Component, path: string): Failure {
  const derived = listEntries(component).flatMap((entry) =>
    entry.kind === "derived" ? [entry.path, entry.path.replace(/^derived\./, "")] : [],
  );
  const near = suggestKey(path, [
    ...keyNames(component),
    ...derived.map((name) => name.replace(".*.", ".0.")),
  ]);
  return new Failure(
    "key-unknown",
    `There is no key "${path}" in the configuration of ${nounOf(component)}.`,
    {
      hint: near ? `Did you mean ${near}?` : "`hlsctl explain` lists the keys.",
    },
  );
}

function nounOf(component: Component): string {
  return component === "origin" ? "an origin" : "a swarm";
}
