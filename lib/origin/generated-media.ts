import type { LiveWindow } from "../hls/live-window.ts";
import { DurationHistogram } from "./duration-histogram.ts";
import type { GeneratedRendition, GeneratedSource } from "./generated-source.ts";
import {
  etagOf,
  type MediaBody,
  type MediaEntry,
  type MediaItem,
  type MediaKind,
  type MediaProvider,
} from "./media.ts";

/**
 * Media made on demand. A segment is there from the moment it is complete until `listSize + deleteThreshold` more are;
 * each is made once and kept that long, so a rendition never holds more than its window.
 * `startedMs` is when this origin began, the age of its multivariant playlist.
 */
export function generatedMedia(source: GeneratedSource, startedMs: number): MediaProvider {
  const generation = new DurationHistogram();
  const shelves = new Map(
    source.renditions.map((rendition) => [rendition.directory, new Shelf(source, rendition, generation)]),
  );
  const master = textItem("master", source.master, startedMs);
  const masterPath = `/${source.masterPlaylist}`;
  const lookup = (path: string, nowMs: number) => {
    if (path === masterPath) return master;
    const slash = path.lastIndexOf("/");
    return shelves.get(path.slice(1, slash))?.lookup(path.slice(slash + 1), source.window(nowMs));
  };
  return {
    lookup,
    lookupFile: lookup,
    generation,
    list(directory, nowMs) {
      const window = source.window(nowMs);
      const files = shelves.get(directory)?.list(window);
      if (directory !== "") return files;
      const folders = [...shelves.keys()].filter(Boolean).map((name) => folder(name, source, window));
      return [...folders, entry(source.masterPlaylist, master), ...(files ?? [])];
    },
    liveEdges(nowMs) {
      const { lastListed } = source.window(nowMs);
      return source.renditions.map(({ name }) => ({ rendition: name, sequence: lastListed }));
    },
  };
}

/** What one folder of a generated source holds. */
class Shelf {
  readonly #segments = new Map<number, MediaItem>();
  readonly #sizes = new Map<number, number>();
  #playlist: { lastListed: number; item: MediaItem } | undefined;
  #oldestKept = 0;

  constructor(
    readonly source: GeneratedSource,
    readonly rendition: GeneratedRendition,
    readonly generation: DurationHistogram,
  ) {}

  lookup(name: string, window: LiveWindow): MediaItem | undefined {
    if (name === this.source.playlistName) return this.#playlistAt(window);
    const n = this.rendition.numberOf(name);
    if (n === undefined || n < window.oldestKept || n > window.lastListed) return undefined;
    return this.#segment(n, window);
  }

  list(window: LiveWindow): MediaEntry[] {
    this.#forget(window);
    const entries = [entry(this.source.playlistName, this.#playlistAt(window))];
    for (let n = window.oldestKept; n <= window.lastListed; n++) {
      const modifiedMs = this.source.completeMs(n);
      const name = this.rendition.nameOf(n);
      entries.push({ name, type: "file", sizeBytes: this.#sizeOf(n), modifiedMs });
    }
    return entries;
  }

  #playlistAt(window: LiveWindow): MediaItem {
    const { lastListed } = window;
    if (this.#playlist?.lastListed === lastListed) return this.#playlist.item;
    const item = textItem("playlist", this.rendition.playlist(window), this.source.completeMs(lastListed));
    this.#playlist = { lastListed, item };
    return item;
  }

  #segment(n: number, window: LiveWindow): MediaItem {
    const known = this.#segments.get(n);
    if (known) return known;
    this.#forget(window);
    const began = performance.now();
    const bytes = this.rendition.segment(n);
    this.generation.add((performance.now() - began) / 1000);
    const modifiedMs = this.source.completeMs(n);
    const item = mediaItem("segment", new Blob([bytes]), bytes.length, modifiedMs);
    this.#segments.set(n, item);
    return item;
  }

  #sizeOf(n: number): number {
    const known = this.#segments.get(n)?.sizeBytes ?? this.#sizes.get(n);
    if (known !== undefined) return known;
    const size = this.rendition.segmentBytes(n);
    this.#sizes.set(n, size);
    return size;
  }

  #forget({ oldestKept, lastListed }: LiveWindow): void {
    if (oldestKept === this.#oldestKept) return;
    this.#oldestKept = oldestKept;
    for (const kept of [this.#segments, this.#sizes]) {
      for (const n of kept.keys()) if (n < oldestKept || n > lastListed) kept.delete(n);
    }
  }
}

function textItem(kind: MediaKind, text: string, modifiedMs: number): MediaItem {
  return mediaItem(kind, text, text.length, modifiedMs);
}

function mediaItem(kind: MediaKind, body: MediaBody, sizeBytes: number, modifiedMs: number): MediaItem {
  return { kind, body, sizeBytes, modifiedMs, etag: etagOf(modifiedMs, sizeBytes) };
}

function entry(name: string, { sizeBytes, modifiedMs }: MediaItem): MediaEntry {
  return { name, type: "file", sizeBytes, modifiedMs };
}

/** A folder changed when its newest segment came. */
function folder(name: string, source: GeneratedSource, { lastListed }: LiveWindow): MediaEntry {
  return { name, type: "directory", sizeBytes: 0, modifiedMs: source.completeMs(lastListed) };
}
