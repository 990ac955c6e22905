import * as v from "valibot";
import { key } from "./key.ts";

/** The public configuration of a swarm. */
export const SwarmSchema = v.strictObject({
  clients: key(v.number(), "Viewers at the end of the ramp"),
  rampRate: key(v.number(), "Viewers started per second"),
  rampJitter: key(v.number(), "Largest random delay of a start in milliseconds"),
  variant: key(
    v.picklist(["all", "highest", "lowest", "first", "adaptive"]),
    "Renditions a viewer downloads",
  ),
  reconnect: key(v.boolean(), "Reconnect after a failure"),
  reconnectDelayMax: key(v.number(), "Longest wait before a reconnection in seconds"),
  segMaxRetry: key(v.number(), "Further tries for a segment that failed"),
  timeout: key(v.number(), "Longest wait for the network in seconds"),
  thresholds: key(v.array(v.string()), "What must hold for the run to pass, in k6's syntax"),
  logLevel: key(v.picklist(["error", "warning", "info", "debug"]), "Least severity that is logged"),
});

export type SwarmConfig = v.InferOutput<typeof SwarmSchema>;
