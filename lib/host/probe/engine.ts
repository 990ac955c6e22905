import type { ExecResult, Host } from "../host.ts";
import { parseDockerInfo, parsePodmanInfo } from "./engine-info.ts";
import type { EngineFacts, EngineServer } from "./facts.ts";
import { probeNode } from "./node.ts";
import { describeProblem } from "./program.ts";

/** A daemon that is busy pulling or starting answers late; one that hangs never does. */
const INFO_LIMIT_MS = 4_000;

export async function probeDocker(host: Host): Promise<EngineFacts> {
  const path = await host.which("docker");
  if (!path) return withoutEngine("docker");
  const argv = [path, "info", "--format", "{{json .}}"];
  const [result, daemonPath] = await Promise.all([
    host.exec(argv, { timeoutMs: INFO_LIMIT_MS }),
    host.which("dockerd"),
  ]);
  const podman = parsePodmanInfo(result.stdout);
  if (podman) return { ...withoutEngine("docker"), path, emulatedBy: "podman", ...podman };
  const docker = parseDockerInfo(result.stdout);
  return {
    ...withoutEngine("docker"),
    path,
    daemonPath: daemonPath ?? null,
    clientVersion: docker?.clientVersion ?? null,
    context: docker?.context ?? null,
    server: docker?.server ?? (await describeSilence(host, result, docker?.serverError)),
  };
}

export async function probePodman(host: Host): Promise<EngineFacts> {
  const path = await host.which("podman");
  if (!path) return withoutEngine("podman");
  const [version, result] = await Promise.all([
    host.exec([path, "--version"], { timeoutMs: INFO_LIMIT_MS }),
    host.exec([path, "info", "--format", "json"], { timeoutMs: INFO_LIMIT_MS }),
  ]);
  const podman = result.status === 0 ? parsePodmanInfo(result.stdout) : null;
  return {
    ...withoutEngine("podman"),
    path,
    clientVersion: /version (\S+)/.exec(version.stdout)?.[1] ?? null,
    server: podman?.server ?? (await describeSilence(host, result)),
  };
}

function withoutEngine(engine: EngineFacts["engine"]): EngineFacts {
  const nothing = { path: null, daemonPath: null, clientVersion: null, emulatedBy: null, context: null };
  return { engine, ...nothing, server: { state: "none" } };
}

/** No server in the answer: nobody there, not allowed to ask, or no reply in time. */
async function describeSilence(
  host: Host,
  result: ExecResult,
  serverError: string | null = null,
): Promise<EngineServer> {
  const text = serverError ?? result.stderr;
  const detail = serverError?.trim() || describeProblem(result);
  const path = /unix:\/\/(\/[^\s:"?]+)/.exec(text)?.[1]?.replace(/[.,]$/, "") ?? "/var/run/docker.sock";
  const socket = await probeNode(host, path);
  if (result.problem === "timeout") return { state: "silent", detail, socket };
  const denied = /permission denied/i.test(text);
  return { state: denied ? "denied" : "unreachable", detail, socket };
}
