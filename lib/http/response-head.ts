import { readField } from "./header-field.ts";
import { quote } from "./quote.ts";

const LF = 10;
const CR = 13;
const TAB = 9;
const SPACE = 32;
const ZERO = 48;
const NINE = 57;

const VERSION = Uint8Array.from("HTTP/1.", (letter) => letter.charCodeAt(0));
/** `HTTP/1.1 200`. */
const STATUS_LENGTH = 12;
const decoder = new TextDecoder();

/** What a response says before its body. Framing is read at once, the other fields when somebody asks for them. */
export class ResponseHead {
  readonly status: number;
  /** Null: none was given. */
  contentLength: number | null = null;
  isChunked = false;
  /** RFC 9112 §9.3, as far as the head tells. */
  keepsAlive: boolean;
  /** In lower case; null: the body is as it is. */
  contentEncoding: string | null = null;
  location: string | null = null;
  setCookies: string[] | null = null;
  readonly #fields: Uint8Array;
  #headers: Map<string, string> | null = null;

  constructor(status: number, isHttp10: boolean, fields: Uint8Array) {
    this.status = status;
    this.keepsAlive = !isHttp10;
    this.#fields = fields;
  }

  /** Names in lower case; repeated ones joined by a comma. */
  get headers(): ReadonlyMap<string, string> {
    this.#headers ??= readHeaders(decoder.decode(this.#fields));
    return this.#headers;
  }
}

/**
 * Reads a status line and header fields (RFC 9112 §4, §5) up to and with the empty line; of line ends the CR may lack
 * (§2.2). Text instead of a head: what is wrong with it.
 */
export function parseHead(bytes: Uint8Array): ResponseHead | string {
  const lineEnd = bytes.indexOf(LF);
  const status = parseStatus(bytes, lineEnd);
  if (status === 0) return `not an HTTP/1 status line: ${quote(bytes.subarray(0, lineEnd))}`;
  const fields = unfold(bytes.slice(lineEnd + 1));
  const head = new ResponseHead(status, bytes[VERSION.length] === ZERO, fields);
  for (let at = 0; at < fields.length; ) {
    const end = fields.indexOf(LF, at);
    const problem = isBlank(fields, at, end) ? null : readField(head, fields, { from: at, lineEnd: end });
    if (problem !== null) return problem;
    at = end + 1;
  }
  return head;
}

/** Whether bytes can be the beginning of a response: other protocols are told from it at once. */
export function canBeginHead(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length, VERSION.length);
  for (let i = 0; i < length; i += 1) if (bytes[i] !== VERSION[i]) return false;
  return true;
}

/** 0: it is no status line. */
function parseStatus(bytes: Uint8Array, lineEnd: number): number {
  if (lineEnd < STATUS_LENGTH || !canBeginHead(bytes)) return 0;
  const minor = bytes[VERSION.length] ?? 0;
  const after = bytes[STATUS_LENGTH];
  if (minor < ZERO || minor > NINE || bytes[VERSION.length + 1] !== SPACE) return 0;
  if (after !== SPACE && after !== CR && after !== LF) return 0;
  let status = 0;
  for (let at = STATUS_LENGTH - 3; at < STATUS_LENGTH; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < ZERO || byte > NINE) return 0;
    status = status * 10 + byte - ZERO;
  }
  return status >= 100 ? status : 0;
}

/** A field may go on on the next line; that becomes one line, in place (RFC 9112 §5.2). */
function unfold(fields: Uint8Array): Uint8Array {
  for (let at = fields.indexOf(LF); at >= 0; at = fields.indexOf(LF, at + 1)) {
    const next = fields[at + 1];
    if (next !== SPACE && next !== TAB) continue;
    fields[at] = SPACE;
    if (fields[at - 1] === CR) fields[at - 1] = SPACE;
  }
  return fields;
}

function isBlank(bytes: Uint8Array, from: number, lineEnd: number): boolean {
  return lineEnd === from || (lineEnd === from + 1 && bytes[from] === CR);
}

function readHeaders(text: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":");
    if (colon < 0) continue;
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return headers;
}
