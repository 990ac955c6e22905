import type { Reply } from "./reply.ts";

/** A Headers object is made once for answers that are given often. */
const prepared = new WeakMap<Reply["headers"], Headers>();

export function plainResponse({ status, headers, body }: Reply): Response {
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

/**
 * The answer with its body. Bun applies a Range header to a file by itself, also where the whole of it is the right answer;
 * then it is given the bytes.
 */
export function bodyResponse(reply: Reply, hasRange: boolean): Response | Promise<Response> {
  const { status, body } = reply;
  const isFile = body instanceof Blob && "name" in body;
  return hasRange && isFile && status === 200 ? copiedResponse(reply, body) : plainResponse(reply);
}

async function copiedResponse(reply: Reply, file: Blob): Promise<Response> {
  return plainResponse({ ...reply, body: await file.bytes() });
}
