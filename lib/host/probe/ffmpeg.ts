import type { Host } from "../host.ts";
import type { FfmpegFacts } from "./facts.ts";
import { ASK_LIMIT_MS, askProgram, parseRelease } from "./program.ts";

export async function probeFfmpeg(host: Host): Promise<FfmpegFacts> {
  const [{ program }, encoders, muxers, devices, ffprobePath] = await Promise.all([
    askProgram(host, { name: "ffmpeg", versionArgs: ["-version"], parseVersion: parseFfmpegVersion }),
    listNames(host, "-encoders"),
    listNames(host, "-muxers"),
    listNames(host, "-devices"),
    host.which("ffprobe"),
  ]);
  return {
    ...program,
    release: parseRelease(program.version?.replace(/^n/, "") ?? null),
    ffprobePath: ffprobePath ?? null,
    libx264: encoders.has("libx264"),
    aac: encoders.has("aac"),
    lavfi: devices.has("lavfi"),
    hls: muxers.has("hls"),
  };
}

/** `n7.1`, `N-12345-g0123abc`, `5.1.9-0+deb12u1`, `git-2020-…`, `7.1.1 Copyright …`: the word after "version". */
export function parseFfmpegVersion(output: string): string | null {
  return /^ff\w+ version (\S+)/m.exec(output)?.[1] ?? null;
}

/**
 * Names in FFmpeg's lists. The ruler is as wide as the flags (` ------`, ` ---`), which may hold spaces
 * (` D d lavfi`); a name may stand for several (`mov,mp4`).
 */
export function parseNames(list: string): Set<string> {
  const lines = list.split("\n");
  const at = lines.findIndex((line) => /^\s*-+\s*$/.test(line));
  const width = lines[at]?.trimEnd().length ?? 0;
  const names = lines.slice(at + 1).map((line) => line.slice(width).trim().split(/\s+/)[0] ?? "");
  return new Set(names.flatMap((name) => name.split(",")).filter(Boolean));
}

async function listNames(host: Host, list: string): Promise<Set<string>> {
  const path = await host.which("ffmpeg");
  if (!path) return new Set();
  const { stdout } = await host.exec([path, "-hide_banner", list], { timeoutMs: ASK_LIMIT_MS });
  return parseNames(stdout);
}
