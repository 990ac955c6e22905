import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { etagOf, type MediaItem, type MediaKind } from "./media.ts";

/** Larger files are sent from where they are. */
const LARGEST_BYTES = 8 * 1024 * 1024;

/** Another version of a file differs in one of these. */
type Version = Pick<Stats, "ino" | "mtimeMs" | "size">;

interface Cached {
  readonly version: Version;
  readonly item: MediaItem;
}

/**
 * Files by path, looked at anew each time and read again when they are not what they were. What came first goes first
 * when there are more than `limitBytes` of them, as it does in a sliding window.
 */
export class FileCache {
  readonly #files = new Map<string, Cached>();
  #bytes = 0;

  constructor(readonly limitBytes: number) {}

  /** Undefined for what is no file, or cannot be read. */
  lookup(path: string, kind: MediaKind): MediaItem | undefined {
    const stats = statOf(path);
    const known = this.#files.get(path);
    if (stats?.isFile() && known && isSame(known.version, stats)) return known.item;
    if (known) this.#forget(path, known);
    if (!stats?.isFile()) return undefined;
    if (stats.size > LARGEST_BYTES) return { kind, body: Bun.file(path), ...validators(stats) };
    const read = readWhole(path, kind);
    if (read) this.#keep(path, read);
    return read?.item;
  }

  get sizeBytes(): number {
    return this.#bytes;
  }

  #keep(path: string, cached: Cached): void {
    this.#files.set(path, cached);
    this.#bytes += cached.item.sizeBytes;
    for (const [oldest, file] of this.#files) {
      if (this.#bytes <= this.limitBytes) return;
      this.#forget(oldest, file);
    }
  }

  #forget(path: string, { item }: Cached): void {
    this.#files.delete(path);
    this.#bytes -= item.sizeBytes;
  }
}

/** Undefined for whatever cannot be looked at: absent, forbidden, a name too long. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Content and version through one descriptor: the name may mean another file a moment later. */
function readWhole(path: string, kind: MediaKind): Cached | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(path, "r");
    const stats = fstatSync(fd);
    const bytes = new Uint8Array(stats.size);
    const sizeBytes = readSync(fd, bytes, 0, stats.size, 0);
    const content = bytes.subarray(0, sizeBytes);
    const body = kind === "segment" ? new Blob([content]) : content;
    return { version: stats, item: { kind, body, ...validators(stats), sizeBytes } };
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function isSame(a: Version, b: Version): boolean {
  return a.ino === b.ino && a.mtimeMs === b.mtimeMs && a.size === b.size;
}

function validators({ size, mtimeMs }: Stats): Pick<MediaItem, "sizeBytes" | "modifiedMs" | "etag"> {
  return { sizeBytes: size, modifiedMs: mtimeMs, etag: etagOf(mtimeMs, size) };
}
