import { mkdir, rmdir, unlink } from "node:fs/promises";
import { join, relative } from "node:path";
import type { LiveWindow } from "../hls/live-window.ts";
import type { GeneratedRendition, GeneratedSource } from "./generated-source.ts";
import { putFile } from "./published-file.ts";

/** The files of a generated source in a folder: knows what it wrote and removes nothing else. */
export class PublishedFolder {
  /** Segments by rendition and number. */
  readonly #segments = new Map<GeneratedRendition, Set<number>>();
  readonly #playlists = new Set<string>();
  readonly #folders: string[] = [];
  #lastListed: number | undefined;

  constructor(
    readonly source: GeneratedSource,
    readonly root: string,
  ) {}

  async makeFolders(): Promise<void> {
    for (const { directory } of this.source.renditions) await this.#makeFolder(join(this.root, directory));
  }

  /** Makes all that the playlists of a window list, then the playlists. */
  async bringUp(window: LiveWindow, startedMs: number): Promise<void> {
    await this.#putSegments(window.firstListed, window.lastListed);
    if (window.lastListed === this.#lastListed) return;
    const modifiedMs = this.source.completeMs(window.lastListed);
    for (const rendition of this.source.renditions) {
      const path = join(this.root, rendition.directory, this.source.playlistName);
      await this.#putPlaylist(path, rendition.playlist(window), modifiedMs);
    }
    if (this.#lastListed === undefined) {
      await this.#putPlaylist(join(this.root, this.source.masterPlaylist), this.source.master, startedMs);
    }
    this.#lastListed = window.lastListed;
  }

  /** Makes what is kept beside the listed segments, and removes what no longer is. */
  async tidy(window: LiveWindow): Promise<void> {
    await this.#putSegments(window.oldestKept, window.firstListed - 1);
    for (const [rendition, numbers] of this.#segments) {
      const gone = [...numbers].filter((n) => n < window.oldestKept || n > window.lastListed);
      for (const n of gone) {
        await removeFile(this.#segmentPath(rendition, n));
        numbers.delete(n);
      }
    }
  }

  /** Removes every file that was written and every folder that was made. */
  async clear(): Promise<void> {
    for (const path of this.#playlists) await removeFile(path);
    for (const [rendition, numbers] of this.#segments) {
      for (const n of numbers) await removeFile(this.#segmentPath(rendition, n));
    }
    for (const path of this.#folders.reverse()) await rmdir(path).catch(() => {});
    this.#playlists.clear();
    this.#segments.clear();
    this.#folders.length = 0;
  }

  async #putSegments(first: number, last: number): Promise<void> {
    for (let n = first; n <= last; n++) {
      for (const rendition of this.source.renditions) await this.#putSegment(rendition, n);
    }
  }

  async #putSegment(rendition: GeneratedRendition, n: number): Promise<void> {
    const numbers = this.#segments.get(rendition) ?? new Set();
    this.#segments.set(rendition, numbers);
    if (numbers.has(n)) return;
    await putFile(this.#segmentPath(rendition, n), rendition.segment(n), this.source.completeMs(n));
    numbers.add(n);
  }

  async #putPlaylist(path: string, text: string, modifiedMs: number): Promise<void> {
    await putFile(path, text, modifiedMs);
    this.#playlists.add(path);
  }

  #segmentPath(rendition: GeneratedRendition, n: number): string {
    return join(this.root, rendition.directory, rendition.nameOf(n));
  }

  /** Remembers each folder that was not there, the outermost first. */
  async #makeFolder(path: string): Promise<void> {
    const topmost = await mkdir(path, { recursive: true });
    if (topmost === undefined) return;
    const below = relative(topmost, path).split("/").filter(Boolean);
    this.#folders.push(...below.map((_, i) => join(topmost, ...below.slice(0, i))), path);
  }
}

async function removeFile(path: string): Promise<void> {
  await unlink(path).catch(() => {});
}
