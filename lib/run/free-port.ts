import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { describeHolder, findPortHolder } from "../host/probe/port-holder.ts";
import type { InstanceSpec } from "../plan/plan.ts";
import { type InstanceLock, listInstances, portLockFile } from "./instance-store.ts";

const LAST_PRIVILEGED_PORT = 1023;

/**
 * Reserves the port for this instance among those of the user, and makes sure that nobody else listens there; throws who holds
 * it, or why nobody may. Of two that start at once one gets the reservation, however late its server binds.
 */
export async function claimPort(host: Host, spec: InstanceSpec): Promise<InstanceLock> {
  const { bind, port } = spec;
  const lock = host.native.lockFile(portLockFile(host, spec));
  if (!lock) throw await heldPort(host, port, () => "another instance of yours, which is starting");
  if (await host.canBind(bind, port)) return lock;
  lock.release();
  throw await whyNotBindable(host, bind, port);
}

async function whyNotBindable(host: Host, bind: string, port: number): Promise<Failure> {
  const anyPort = 0;
  if (!(await host.canBind(bind, anyPort))) {
    return new Failure("start-failed", `This machine has no address ${bind} to listen on.`, {
      hint: "Check --bind; 127.0.0.1 is always there.",
    });
  }
  if (port <= LAST_PRIVILEGED_PORT && host.uid !== 0) {
    return new Failure("permission-denied", `This user may not listen on port ${port}.`, {
      hint: "Take a port from 1024 on: --port 17080",
    });
  }
  return heldPort(host, port, describeHolder);
}

async function heldPort(host: Host, port: number, describe: typeof describeHolder): Promise<Failure> {
  const another = `take another port: --port ${port + 1}`;
  const [views, holder] = await Promise.all([listInstances(host), findPortHolder(host, port)]);
  const ours = views.find(
    ({ record, state }) => ["starting", "running"].includes(state) && record.spec.port === port,
  );
  if (ours) {
    const { name } = ours.record.spec;
    return new Failure("port-in-use", `Port ${port} is held by your instance "${name}".`, {
      hint: `Stop it: hlsctl down ${name}\nOr ${another}`,
    });
  }
  return new Failure("port-in-use", `Port ${port} is held by ${describe(holder)}.`, {
    hint: `End that process, or ${another}`,
  });
}
