import type * as v from "valibot";
import { type KeyInfo, listKeys } from "./key.ts";
import { OriginSchema } from "./origin.ts";
import { SwarmSchema } from "./swarm.ts";

export const COMPONENTS = ["origin", "swarm"] as const;
export type Component = (typeof COMPONENTS)[number];

const SCHEMAS: Record<Component, v.GenericSchema> = { origin: OriginSchema, swarm: SwarmSchema };

export function schemaOf(component: Component): v.GenericSchema {
  return SCHEMAS[component];
}

/** Every configuration key of a component, e.g. `hls.segmentDuration`. */
export function keysOf(component: Component): KeyInfo[] {
  return listKeys(SCHEMAS[component]);
}
