import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { describeHolder, findPortHolder } from "../host/probe/port-holder.ts";
import type { InstanceSpec } from "../plan/plan.ts";
import { listInstances } from "./instance-store.ts";

/** Makes sure that the instance can listen; throws who holds its port, or why nobody may. */
export async function requireFreePort(host: Host, { bind, port }: InstanceSpec): Promise<void> {
  if (await host.canBind(bind, port)) return;
  const holder = await findPortHolder(host, port);
  const views = await listInstances(host);
  const ours = views.find(({ record, state }) => state === "running" && record.spec.port === port);
  if (ours) {
    const other = ours.record.spec.name;
    throw new Failure("port-in-use", `Port ${port} is held by your instance "${other}".`, {
      hint: `Stop it: hlsctl down ${other}\nOr take another port: --port ${port + 1}`,
    });
  }
  if (!holder) throw await whyNotBindable(host, bind, port);
  throw new Failure("port-in-use", `Port ${port} is held by ${describeHolder(holder)}.`, {
    hint: `End that process, or take another port: --port ${port + 1}`,
  });
}

/** Nobody holds the port: then the address is not this machine's, or the port is not for this user. */
async function whyNotBindable(host: Host, bind: string, port: number): Promise<Failure> {
  const anyPort = 0;
  if (await host.canBind(bind, anyPort)) {
    return new Failure("permission-denied", `This user may not listen on port ${port}.`, {
      hint: "Take a port from 1024 on: --port 17080",
    });
  }
  return new Failure("start-failed", `This machine has no address ${bind} to listen on.`, {
    hint: "Check --bind; 127.0.0.1 is always there.",
  });
}
