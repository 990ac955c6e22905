import type {
  InitSection,
  MediaPlaylist,
  MediaSegment,
  MultivariantPlaylist,
  Part,
  Playlist,
  SegmentKey,
} from "../hls/playlist-shape.ts";

/** The playlist with its URIs made absolute against the URL that it came from in the end (RFC 8216, 4.1; RFC 3986, 5). */
export function absolute(playlist: Playlist, base: string): Playlist {
  const resolve = resolver(base);
  return playlist.kind === "media"
    ? absoluteMedia(playlist, resolve)
    : absoluteMultivariant(playlist, resolve);
}

type Resolve = (uri: string) => string;

/** What cannot be resolved stays as it is, and fails as a request. */
function resolver(base: string): Resolve {
  return (uri) => URL.parse(uri, base)?.href ?? uri;
}

function absoluteMultivariant(playlist: MultivariantPlaylist, resolve: Resolve): MultivariantPlaylist {
  return {
    ...playlist,
    variants: playlist.variants.map((variant) => ({ ...variant, uri: resolve(variant.uri) })),
    renditions: playlist.renditions.map((entry) => ({
      ...entry,
      uri: entry.uri === null ? null : resolve(entry.uri),
    })),
  };
}

function absoluteMedia(playlist: MediaPlaylist, resolve: Resolve): MediaPlaylist {
  const keys = sharing((key: SegmentKey) => ({ ...key, uri: resolve(key.uri) }));
  const maps = sharing((map: InitSection) => ({ ...map, uri: resolve(map.uri), key: keys(map.key) }));
  const parts = (list: readonly Part[]) => list.map((part) => ({ ...part, uri: resolve(part.uri) }));
  return {
    ...playlist,
    segments: playlist.segments.map(
      (segment): MediaSegment => ({
        ...segment,
        uri: resolve(segment.uri),
        map: maps(segment.map),
        key: keys(segment.key),
        parts: segment.parts.length === 0 ? segment.parts : parts(segment.parts),
      }),
    ),
    trailingParts: parts(playlist.trailingParts),
    trailingMap: maps(playlist.trailingMap),
    trailingKey: keys(playlist.trailingKey),
    preloadHints: playlist.preloadHints.map((hint) => ({ ...hint, uri: resolve(hint.uri) })),
    renditionReports: playlist.renditionReports.map((report) => ({ ...report, uri: resolve(report.uri) })),
  };
}

/** Segments that share a map or a key share the resolved one, too. */
function sharing<T extends object>(resolve: (item: T) => T): (item: T | null) => T | null {
  const known = new Map<T, T>();
  return (item) => {
    if (item === null) return null;
    let found = known.get(item);
    if (!found) {
      found = resolve(item);
      known.set(item, found);
    }
    return found;
  };
}
