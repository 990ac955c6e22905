import type { Host } from "../host/host.ts";
import { probeDocker, probePodman } from "../host/probe/engine.ts";
import type { EngineFacts } from "../host/probe/facts.ts";
import type { ContainerEngine } from "./context.ts";
import type { Lacking } from "./needs.ts";

export interface EngineAnswer {
  engine: ContainerEngine | undefined;
  /** Why none runs containers here. */
  lacking: Lacking | undefined;
  /** Why systemd cannot run in one. */
  systemd: Lacking | undefined;
}

const ASK_LIMIT_MS = 10_000;

/** Docker, or else podman: what runs containers of this machine's architecture. */
export async function findEngine(host: Host): Promise<EngineAnswer> {
  const found = await Promise.all([probeDocker(host), probePodman(host)]);
  const ready = found.find((facts) => facts.path !== null && facts.server.state === "ready");
  const lacking = ready ? foreign(host, ready) : whyNone(found);
  if (ready?.path == null || lacking !== undefined) return { engine: undefined, lacking, systemd: lacking };
  const engine = {
    name: ready.emulatedBy ?? ready.engine,
    path: ready.path,
    hasBridge: await hasBridge(host, ready.path),
    cgroupVersion: ready.server.state === "ready" ? ready.server.cgroupVersion : null,
  };
  return { engine, lacking: undefined, systemd: whyNoSystemd(ready) };
}

/** Asked of the engine: a daemon may be started with none (`--bridge=none`). */
async function hasBridge(host: Host, path: string): Promise<boolean> {
  const argv = [path, "network", "ls", "--filter", "driver=bridge", "--format", "{{.Name}}"];
  const { status, stdout } = await host.exec(argv, { timeoutMs: ASK_LIMIT_MS });
  return status === 0 && stdout.trim() !== "";
}

function foreign(host: Host, { engine, server }: EngineFacts): Lacking | undefined {
  if (server.state !== "ready") return undefined;
  const own = host.arch === "arm64" ? ["aarch64", "arm64"] : ["x86_64", "amd64"];
  if (server.arch === null || own.includes(server.arch)) return undefined;
  return {
    reason: `${engine} runs ${server.arch} containers, and the images are for ${own[1]}`,
    enable: `Use a ${engine} of this machine's own architecture.`,
  };
}

function whyNone(found: readonly EngineFacts[]): Lacking {
  const there = found.find(({ path }) => path !== null);
  const enable = "Start Docker or podman; `hlsctl doctor --type container` tells how.";
  if (there === undefined) return { reason: "there is neither Docker nor podman", enable };
  const { engine, server } = there;
  const detail = "detail" in server ? `: ${server.detail}` : "";
  return { reason: `${engine} does not answer${detail}`, enable };
}

/** A container may only boot systemd where its engine may give it control groups and mounts. */
function whyNoSystemd({ engine, server }: EngineFacts): Lacking | undefined {
  if (server.state !== "ready" || !server.rootless || server.cgroupVersion !== 1) return undefined;
  return {
    reason: `${engine} is rootless on control groups version 1, where systemd cannot run in a container`,
    enable:
      "Boot with control groups version 2 (systemd.unified_cgroup_hierarchy=1), or use a rootful engine.",
  };
}
