import { resolve } from "node:path";
import { installPackage } from "../doctor/install.ts";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { pathsOf } from "../host/paths.ts";
import { probeFfmpeg } from "../host/probe/ffmpeg.ts";
import { probeNginx } from "../host/probe/nginx.ts";
import { probeSystem } from "../host/probe/system.ts";
import type { OriginFacts } from "../plan/choose.ts";
import type { UpFacts, UpRequest } from "../plan/request.ts";
import { type ClipInput, parseInputProbe, probeInputArgv } from "../render/clip-input.ts";

export interface UpFactsOptions {
  /** The user's `--input`. */
  inputFile: string | undefined;
  /** Programs that will be there once they are built; they are taken for whole. */
  promised?: { ffmpeg: string; nginx: string } | undefined;
}

/** Whether a request has a use for FFmpeg, and for nginx. */
export function wantedPrograms(
  request: Pick<UpRequest, "source" | "server" | "workers">,
  inputFile: string | undefined,
): { ffmpeg: boolean; nginx: boolean } {
  return {
    ffmpeg: request.source !== "embedded" || inputFile !== undefined,
    nginx: request.server !== "embedded" && request.workers === 1,
  };
}

/** Learns from the machine what planning needs, and no more: an embedded origin asks for no FFmpeg. */
export async function gatherUpFacts(
  host: Host,
  request: UpRequest,
  { inputFile, promised }: UpFactsOptions,
): Promise<UpFacts> {
  const { ffmpeg: wantsFfmpeg, nginx: wantsNginx } = wantedPrograms(request, inputFile);
  const [ffmpeg, nginx] = promised
    ? [{ path: promised.ffmpeg, lacks: [] }, { path: promised.nginx }]
    : await Promise.all([
        wantsFfmpeg ? findFfmpeg(host) : undefined,
        wantsNginx ? findNginx(host) : undefined,
      ]);
  const isComplete = (!wantsFfmpeg || ffmpeg?.lacks.length === 0) && (!wantsNginx || nginx !== undefined);
  const paths = pathsOf(host);
  return {
    cpuCount: navigator.hardwareConcurrency,
    ffmpeg,
    nginx,
    install: isComplete ? { ffmpeg: "", nginx: "" } : await installCommands(host),
    runtimeFolder: paths.runtime,
    cacheFolder: paths.cache,
    stateFolder: paths.state,
    nowMs: host.clock.nowMs(),
    input: inputFile === undefined ? undefined : await lookAtInput(host, inputFile),
    nginxUser: nginxUser(host),
    openFilesLimit: host.native.openFilesLimit(),
    digest: (text) => new Bun.CryptoHasher("sha256").update(text).digest("hex").slice(0, 24),
  };
}

async function findFfmpeg(host: Host): Promise<OriginFacts["ffmpeg"]> {
  const facts = await probeFfmpeg(host);
  if (facts.path === null) return undefined;
  if (facts.broken !== null) return { path: facts.path, lacks: [`the ability to run (${facts.broken})`] };
  const needs = {
    libx264: facts.libx264,
    "the aac encoder": facts.aac,
    lavfi: facts.lavfi,
    "the hls muxer": facts.hls,
  };
  const lacks = Object.entries(needs).flatMap(([name, has]) => (has ? [] : [name]));
  return { path: facts.path, lacks };
}

async function findNginx(host: Host): Promise<OriginFacts["nginx"]> {
  const { path, broken } = await probeNginx(host);
  return path === null || broken !== null ? undefined : { path };
}

/** A master started as root would hand its workers to a user who cannot enter private folders. */
function nginxUser({ uid, platform }: Host): string | undefined {
  if (uid !== 0) return undefined;
  return platform === "darwin" ? "root wheel" : "root";
}

async function installCommands(host: Host): Promise<OriginFacts["install"]> {
  const system = await probeSystem(host);
  const place = { ...system, uid: host.uid };
  return { ffmpeg: installPackage(place, "ffmpeg"), nginx: installPackage(place, "nginx") };
}

async function lookAtInput(host: Host, file: string): Promise<ClipInput> {
  if (file === "") throw new Failure("usage-bad-value", "--input needs the name of a file.");
  const path = resolve(host.cwd, file);
  const info = await host.fs.info(path);
  if (!info) throw new Failure("file-not-found", `There is no file ${path} to play.`);
  if (info.kind !== "file")
    throw new Failure("usage-bad-value", `${path} is no file, so --input cannot play it.`);
  const ffprobe = await host.which("ffprobe");
  if (!ffprobe) {
    throw new Failure(
      "ffmpeg-missing",
      "--input needs ffprobe, which comes with FFmpeg, and there is none on PATH.",
      {
        hint: `Install it: ${(await installCommands(host)).ffmpeg}`,
      },
    );
  }
  const probe = await host.exec([ffprobe, ...probeInputArgv(path)], { timeoutMs: 30_000 });
  const identity = `${path}:${info.sizeBytes}:${info.modifiedMs}`;
  return { path, identity, ...parseInputProbe(path, probe.stdout) };
}
