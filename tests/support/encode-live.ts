import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderLive } from "../../lib/render/ffmpeg.ts";
import type { ResolvedOrigin } from "../../lib/resolve.ts";
import { run } from "./decode.ts";

export interface LiveFolder {
  path: string;
  /** What FFmpeg wrote to its standard error. */
  complaints: string;
  /** Segments of a rendition in order, by the names of the playlist. */
  segments(rendition: string): Uint8Array<ArrayBuffer>[];
  playlist(rendition: string): string;
  remove(): void;
}

/** The live source as rendered but as fast as FFmpeg can, for a number of whole segments that are all kept. */
export async function encodeUnpaced(
  origin: ResolvedOrigin,
  segments: number,
  nowMs: number,
): Promise<LiveFolder> {
  const path = mkdtempSync(join(tmpdir(), "hlsctl-live-"));
  makeFolders(origin, path);
  const paced = renderLive(origin, { outputDir: path, nowMs });
  const argv = paced.filter((word) => word !== "-re");
  argv.splice(-1, 0, "-t", `${segments * origin.config.hls.segmentDuration}`);
  const { errors } = await run(["ffmpeg", ...argv]);
  return { path, complaints: errors, ...reader(origin, path), remove: () => removeFolder(path) };
}

function makeFolders(origin: ResolvedOrigin, path: string): void {
  for (const { directory } of origin.derived.renditions)
    mkdirSync(join(path, directory), { recursive: true });
}

function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

function reader(origin: ResolvedOrigin, path: string): Pick<LiveFolder, "segments" | "playlist"> {
  const folderOf = (name: string) => {
    const rendition = origin.derived.renditions.find((each) => each.name === name);
    if (!rendition) throw new Error(`no rendition ${name}`);
    return join(path, rendition.directory);
  };
  return {
    playlist: (name) => readFileSync(join(folderOf(name), origin.config.hls.playlistName), "utf8"),
    segments: (name) =>
      readdirSync(folderOf(name))
        .filter((file) => file.endsWith(".ts"))
        .sort()
        .map((file) => Uint8Array.from(readFileSync(join(folderOf(name), file)))),
  };
}
