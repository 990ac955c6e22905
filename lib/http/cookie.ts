import type { Target } from "./target.ts";

/** RFC 6265 §6.1 asks for at least this much. */
const LIMIT_CHARACTERS = 4096;
const ADDRESS = /^[\d.]+$|:/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what a cookie must not contain (RFC 6265bis §5.6)
const FORBIDDEN = /[\0-\x08\x0a-\x1f\x7f]/;

/** A cookie as a client keeps it (RFC 6265 §5.3). */
export interface Cookie {
  name: string;
  value: string;
  domain: string;
  /** For this host only, not for those below it. */
  isHostOnly: boolean;
  path: string;
  isSecure: boolean;
  /** Unix time in ms; null: it stays. */
  expiresMs: number | null;
}

/** Reads the value of a Set-Cookie field (RFC 6265 §5.2). Null: to be ignored. */
export function parseCookie(field: string, from: Target, unixMs: number): Cookie | null {
  const [pair = "", ...attributes] = field.split(";");
  const equals = pair.indexOf("=");
  const name = pair.slice(0, Math.max(equals, 0)).trim();
  if (name === "" || field.length > LIMIT_CHARACTERS || FORBIDDEN.test(field)) return null;
  const given = new Map(attributes.map(splitAttribute));
  const domain = (given.get("domain") ?? "").replace(/^\./, "").toLowerCase();
  if (!maySetFor(domain, from.hostname)) return null;
  return {
    name,
    value: pair.slice(equals + 1).trim(),
    domain: domain === "" ? from.hostname : domain,
    isHostOnly: domain === "",
    path: given.get("path")?.startsWith("/") ? (given.get("path") ?? "/") : defaultPath(from.path),
    isSecure: given.has("secure"),
    expiresMs: expiry(given.get("max-age"), given.get("expires"), unixMs),
  };
}

/** RFC 6265 §5.4, step 1. */
export function isSentTo(cookie: Cookie, target: Target, unixMs: number): boolean {
  if (cookie.isSecure && !target.isTls) return false;
  if (cookie.expiresMs !== null && cookie.expiresMs <= unixMs) return false;
  const { hostname } = target;
  const isHost = hostname === cookie.domain || (!cookie.isHostOnly && isBelow(hostname, cookie.domain));
  return isHost && matchesPath(target.path, cookie.path);
}

function splitAttribute(attribute: string): [key: string, value: string] {
  const equals = attribute.indexOf("=");
  if (equals < 0) return [attribute.trim().toLowerCase(), ""];
  return [attribute.slice(0, equals).trim().toLowerCase(), attribute.slice(equals + 1).trim()];
}

/** No server may set cookies for a whole top-level domain, or for a host that is not above its own. */
function maySetFor(domain: string, hostname: string): boolean {
  return domain === "" || domain === hostname || (domain.includes(".") && isBelow(hostname, domain));
}

function isBelow(hostname: string, domain: string): boolean {
  return hostname.endsWith(`.${domain}`) && !ADDRESS.test(hostname);
}

/** RFC 6265 §5.1.4. */
function defaultPath(requestPath: string): string {
  const path = requestPath.split("?", 1)[0] ?? "/";
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}

function matchesPath(requestPath: string, path: string): boolean {
  const asked = requestPath.split("?", 1)[0] ?? "/";
  return asked === path || (asked.startsWith(path) && (path.endsWith("/") || asked[path.length] === "/"));
}

/** Max-Age goes before Expires (RFC 6265 §5.3, step 3); what cannot be read is as if it were not there. */
function expiry(maxAge: string | undefined, expires: string | undefined, unixMs: number): number | null {
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return unixMs + Number(maxAge) * 1000;
  // `Wed, 21-Oct-2015 07:28:00 GMT` is still written by old servers.
  const date = Date.parse((expires ?? "").replace(/(\d)-(\w{3})-(\d)/, "$1 $2 $3"));
  return Number.isNaN(date) ? null : date;
}
