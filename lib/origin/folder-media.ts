import { closeSync, fstatSync, openSync, readdirSync, readSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import {
  etagOf,
  kindOf,
  type LiveEdge,
  type MediaEntry,
  type MediaItem,
  type MediaProvider,
  type OriginSettings,
} from "./media.ts";
import { type SegmentNames, segmentNames } from "./segment-names.ts";

/** No folder of ours has names with anything else, and none that begin with a dot. */
const SAFE_PATH = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/;

/**
 * Media in a folder that an encoder fills. Nothing is kept in memory: a segment is looked up and sent from its file,
 * a playlist is read whole each time, so that its length, its validators and its text belong together.
 */
export function folderMedia(
  settings: Pick<OriginSettings, "config" | "derived">,
  root: string,
): MediaProvider {
  const { playlistName, masterPlaylist, segmentPattern } = settings.config.hls;
  const names = segmentNames(segmentPattern);
  const { renditions } = settings.derived;
  const folders = new Set(renditions.map((rendition) => rendition.directory));
  const isMedia = (path: string) => {
    if (path === `/${masterPlaylist}`) return true;
    const slash = path.lastIndexOf("/");
    const name = path.slice(slash + 1);
    const isKnown = name === playlistName || names.numberOf(name) !== undefined;
    return isKnown && folders.has(path.slice(1, slash));
  };
  return {
    lookup: (path) => (isMedia(path) ? lookupFile(root, path, masterPlaylist) : undefined),
    lookupFile: (path) => lookupFile(root, path, masterPlaylist),
    list: (directory) => listFolder(root, directory),
    liveEdges: () => renditions.flatMap(({ name, directory }) => newest(join(root, directory), name, names)),
  };
}

function lookupFile(root: string, path: string, masterPlaylist: string): MediaItem | undefined {
  if (!SAFE_PATH.test(path)) return undefined;
  const file = root + path;
  const kind = kindOf(path.slice(path.lastIndexOf("/") + 1), masterPlaylist);
  if (kind === "playlist" || kind === "master") return readWhole(file, kind);
  const stats = statOf(file);
  return stats?.isFile() ? { kind, body: Bun.file(file), ...validators(stats) } : undefined;
}

/** Text and validators through one descriptor: the name may mean another file a moment later. */
function readWhole(file: string, kind: MediaItem["kind"]): MediaItem | undefined {
  let fd: number;
  try {
    fd = openSync(file, "r");
  } catch {
    return undefined;
  }
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) return undefined;
    const bytes = new Uint8Array(stats.size);
    const length = readSync(fd, bytes, 0, stats.size, 0);
    return { kind, body: bytes.subarray(0, length), ...validators(stats), sizeBytes: length };
  } finally {
    closeSync(fd);
  }
}

/** Undefined for whatever cannot be looked at: absent, forbidden, a name too long. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function validators({ size, mtimeMs }: Stats): Pick<MediaItem, "sizeBytes" | "modifiedMs" | "etag"> {
  return { sizeBytes: size, modifiedMs: mtimeMs, etag: etagOf(mtimeMs, size) };
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
