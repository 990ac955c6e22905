import { OPEN_HEADERS } from "../derive/http.ts";
import { checkConditions, type HeaderLookup, rangeApplies, type Validators } from "./conditions.ts";
import { httpDate } from "./listing.ts";
import type { MediaBody } from "./media.ts";
import { parseRange } from "./range.ts";
import { errorReply, type HeaderFields, type Reply, type RequestKind } from "./reply.ts";

/** A file as HTTP shows it. */
export interface Representation extends Validators {
  readonly kind: RequestKind;
  readonly type: string;
  readonly cacheControl: string;
  readonly body: MediaBody;
  readonly sizeBytes: number;
}

/** The answer to a request without conditions and ranges. */
export function wholeReply(file: Representation): Reply {
  const { kind, body, sizeBytes } = file;
  const headers = { "Content-Type": file.type, ...validatorHeaders(file), "Accept-Ranges": "bytes" };
  return { status: 200, kind, headers, body, sizeBytes };
}

/** The answer to a request with some: 304, 412, 206, 416, or `whole` after all. */
export function selectedReply(file: Representation, whole: Reply, header: HeaderLookup): Reply {
  const condition = checkConditions(header, file);
  if (condition === "failed") return errorReply(412, {}, file.kind);
  if (condition === "not-modified") {
    return { status: 304, kind: file.kind, headers: validatorHeaders(file), body: null, sizeBytes: 0 };
  }
  const range = header("range");
  return range === null || !rangeApplies(header, file) ? whole : rangeReply(file, whole, range);
}

function rangeReply(file: Representation, whole: Reply, header: string): Reply {
  const range = parseRange(header, file.sizeBytes);
  switch (range.kind) {
    case "whole":
      return whole;
    case "unsatisfiable":
      return unsatisfiable(file);
    case "part": {
      const { start, end } = range;
      const headers = {
        "Content-Type": file.type,
        ...validatorHeaders(file),
        "Content-Range": `bytes ${start}-${end - 1}/${file.sizeBytes}`,
      };
      const body = file.body.slice(start, end);
      return { status: 206, kind: file.kind, headers, body, sizeBytes: end - start };
    }
    default:
      return range satisfies never;
  }
}

/** nginx has put the headers of the file on by the time it looks at the range, so both do. */
function unsatisfiable(file: Representation): Reply {
  const { "Last-Modified": _, ...headers } = validatorHeaders(file);
  return errorReply(416, { ...headers, "Content-Range": `bytes */${file.sizeBytes}` }, file.kind);
}

function validatorHeaders({ etag, modifiedMs, cacheControl }: Representation): HeaderFields {
  return {
    "Last-Modified": httpDate(modifiedMs),
    ...(etag === undefined ? {} : { ETag: etag }),
    "Cache-Control": cacheControl,
    ...OPEN_HEADERS,
  };
}
