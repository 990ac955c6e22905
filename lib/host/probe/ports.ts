import type { Host } from "../host.ts";
import type { PortsFacts } from "./facts.ts";
import { findPortHolders } from "./port-holder.ts";

/** The ports a deployment uses by default. */
const PORTS = [
  { port: 17080, use: "origin" },
  { port: 17091, use: "swarm metrics" },
  { port: 17100, use: "node exporter" },
  { port: 17113, use: "nginx exporter" },
  { port: 17122, use: "ssh" },
  { port: 17022, use: "serial console" },
] as const;

export async function probePorts(host: Host): Promise<PortsFacts> {
  const tried = await Promise.all(
    PORTS.map(async ({ port, use }) => ({ port, use, free: await host.canBind("127.0.0.1", port) })),
  );
  const busy = tried.filter(({ free }) => !free).map(({ port }) => port);
  const holders = busy.length > 0 ? await findPortHolders(host, busy) : new Map();
  return { ports: tried.map((one) => ({ ...one, holder: holders.get(one.port) ?? null })) };
}
