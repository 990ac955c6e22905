import type { Violation } from "../hls/conformance/violations.ts";
import type { Parsed } from "../hls/parsed.ts";
import type { MediaPlaylist, MultivariantPlaylist, Playlist } from "../hls/playlist-shape.ts";
import type { Exchange } from "../http/exchange.ts";
import { absolute } from "./absolute.ts";
import { type BadPlaylist, badPlaylist, tornPlaylist } from "./bad-playlist.ts";
import { Coherence, type Edge, edgeOf } from "./coherence.ts";
import { withoutDirectives } from "./directives.ts";
import { playlistText } from "./playlist-text.ts";
import { remembered } from "./remembered.ts";
import type { ViewerTools } from "./viewer-shape.ts";

/** One content of a media playlist, the same object for every viewer that saw it. Its URIs are absolute. */
export interface PlaylistVersion {
  readonly playlist: MediaPlaylist;
  /** What is wrong with it by itself. */
  readonly violations: readonly Violation[];
  readonly edge: Edge;
}

export interface MultivariantReading {
  kind: "multivariant";
  playlist: MultivariantPlaylist;
  violations: readonly Violation[];
}

export type Reading = { kind: "media"; version: PlaylistVersion } | MultivariantReading | BadPlaylist;

/** Of a multivariant playlist, for its media playlists (bis, 4.4.2.3). */
export type Variables = ReadonlyMap<string, string>;

/** lib/hls, as the shelf uses it. */
export interface PlaylistRules {
  parse(text: string, sources: { url: string; imported: Variables | undefined }): Parsed<Playlist>;
  /** Where a text breaks off, in words; null: it does not, as far as it tells. */
  findTear(text: string): string | null;
  merge(previous: MediaPlaylist, delta: MediaPlaylist): Parsed<MediaPlaylist>;
  checkMultivariant(playlist: MultivariantPlaylist): readonly Violation[];
  checkMedia(playlist: MediaPlaylist): readonly Violation[];
  checkUpdate(previous: MediaPlaylist, next: MediaPlaylist): readonly Violation[];
}

interface Copy {
  url: string;
  body: Uint8Array;
  reading: Reading;
}

/** Contents kept of one playlist, newest use first. */
const COPIES = 6;
/** Playlists kept; a server that gives every viewer a URL of its own makes one for each. */
const PLAYLISTS = 512;

/**
 * Playlists as the viewers of a generator get them. A content is read, resolved and checked once, however many see it: a body is
 * compared with the last ones from the same URL, which costs a memcmp.
 */
export class PlaylistShelf {
  private readonly copies = new Map<string, Copy[]>();
  private readonly merges = new WeakMap<PlaylistVersion, WeakMap<PlaylistVersion, PlaylistVersion | null>>();
  private readonly updates = new WeakMap<PlaylistVersion, WeakMap<PlaylistVersion, readonly Violation[]>>();
  readonly coherence = new Coherence();

  constructor(
    private readonly rules: PlaylistRules,
    private readonly tools: ViewerTools,
  ) {}

  /** A whole, good answer to `url`, which has no delivery directives. */
  read(url: string, exchange: Exchange, imported?: Variables): Reading {
    const body = exchange.body ?? new Uint8Array();
    const base = withoutDirectives(exchange.url);
    const copies = remembered(this.copies, url, PLAYLISTS, (): Copy[] => []);
    const at = copies.findIndex((copy) => this.isSame(copy, base, body));
    const copy = at < 0 ? this.open(base, body, imported) : copies[at]!;
    if (at !== 0) {
      if (at > 0) copies.splice(at, 1);
      copies.unshift(copy);
      if (copies.length > COPIES) copies.pop();
    }
    return copy.reading;
  }

  /** The whole playlist of a delta update; null when it does not fit on the one before (bis, 6.3.7). */
  merge(previous: PlaylistVersion, delta: PlaylistVersion): PlaylistVersion | null {
    const known = inner(this.merges, delta);
    let merged = known.get(previous);
    if (merged === undefined) {
      const whole = this.rules.merge(previous.playlist, delta.playlist);
      merged = whole.ok ? this.versionOf(whole.value) : null;
      known.set(previous, merged);
    }
    return merged;
  }

  /** What is wrong with the way from one content to the next. */
  compare(previous: PlaylistVersion, next: PlaylistVersion): readonly Violation[] {
    const known = inner(this.updates, next);
    let found = known.get(previous);
    if (found === undefined) {
      found = this.rules.checkUpdate(previous.playlist, next.playlist);
      known.set(previous, found);
    }
    return found;
  }

  private isSame(copy: Copy, url: string, body: Uint8Array): boolean {
    if (copy.body.length !== body.length || copy.url !== url) return false;
    return this.tools.sameBytes(copy.body, 0, body, 0, body.length);
  }

  private open(url: string, body: Uint8Array, imported: Variables | undefined): Copy {
    const text = playlistText(body);
    return { url, body, reading: this.readingOfText(text, url, imported) };
  }

  /** A torn one is not used though it could be read: what it seems to say is wrong. */
  private readingOfText(text: string, url: string, imported: Variables | undefined): Reading {
    const tear = this.rules.findTear(text);
    if (tear !== null) return tornPlaylist(url, tear);
    const parsed = this.rules.parse(text, { url, imported });
    return parsed.ok ? this.readingOf(parsed.value, url) : badPlaylist(url, text, parsed.problem);
  }

  private readingOf(parsed: Playlist, url: string): Reading {
    const playlist = absolute(parsed, url);
    if (playlist.kind === "media") return { kind: "media", version: this.versionOf(playlist) };
    if (playlist.variants.length === 0) return badPlaylist(url, "", "has no variants");
    return { kind: "multivariant", playlist, violations: this.rules.checkMultivariant(playlist) };
  }

  private versionOf(playlist: MediaPlaylist): PlaylistVersion {
    const violations = playlist.skipped > 0 ? [] : this.rules.checkMedia(playlist);
    return { playlist, violations, edge: edgeOf(playlist) };
  }
}

function inner<A extends object, B extends object, V>(map: WeakMap<A, WeakMap<B, V>>, key: A): WeakMap<B, V> {
  let found = map.get(key);
  if (!found) {
    found = new WeakMap();
    map.set(key, found);
  }
  return found;
}
