import type { Host } from "../host.ts";
import type { NetworkFacts } from "./facts.ts";
import { isThere, lineValue, readOrNull } from "./read.ts";

/** capabilities(7) */
const CAP_NET_ADMIN_BIT = 12n;

export async function probeNetwork(host: Host): Promise<NetworkFacts> {
  const ipTool = (await host.which("ip")) ?? null;
  if (host.platform !== "linux") {
    const none = { usable: false, error: "ENOENT" };
    return { tun: none, bridge: "absent", vhostNet: none, ipTool, mayConfigure: false };
  }
  const [bridge, status] = await Promise.all([probeBridge(host), readOrNull(host, "/proc/self/status")]);
  return {
    tun: tryDevice(host, "/dev/net/tun"),
    bridge,
    vhostNet: tryDevice(host, "/dev/vhost-net"),
    ipTool,
    mayConfigure: hasCapability(status ?? "", CAP_NET_ADMIN_BIT),
  };
}

function tryDevice(host: Host, path: string): { usable: boolean; error: string | null } {
  const opened = host.native.openReadWrite(path);
  if ("error" in opened) return { usable: false, error: opened.error };
  host.native.close(opened.fd);
  return { usable: true, error: null };
}

async function probeBridge(host: Host): Promise<NetworkFacts["bridge"]> {
  if (await isThere(host, "/sys/module/bridge")) return "loaded";
  const release = (await readOrNull(host, "/proc/sys/kernel/osrelease"))?.trim();
  const modules = await readOrNull(host, `/lib/modules/${release}/modules.dep`);
  const builtin = await readOrNull(host, `/lib/modules/${release}/modules.builtin`);
  if (modules === null && builtin === null) return "unknown";
  if (builtin?.includes("/bridge.ko")) return "loaded";
  return modules?.includes("/bridge.ko") ? "loadable" : "absent";
}

/** `CapEff:` of /proc/self/status is a hexadecimal set of bits. */
function hasCapability(status: string, bit: bigint): boolean {
  const set = lineValue(status, "CapEff:");
  return set !== null && /^[0-9a-f]+$/i.test(set) && ((BigInt(`0x${set}`) >> bit) & 1n) === 1n;
}
