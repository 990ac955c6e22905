import type { Host } from "../host/host.ts";
import type { Layer } from "../merge/merge.ts";
import { parseOverride } from "../merge/override.ts";
import { COMPONENTS, type Component, keysOf } from "../schema/component.ts";
import { tableOf } from "../schema/table.ts";
import { type ConfigArgs, readOverrides } from "./load-profiles.ts";

export type FlakeSettings = Readonly<Record<Component, readonly Layer[]>>;

/**
 * `--set-file` and `--set` by the component that each key belongs to: a flake has both components, and no key is common to
 * them. A key of neither goes to `otherwise`, whose checks name it.
 */
export async function readFlakeSettings(
  host: Host,
  args: ConfigArgs,
  otherwise: Component,
): Promise<FlakeSettings> {
  const files = await readOverrides(host, otherwise, { ...args, set: [] });
  const words = args.set.map((assignment) => {
    const top = /^\s*([^.=\s]*)/.exec(assignment)?.[1] ?? "";
    return parseOverride(assignment, keysOf(ownerOf(top) ?? otherwise));
  });
  const layers = [...files, ...words];
  return { origin: partOf("origin", layers, otherwise), swarm: partOf("swarm", layers, otherwise) };
}

function partOf(component: Component, layers: readonly Layer[], otherwise: Component): Layer[] {
  return layers.flatMap(({ label, table }) => {
    const own = Object.entries(table).filter(([key]) => (ownerOf(key) ?? otherwise) === component);
    return own.length > 0 ? [{ label, table: tableOf(own) }] : [];
  });
}

/** The component that has such a key at the top. */
function ownerOf(top: string): Component | undefined {
  return COMPONENTS.find((component) => keysOf(component).some(({ path }) => path.split(".")[0] === top));
}
