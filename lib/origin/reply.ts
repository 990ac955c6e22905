import { ALLOW, CONTENT_TYPES, NO_CACHE, OPEN_HEADERS, PREFLIGHT_HEADERS } from "../derive/http.ts";
import type { MediaBody } from "./media.ts";

/** What was asked for, in metrics and logs. */
export type RequestKind =
  | "segment"
  | "playlist"
  | "master"
  | "page"
  | "listing"
  | "health"
  | "metrics"
  | "preflight"
  | "other";

export type HeaderFields = Readonly<Record<string, string>>;

/** An answer; for HEAD the body tells the length and is not sent. */
export interface Reply {
  readonly status: number;
  readonly kind: RequestKind;
  readonly headers: HeaderFields;
  readonly body: MediaBody | null;
  readonly sizeBytes: number;
}

const REASONS = {
  400: "Bad Request",
  404: "Not Found",
  405: "Method Not Allowed",
  412: "Precondition Failed",
  414: "URI Too Long",
  416: "Range Not Satisfiable",
} as const;

const { "Access-Control-Allow-Origin": _, ...notForPages } = OPEN_HEADERS;
/** On answers about the server itself, which no web page has a reason to read. */
export const OPEN_TO_PROGRAMS: HeaderFields = notForPages;

export type ErrorStatus = keyof typeof REASONS;

/** The same words as the nginx configuration's error pages. */
export function errorReply(
  status: ErrorStatus,
  extra: HeaderFields = {},
  kind: RequestKind = "other",
): Reply {
  const body = `${status} ${REASONS[status]}\n`;
  return textReply(kind, body, { status, headers: { ...extra, "Content-Type": CONTENT_TYPES.txt } });
}

/** Text that no cache may keep. */
export function textReply(
  kind: RequestKind,
  body: string,
  {
    status = 200,
    headers,
    open = OPEN_HEADERS,
  }: { status?: number; headers: HeaderFields; open?: HeaderFields },
): Reply {
  const sizeBytes = new TextEncoder().encode(body).length;
  return {
    status,
    kind,
    headers: { "Cache-Control": NO_CACHE, ...open, ...headers },
    body,
    sizeBytes,
  };
}

export const PREFLIGHT: Reply = {
  status: 204,
  kind: "preflight",
  headers: { ...OPEN_HEADERS, ...PREFLIGHT_HEADERS },
  body: null,
  sizeBytes: 0,
};

/** Whatever body was sent with it is not read: the connection ends. */
export const METHOD_REFUSED = errorReply(405, { Allow: ALLOW, Connection: "close" });
