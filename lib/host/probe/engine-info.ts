import * as v from "valibot";
import type { EngineFacts, EngineServer } from "./facts.ts";

type ReadyServer = Extract<EngineServer, { state: "ready" }>;

const Text = v.optional(v.nullable(v.string()), null);
const List = v.fallback(v.array(v.string()), []);

const DockerInfo = v.object({
  ClientInfo: v.optional(v.object({ Version: Text, Context: Text })),
  ServerVersion: Text,
  ServerErrors: List,
  OSType: Text,
  Architecture: Text,
  OperatingSystem: Text,
  CgroupVersion: Text,
  CgroupDriver: Text,
  SecurityOptions: List,
  DefaultRuntime: Text,
  Driver: Text,
});

const PodmanInfo = v.object({
  host: v.object({
    arch: Text,
    os: Text,
    cgroupVersion: Text,
    cgroupManager: Text,
    distribution: v.optional(v.object({ distribution: Text, version: Text })),
    ociRuntime: v.optional(v.object({ name: Text })),
    security: v.optional(v.object({ rootless: v.optional(v.boolean(), false) })),
  }),
  store: v.optional(v.object({ graphDriverName: Text })),
  version: v.optional(v.object({ Version: Text })),
});

export interface DockerAnswer {
  clientVersion: string | null;
  context: string | null;
  server: ReadyServer | null;
  serverError: string | null;
}

/** `docker info --format '{{json .}}'`: the client's half is there even when the daemon is not. */
export function parseDockerInfo(json: string): DockerAnswer | null {
  const info = parseJson(DockerInfo, json);
  if (!info) return null;
  return {
    clientVersion: info.ClientInfo?.Version ?? null,
    context: info.ClientInfo?.Context ?? null,
    server: info.ServerVersion ? describeDocker(info) : null,
    serverError: info.ServerErrors[0] ?? null,
  };
}

/** `podman info --format json`; null when the text is not podman's. */
export function parsePodmanInfo(json: string): Pick<EngineFacts, "server"> | null {
  const info = parseJson(PodmanInfo, json);
  if (!info) return null;
  const { arch, os, distribution, cgroupVersion, cgroupManager, ociRuntime, security } = info.host;
  return {
    server: {
      state: "ready",
      version: info.version?.Version ?? null,
      os,
      arch,
      system: [distribution?.distribution, distribution?.version].filter(Boolean).join(" ") || null,
      cgroupVersion: parseCgroupVersion(cgroupVersion),
      cgroupDriver: cgroupManager,
      rootless: security?.rootless ?? false,
      runtime: ociRuntime?.name ?? null,
      storageDriver: info.store?.graphDriverName ?? null,
    },
  };
}

function describeDocker(info: v.InferOutput<typeof DockerInfo>): ReadyServer {
  return {
    state: "ready",
    version: info.ServerVersion,
    os: info.OSType,
    arch: info.Architecture,
    system: info.OperatingSystem,
    cgroupVersion: parseCgroupVersion(info.CgroupVersion),
    cgroupDriver: info.CgroupDriver,
    rootless: info.SecurityOptions.some((option) => option.startsWith("name=rootless")),
    runtime: info.DefaultRuntime,
    storageDriver: info.Driver,
  };
}

/** Docker writes `2`, podman `v2`. Docker before 20.10 knew only version 1 and does not say. */
function parseCgroupVersion(text: string | null): 1 | 2 | null {
  const number = text?.replace(/^v/, "");
  return number === "1" ? 1 : number === "2" ? 2 : null;
}

function parseJson<S extends v.GenericSchema>(schema: S, json: string): v.InferOutput<S> | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), json);
  return parsed.success ? parsed.output : null;
}
