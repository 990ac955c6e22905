import type { Host } from "../host.ts";
import type { FfmpegFacts } from "./facts.ts";
import { ASK_LIMIT_MS, askProgramAt, noProgram, parseRelease } from "./program.ts";

const NOTHING = { release: null, ffprobePath: null, libx264: false, aac: false, lavfi: false, hls: false };

export async function probeFfmpeg(host: Host): Promise<FfmpegFacts> {
  const [path, ffprobePath] = await Promise.all([host.which("ffmpeg"), host.which("ffprobe")]);
  if (!path) return { ...noProgram(), ...NOTHING, ffprobePath: ffprobePath ?? null };
  // The list of encoders comes with the banner, and so answers for the version as well.
  const question = { name: "ffmpeg", versionArgs: ["-encoders"], parseVersion: parseFfmpegVersion };
  const [{ program, output }, { stdout }] = await Promise.all([
    askProgramAt(host, path, question),
    host.exec([path, "-hide_banner", "-formats"], { timeoutMs: ASK_LIMIT_MS }),
  ]);
  const encoders = parseList(output.split(/^ffmpeg version /m)[0] ?? "");
  const formats = parseList(stdout);
  return {
    ...program,
    release: parseRelease(program.version?.replace(/^n/, "") ?? null),
    ffprobePath: ffprobePath ?? null,
    libx264: encoders.has("libx264"),
    aac: encoders.has("aac"),
    lavfi: formats.get("lavfi")?.includes("D") ?? false,
    hls: formats.get("hls")?.includes("E") ?? false,
  };
}

/** `n7.1`, `N-12345-g0123abc`, `5.1.9-0+deb12u1`, `git-2020-…`: the word after "version". */
export function parseFfmpegVersion(output: string): string | null {
  return /^ff\w+ version (\S+)/m.exec(output)?.[1] ?? null;
}

/**
 * FFmpeg's lists, name → flags. A ruler as wide as the flags (` ------`, ` ---`) stands above; flags may hold
 * spaces (` D d lavfi`), and one line may give several names (`mov,mp4`).
 */
export function parseList(output: string): Map<string, string> {
  const lines = output.split("\n");
  const at = lines.findIndex((line) => /^\s*-+\s*$/.test(line));
  const width = lines[at]?.trimEnd().length ?? 0;
  const rows = at < 0 ? [] : lines.slice(at + 1).filter((line) => line.startsWith(" "));
  return new Map(rows.flatMap((row) => namesOf(row.slice(width)).map((name) => [name, row.slice(0, width)])));
}

function namesOf(rest: string): string[] {
  return (rest.trim().split(/\s+/)[0] ?? "").split(",").filter(Boolean);
}
