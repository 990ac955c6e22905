import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type SegmentNames, segmentNames } from "../hls/segment-names.ts";
import { FileCache, statOf } from "./file-cache.ts";
import { kindOf, type LiveEdge, type MediaEntry, type MediaProvider, type OriginSettings } from "./media.ts";

/** No folder of ours has names with anything else, and none that begin with a dot. */
const SAFE_PATH = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/;
const CACHE_BYTES = 64 * 1024 * 1024;

/** Media in a folder that an encoder fills. Each request looks at the file; what has not changed is sent from memory. */
export function folderMedia(
  settings: Pick<OriginSettings, "config" | "derived">,
  root: string,
): MediaProvider {
  const { playlistName, masterPlaylist, segmentPattern } = settings.config.hls;
  const names = segmentNames(segmentPattern);
  const { renditions } = settings.derived;
  const folders = new Set(renditions.map((rendition) => rendition.directory));
  const cache = new FileCache(CACHE_BYTES);
  const lookupFile = (path: string) => {
    if (!SAFE_PATH.test(path)) return undefined;
    return cache.lookup(root + path, kindOf(path.slice(path.lastIndexOf("/") + 1), masterPlaylist));
  };
  const isMedia = (path: string) => {
    if (path === `/${masterPlaylist}`) return true;
    const slash = path.lastIndexOf("/");
    const name = path.slice(slash + 1);
    const isKnown = name === playlistName || names.numberOf(name) !== undefined;
    return isKnown && folders.has(path.slice(1, slash));
  };
  return {
    lookup: (path) => (isMedia(path) ? lookupFile(path) : undefined),
    lookupFile,
    list: (directory) => listFolder(root, directory),
    liveEdges: () => renditions.flatMap(({ name, directory }) => newest(join(root, directory), name, names)),
  };
}

function listFolder(root: string, directory: string): MediaEntry[] | undefined {
  if (directory !== "" && !SAFE_PATH.test(`/${directory}`)) return undefined;
  const folder = join(root, directory);
  return namesIn(folder)?.flatMap((name) => {
    const stats = name.startsWith(".") ? undefined : statOf(join(folder, name));
    if (!stats?.isFile() && !stats?.isDirectory()) return [];
    const type = stats.isFile() ? "file" : "directory";
    return [{ name, type, sizeBytes: stats.isFile() ? stats.size : 0, modifiedMs: stats.mtimeMs } as const];
  });
}

function namesIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}

function newest(folder: string, rendition: string, names: SegmentNames): LiveEdge[] {
  const numbers = (namesIn(folder) ?? []).flatMap((name) => names.numberOf(name) ?? []);
  return numbers.length === 0 ? [] : [{ rendition, sequence: Math.max(...numbers) }];
}
