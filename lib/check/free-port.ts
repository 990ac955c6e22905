import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";

/** Above the ports of hlsctl itself and below those the system gives to clients. */
const FIRST = 20_000;
const COUNT = 10_000;
const TRIES = 200;

/** A port of 127.0.0.1 that can be bound now; two runs start to look at different places. */
export async function pickPort(host: Host): Promise<number> {
  const start = (host.pid * 131 + host.clock.nowMs()) % COUNT;
  for (let step = 0; step < TRIES; step += 1) {
    const port = FIRST + ((start + step) % COUNT);
    if (await host.canBind("127.0.0.1", port)) return port;
  }
  throw new Failure("port-in-use", `None of ${TRIES} ports of 127.0.0.1 is free.`);
}
