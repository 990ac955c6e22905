import type { Host } from "../host.ts";
import type { SocketFacts } from "./facts.ts";
import { readOrNull } from "./read.ts";

/** Who may use a socket or device node; null when it is not there. */
export async function probeNode(host: Host, path: string): Promise<SocketFacts | null> {
  const info = await host.fs.info(path).catch(() => undefined);
  if (!info) return null;
  const [passwd, group] = await Promise.all([
    readOrNull(host, "/etc/passwd"),
    readOrNull(host, "/etc/group"),
  ]);
  return {
    path,
    owner: nameOfId(passwd, info.uid),
    group: nameOfId(group, info.gid),
    mode: info.mode.toString(8).padStart(3, "0"),
  };
}

/** passwd(5) and group(5) lines both are `name:password:id:…`; a number without a name stands for itself. */
function nameOfId(database: string | null, id: number): string {
  const line = database?.split("\n").find((one) => one.split(":")[2] === String(id));
  return line?.split(":")[0] ?? String(id);
}
