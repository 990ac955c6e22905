import { isText, isToken } from "./byte-class.ts";
import { quote } from "./quote.ts";
import type { ResponseHead } from "./response-head.ts";

const CR = 13;
const COLON = 58;
/** The bit that upper-case letters lack. */
const LOWER = 32;
/** Characters of a bad value in a message. */
const SHOWN = 60;

const decoder = new TextDecoder();

interface Line {
  from: number;
  lineEnd: number;
}

/** Reads one header field into a head (RFC 9112 §5). Text: what is wrong with it. */
export function readField(head: ResponseHead, bytes: Uint8Array, { from, lineEnd }: Line): string | null {
  let colon = from;
  while (isToken(bytes[colon])) colon += 1;
  const end = bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
  if (colon === from || bytes[colon] !== COLON) {
    return `not a header field: ${quote(bytes.subarray(from, end))}`;
  }
  for (let at = colon + 1; at < end; at += 1) {
    if (!isText(bytes[at])) return `a control character in the field ${quote(bytes.subarray(from, end))}`;
  }
  return readKnown(head, bytes, { from, colon, end });
}

interface Field {
  from: number;
  colon: number;
  end: number;
}

/** Chosen by the length of the name first, because most fields are none of these. */
function readKnown(head: ResponseHead, bytes: Uint8Array, field: Field): string | null {
  switch (field.colon - field.from) {
    case 8:
      if (isNamed(bytes, field, "location")) head.location ??= fieldValue(bytes, field);
      return null;
    case 10:
      if (isNamed(bytes, field, "connection")) readConnection(head, fieldValue(bytes, field));
      else if (isNamed(bytes, field, "set-cookie")) addCookie(head, fieldValue(bytes, field));
      return null;
    case 14:
      return isNamed(bytes, field, "content-length") ? readLength(head, fieldValue(bytes, field)) : null;
    case 16:
      return isNamed(bytes, field, "content-encoding") ? readCoding(head, fieldValue(bytes, field)) : null;
    case 17:
      return isNamed(bytes, field, "transfer-encoding") ? readTransfer(head, fieldValue(bytes, field)) : null;
    default:
      return null;
  }
}

function isNamed(bytes: Uint8Array, { from }: Field, name: string): boolean {
  for (let i = 0; i < name.length; i += 1) {
    if (((bytes[from + i] ?? 0) | LOWER) !== name.charCodeAt(i)) return false;
  }
  return true;
}

function fieldValue(bytes: Uint8Array, { colon, end }: Field): string {
  return decoder.decode(bytes.subarray(colon + 1, end)).trim();
}

function readConnection(head: ResponseHead, value: string): void {
  for (const option of value.toLowerCase().split(",")) {
    if (option.trim() === "keep-alive") head.keepsAlive = true;
  }
  for (const option of value.toLowerCase().split(",")) {
    if (option.trim() === "close") head.keepsAlive = false;
  }
}

function addCookie(head: ResponseHead, value: string): void {
  head.setCookies ??= [];
  head.setCookies.push(value);
}

/** RFC 9110 §8.6: repeated ones must agree. */
function readLength(head: ResponseHead, value: string): string | null {
  for (const part of value.split(",")) {
    const text = part.trim();
    const length = Number(text);
    if (!/^[0-9]+$/.test(text) || !Number.isSafeInteger(length)) {
      return `Content-Length is no number of bytes: "${value.slice(0, SHOWN)}"`;
    }
    if (head.contentLength !== null && head.contentLength !== length) {
      return `two values of Content-Length: ${head.contentLength} and ${length}`;
    }
    head.contentLength = length;
  }
  return null;
}

function readCoding(head: ResponseHead, value: string): null {
  const coding = value.toLowerCase();
  if (coding !== "" && coding !== "identity") head.contentEncoding = coding;
  return null;
}

/** RFC 9112 §6.1: of the codings only `chunked` is asked for. */
function readTransfer(head: ResponseHead, value: string): string | null {
  const coding = value.toLowerCase();
  if (coding === "identity") return null;
  if (coding !== "chunked" || head.isChunked) {
    return `Transfer-Encoding "${value.slice(0, SHOWN)}" was not asked for`;
  }
  head.isChunked = true;
  return null;
}
