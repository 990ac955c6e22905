import { join } from "node:path";
import { Failure } from "../../lib/errors.ts";
import { lineage, lookupProfile, type Registry } from "../../lib/registry/registry.ts";
import { type Resolved, resolve } from "../../lib/resolve.ts";
import type { Table } from "../../lib/schema/table.ts";
import { layer } from "../support/configs.ts";
import { evaluate, ROOT } from "./support-instantiate.ts";

/** One configuration for both sides: a profile by name or alias, and two layers of settings over it. */
export interface Case {
  component: "origin" | "swarm";
  profilesDir: string;
  profile: string;
  overrides: Table;
  more: Table;
  /** What hlsctl makes of it. */
  expected: unknown;
}

export interface Difference {
  case: number;
  path: string;
  nix: string;
  hlsctl: string;
}

const PROFILES = join(ROOT, "profiles");

/** A case with hlsctl's answer; undefined when the rules refuse the configuration. */
export function caseOf(
  registry: Registry,
  name: string,
  [overrides, more]: readonly [Table, Table] = [{}, {}],
  profilesDir: string = PROFILES,
): Case | undefined {
  const profile = lookupProfile(registry, name);
  try {
    const resolved = resolve(registry, profile, [layer(overrides), layer(more)]);
    const parents = lineage(registry, profile).map((member) => member.name);
    const expected = { ...whatNixHas(resolved), lineage: parents };
    return { component: profile.component, profilesDir, profile: name, overrides, more, expected };
  } catch (error) {
    if (error instanceof Failure && error.id === "config-invalid") return undefined;
    throw error;
  }
}

function whatNixHas(resolved: Resolved): object {
  const { name, description, config, derived } = resolved;
  if (resolved.component === "swarm") return { name, description, config, derived };
  const renditions = resolved.derived.renditions.map(
    ({ width: _, height: __, level: ___, codecs: ____, ...rest }) => rest,
  );
  return { name, description, config, derived: { ...derived, renditions }, cache: resolved.cache };
}

/** What Nix makes different of the cases, which it reads from the file. */
export async function differencesOf(cases: readonly Case[], file: string): Promise<Difference[]> {
  await Bun.write(file, JSON.stringify(cases));
  const answer = await evaluate(
    `import ${ROOT}/tests/nix/agree.nix { root = ${ROOT}; cases = ${JSON.stringify(file)}; }`,
  );
  const { count, differences } = answer as { count: number; differences: Difference[] };
  if (count !== cases.length) throw new Error(`Nix saw ${count} of ${cases.length} cases`);
  return differences;
}
