import { gunzipSync } from "node:zlib";
import { errorCode } from "../host/native.ts";
import { RecentCache } from "../http/recent-cache.ts";

export type DecodedBody =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly problem: "too-large" | "protocol"; readonly detail: string };

interface Unpacked {
  packed: Uint8Array;
  bytes: Uint8Array;
}

/** Thousands of viewers get the same packed playlist within a second. */
const unpacked = new RecentCache<bigint | number, Unpacked>(16);
const MOST_REMEMBERED_BYTES = 256 * 1024;

/** Undoes a Content-Encoding; what it returns may be shared and is not to be changed. */
export function decodeBody(bytes: Uint8Array, coding: string | null, limitBytes: number): DecodedBody {
  if (coding === null) return { ok: true, bytes };
  if (coding !== "gzip" && coding !== "x-gzip") {
    return { ok: false, problem: "protocol", detail: `Content-Encoding "${coding}" was not asked for` };
  }
  const key = Bun.hash(bytes);
  const known = unpacked.get(key);
  if (known && known.bytes.length <= limitBytes && Buffer.compare(known.packed, bytes) === 0) {
    return { ok: true, bytes: known.bytes };
  }
  const decoded = gunzip(bytes, limitBytes);
  if (decoded.ok && decoded.bytes.length <= MOST_REMEMBERED_BYTES) {
    unpacked.set(key, { packed: bytes, bytes: decoded.bytes });
  }
  return decoded;
}

function gunzip(bytes: Uint8Array, limitBytes: number): DecodedBody {
  try {
    return { ok: true, bytes: gunzipSync(bytes, { maxOutputLength: Math.max(1, limitBytes) }) };
  } catch (error) {
    if (errorCode(error) === "ERR_BUFFER_TOO_LARGE") {
      return { ok: false, problem: "too-large", detail: `more than ${limitBytes} bytes after gzip` };
    }
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: "protocol", detail: `the gzip body cannot be read: ${reason}` };
  }
}
