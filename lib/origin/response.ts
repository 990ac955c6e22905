import type { Reply } from "./reply.ts";

/** A Headers object is made once for answers that are given often. */
const prepared = new WeakMap<Reply["headers"], Headers>();

/** The answer to GET. Where the whole of a file is the answer to a Range header, Bun comes to the same by itself. */
export function bodyResponse({ status, headers, body }: Reply): Response {
  let ready = prepared.get(headers);
  if (!ready) {
    ready = new Headers(headers);
    prepared.set(headers, ready);
  }
  return new Response(body, { status, headers: ready });
}

/** The answer to HEAD: Bun takes the length of the body, and puts no Date on it (RFC 9110 §6.6.1 wants one). */
export function headResponse({ status, headers, body }: Reply, nowMs: number): Response {
  return new Response(body, { status, headers: { ...headers, Date: new Date(nowMs).toUTCString() } });
}
