import type { ResolvedOrigin } from "../resolve.ts";

/** What an origin needs of its configuration; a plan carries these three too. */
export type OriginSettings = Pick<ResolvedOrigin, "config" | "derived" | "cache">;

export type MediaKind = "segment" | "playlist" | "master" | "other";

/** Text is ASCII; a Blob may be a file that is read when it is sent. */
export type MediaBody = string | Uint8Array<ArrayBuffer> | Blob;

/** One file at one moment. */
export interface MediaItem {
  readonly kind: MediaKind;
  readonly body: MediaBody;
  readonly sizeBytes: number;
  /** Unix time; HTTP shows whole seconds of it. */
  readonly modifiedMs: number;
  readonly etag: string;
}

export interface MediaEntry {
  readonly name: string;
  readonly type: "file" | "directory";
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/** The newest complete segment of a rendition. */
export interface LiveEdge {
  readonly rendition: string;
  readonly sequence: number;
}

/** How long segments took to make; `buckets[i]` counts those up to `BUCKETS_SEC[i]`. */
export interface Generation {
  readonly count: number;
  readonly sumSec: number;
  readonly buckets: readonly number[];
}

/** What a server can serve. Paths begin with `/` and are decoded; directories are relative, `""` is the root. */
export interface MediaProvider {
  /** A playlist or segment under its public path. */
  lookup(path: string, nowMs: number): MediaItem | undefined;
  /** Anything in the folder, for `/files/`. */
  lookupFile(path: string, nowMs: number): MediaItem | undefined;
  /** Undefined when there is no such directory. */
  list(directory: string, nowMs: number): readonly MediaEntry[] | undefined;
  liveEdges(nowMs: number): readonly LiveEdge[];
  /** Only where segments are made on demand. */
  readonly generation?: Generation;
}

/** The same as nginx's: seconds and size in hexadecimal. */
export function etagOf(modifiedMs: number, sizeBytes: number): string {
  return `"${Math.floor(modifiedMs / 1000).toString(16)}-${sizeBytes.toString(16)}"`;
}

/** Kind by file name, as the nginx configuration decides it too. */
export function kindOf(name: string, masterPlaylist: string): MediaKind {
  if (name.endsWith(".ts")) return "segment";
  if (name === masterPlaylist) return "master";
  return name.endsWith(".m3u8") ? "playlist" : "other";
}
