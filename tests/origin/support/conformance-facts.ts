import { httpDate } from "../../../lib/origin/listing.ts";
import { etagOf } from "../../../lib/origin/media.ts";
import type { ResolvedOrigin } from "../../../lib/resolve.ts";
import { MOMENT_MS, sourceOf } from "./origin-fixture.ts";

/** One request and what every server must answer. */
export interface Row {
  claim: string;
  method?: string;
  path: string;
  headers?: Record<string, string>;
  /** One, or any of several where servers refuse the same thing with different words. */
  status: number | readonly number[];
  /** Null: the header must be absent. */
  answers?: Record<string, string | null>;
  body?: string | Uint8Array;
  contains?: string;
  /** Headers, `body` or `folder-times` that need not be the same from every server. */
  differs?: readonly string[];
}

export type Facts = ReturnType<typeof factsOf>;

/** What the table needs to know of an origin at `MOMENT_MS`. */
export function factsOf(origin: ResolvedOrigin) {
  const source = sourceOf(origin);
  const window = source.window(MOMENT_MS);
  const [rendition] = source.renditions;
  if (!rendition) throw new Error("no rendition");
  const { directory } = rendition;
  const folder = directory === "" ? "" : `${directory}/`;
  const segmentPath = (n: number) => `/${folder}${rendition.nameOf(n)}`;
  const newest = rendition.segment(window.lastListed);
  const modifiedMs = source.completeMs(window.lastListed);
  return {
    origin,
    source,
    window,
    rendition,
    folder,
    segmentPath,
    newest,
    playlist: rendition.playlist(window),
    playlistPath: `/${folder}${source.playlistName}`,
    modifiedMs,
    modified: httpDate(modifiedMs),
    earlier: httpDate(modifiedMs - 1000),
    later: httpDate(modifiedMs + 1000),
    etag: etagOf(modifiedMs, newest.length),
  };
}

/** On every answer. */
export const OPEN = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "Accept-Ranges, Content-Length, Content-Range, Date, ETag",
  "x-content-type-options": "nosniff",
};

export const TEXT = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...OPEN };

export const GONE = { status: 404, answers: { ...TEXT, etag: null }, body: "404 Not Found\n" } as const;
