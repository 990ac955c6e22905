import {
  CONTENT_TYPES,
  NO_CACHE,
  PAGE_CACHE,
  playlistsHaveValidators,
  UNKNOWN_TYPE,
} from "../derive/http.ts";
import type { HeaderLookup } from "./conditions.ts";
import { FILES, JSON_FILES, listingReply } from "./listing-reply.ts";
import {
  etagOf,
  kindOf,
  type MediaItem,
  type MediaKind,
  type MediaProvider,
  type OriginSettings,
} from "./media.ts";
import { errorReply, METHOD_REFUSED, OPEN_TO_PROGRAMS, PREFLIGHT, type Reply, textReply } from "./reply.ts";
import { type Representation, selectedReply, wholeReply } from "./represent.ts";
import { requestPath } from "./request-path.ts";

export interface OriginRequest {
  readonly method: string;
  /** Path and query as they came, or already normalised. */
  readonly target: string;
  readonly header: HeaderLookup;
}

/** The player page by URL path. */
export type Assets = Readonly<Record<string, { readonly type: string; readonly body: string }>>;

/** The same with files that are read when they are sent. */
export type StaticFiles = Readonly<Record<string, { readonly type: string; readonly body: string | Blob }>>;

export interface Site {
  readonly settings: Pick<OriginSettings, "config" | "cache">;
  readonly media: MediaProvider;
  readonly assets: StaticFiles;
  /** Unix time the assets date from. */
  readonly startedMs: number;
  /** Text of `/metrics`. */
  metrics(nowMs: number): string;
}

export type Responder = (request: OriginRequest, nowMs: number) => Reply;

/** A file and the answer to those who want all of it. */
interface Known {
  readonly file: Representation;
  readonly whole: Reply;
}

const HEALTHY = textReply("health", "ok\n", { headers: { "Content-Type": CONTENT_TYPES.txt } });
const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Any request to its answer, the same as from the nginx configuration. Keeps nothing but answers to the same item. */
export function responder(site: Site): Responder {
  const pages = new Map(Object.entries(site.assets).map(([path, asset]) => [path, knownPage(site, asset)]));
  const items = new WeakMap<MediaItem, Known>();
  const knownItem = (item: MediaItem, path: string): Known => {
    const known = items.get(item) ?? knownFile(representItem(site, item, path));
    items.set(item, known);
    return known;
  };
  return ({ method, target, header }, nowMs) => {
    if (method === "OPTIONS") return PREFLIGHT;
    if (method !== "GET" && method !== "HEAD") return METHOD_REFUSED;
    const path = requestPath(target);
    if (typeof path === "number") return errorReply(path);
    const item = site.media.lookup(path, nowMs) ?? listedFile(site.media, path, nowMs);
    if (item) return deliver(knownItem(item, path), header);
    const page = pages.get(path);
    if (page) return deliver(page, header);
    return endpointReply(site, path, nowMs) ?? absentReply(site, path);
  };
}

function listedFile(media: MediaProvider, path: string, nowMs: number): MediaItem | undefined {
  if (!path.startsWith(`${FILES}/`) || path.startsWith(`${JSON_FILES}/`)) return undefined;
  return media.lookupFile(path.slice(FILES.length), nowMs);
}

function endpointReply(site: Site, path: string, nowMs: number): Reply | undefined {
  if (path === "/health") return HEALTHY;
  if (path === "/metrics") {
    const headers = { "Content-Type": METRICS_TYPE };
    return textReply("metrics", site.metrics(nowMs), { headers, open: OPEN_TO_PROGRAMS });
  }
  return path.startsWith(`${FILES}/`) ? listingReply(site.media, path, nowMs) : undefined;
}

/** Counted as what it would have been: a segment that came too late or too early is the stream's trouble. */
function absentReply({ settings }: Site, path: string): Reply {
  const kind = kindOf(path.slice(path.lastIndexOf("/") + 1), settings.config.hls.masterPlaylist);
  return errorReply(404, {}, kind);
}

const SELECTORS = ["range", "if-none-match", "if-modified-since", "if-match", "if-unmodified-since"];

function deliver({ file, whole }: Known, header: HeaderLookup): Reply {
  const isSelective = SELECTORS.some((name) => header(name) !== null);
  return isSelective ? selectedReply(file, whole, header) : whole;
}

function knownFile(file: Representation): Known {
  return { file, whole: wholeReply(file) };
}

function knownPage({ startedMs }: Site, asset: StaticFiles[string]): Known {
  const { type } = asset;
  const body = typeof asset.body === "string" ? new TextEncoder().encode(asset.body) : asset.body;
  const sizeBytes = body instanceof Blob ? body.size : body.length;
  const validators = { etag: etagOf(startedMs, sizeBytes), modifiedMs: startedMs };
  return knownFile({ kind: "page", type, cacheControl: PAGE_CACHE, body, sizeBytes, ...validators });
}

function representItem({ settings }: Site, item: MediaItem, path: string): Representation {
  const { kind, body, sizeBytes, modifiedMs } = item;
  const isPlaylist = kind === "playlist" || kind === "master";
  const hasEtag = !isPlaylist || playlistsHaveValidators(settings.config.hls.segmentDuration);
  const etag = hasEtag ? item.etag : undefined;
  const cacheControl = lifetime(settings.cache, kind);
  return { kind, type: typeOf(path), cacheControl, body, sizeBytes, modifiedMs, etag };
}

function lifetime(cache: OriginSettings["cache"], kind: MediaKind): string {
  if (kind === "other") return NO_CACHE;
  return cache[kind === "playlist" ? "manifest" : kind].header;
}

function typeOf(path: string): string {
  const extension = path.slice(path.lastIndexOf(".") + 1);
  const types: Readonly<Record<string, string>> = CONTENT_TYPES;
  return Object.hasOwn(types, extension) ? (types[extension] ?? UNKNOWN_TYPE) : UNKNOWN_TYPE;
}
