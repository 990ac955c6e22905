import { CONTENT_TYPES } from "../derive/http.ts";
import { htmlListing, jsonListing } from "./listing.ts";
import type { MediaProvider } from "./media.ts";
import { type Reply, textReply } from "./reply.ts";

export const FILES = "/files";
export const JSON_FILES = "/files/json";

/** A folder under `/files/` as a page, or under `/files/json/` as data; undefined where there is none. */
export function listingReply(media: MediaProvider, path: string, nowMs: number): Reply | undefined {
  const isJson = path.startsWith(`${JSON_FILES}/`);
  const inside = path.slice((isJson ? JSON_FILES : FILES).length + 1);
  if (inside !== "" && !inside.endsWith("/")) return isJson ? undefined : withSlash(media, path, nowMs);
  const entries = media.list(inside.slice(0, -1), nowMs);
  if (!entries) return undefined;
  const text = isJson ? jsonListing(entries) : htmlListing(path, entries);
  return textReply("listing", text, {
    headers: { "Content-Type": isJson ? CONTENT_TYPES.json : "text/html" },
  });
}

/** A folder is sent to its last slash, so that the links in the listing work. */
function withSlash(media: MediaProvider, path: string, nowMs: number): Reply | undefined {
  if (!media.list(path.slice(FILES.length + 1), nowMs)) return undefined;
  const headers = { Location: `${path}/`, "Content-Type": CONTENT_TYPES.txt };
  return textReply("listing", "301 Moved Permanently\n", { status: 301, headers });
}
