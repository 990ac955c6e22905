/** What an origin says and bears over HTTP, the same from every server that carries it. */

/** Content types of what the origin serves, by file name extension. */
export const CONTENT_TYPES = {
  m3u8: "application/vnd.apple.mpegurl",
  ts: "video/mp2t",
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  json: "application/json",
  txt: "text/plain; charset=utf-8",
} as const;

export const UNKNOWN_TYPE = "application/octet-stream";

const METHODS = ["GET", "HEAD", "OPTIONS"] as const;
export const ALLOW = METHODS.join(", ");

/** On every answer: players of any page may read it (Fetch standard, CORS protocol). */
export const OPEN_HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "Accept-Ranges, Content-Length, Content-Range, Date, ETag",
} as const;

/** On the answer to OPTIONS, beside `OPEN_HEADERS`. */
export const PREFLIGHT_HEADERS = {
  Allow: ALLOW,
  "Access-Control-Allow-Methods": ALLOW,
  "Access-Control-Allow-Headers": "Range, If-Range, If-None-Match, If-Modified-Since",
  "Access-Control-Max-Age": "86400",
} as const;

/** Cache-Control of the player page and its scripts: kept, and asked for again each time. */
export const PAGE_CACHE = "no-cache";
/** Cache-Control of errors, listings and health: a segment that is not there yet will be. */
export const NO_CACHE = "no-store";

/** Time and size limits for clients; seconds and bytes. */
export const CLIENT_LIMITS = {
  /** A request's head must arrive within it. */
  headerSec: 12,
  /** An idle connection, or a reader that takes nothing, is closed after it. */
  idleSec: 75,
  /** Path and query. */
  targetBytes: 8000,
  /** Nobody has a reason to send a body. */
  bodyBytes: 1024,
} as const;

/**
 * Whether a playlist may be answered with 304. Validators count whole seconds, and two playlists of one second would
 * have the same.
 */
export function playlistsHaveValidators(segmentDurationSec: number): boolean {
  return segmentDurationSec >= 1;
}
