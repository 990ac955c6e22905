import { CLIENT_LIMITS } from "../derive/http.ts";
import type { ErrorStatus } from "./reply.ts";

/**
 * The decoded path of a request target, or the status that refuses one no resource can have: too long, badly encoded,
 * with empty or hidden parts. A server that leaves dot segments in it gets them refused too.
 */
export function requestPath(target: string): string | ErrorStatus {
  if (target.length > CLIENT_LIMITS.targetBytes) return 414;
  const query = target.indexOf("?");
  const raw = query < 0 ? target : target.slice(0, query);
  const path = raw.includes("%") ? decode(raw) : raw;
  if (path === undefined || path.includes("\0") || !path.startsWith("/")) return 400;
  return path.includes("//") || path.includes("/.") ? 404 : path;
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
