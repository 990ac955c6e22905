import { ChunkedBody } from "./chunked-body.ts";
import { findHeadEnd, HeadBuffer } from "./head-buffer.ts";
import { quote } from "./quote.ts";
import { canBeginHead, parseHead, type ResponseHead } from "./response-head.ts";

/** Of a head together with the interim ones before it. */
const HEAD_LIMIT_BYTES = 64 * 1024;
const TOO_LARGE = "a head of more than 64 KiB";
const SWITCHING_PROTOCOLS = 101;

/** `idle`: no request is out. `close`: the body lasts until the connection ends. `over`: nobody listens any more. */
type Phase = "idle" | "head" | "length" | "chunks" | "close" | "over";

/** Hears what a reader finds. It may call the reader's `begin` in `onEnd`, and its `abandon` at any time. */
export interface ResponseSink {
  /** The head of the answer, not of interim ones (1xx). Returns whether the body's bytes are wanted. */
  onHead(head: ResponseHead): boolean;
  /** Bytes of a wanted body, without framing; valid during the call only. */
  onBody(chunk: Uint8Array): void;
  /** How many bytes of one that is not wanted. */
  onSkipped(count: number): void;
  /** The answer is complete; whether the connection may carry another. */
  onEnd(keepsAlive: boolean): void;
  /** The last call; the connection is of no more use. */
  onProblem(problem: "protocol" | "truncated" | "reset", detail: string): void;
}

/** HTTP/1.1 responses of one connection, one after another (RFC 9112), from bytes in any pieces. No input makes it throw. */
export class ResponseReader {
  readonly #sink: ResponseSink;
  #phase: Phase = "idle";
  #hasBody = true;
  #isWanted = false;
  #keepsAlive = false;
  #headBytes = 0;
  /** Bytes of the body: come, and (`length`) to come. */
  #received = 0;
  #remaining = 0;
  /** Only while a head comes in pieces. */
  #head: HeadBuffer | null = null;
  #chunks: ChunkedBody | null = null;

  constructor(sink: ResponseSink) {
    this.#sink = sink;
  }

  /** A request was sent. */
  begin(method: "GET" | "HEAD"): void {
    this.#phase = "head";
    this.#hasBody = method === "GET";
    this.#headBytes = 0;
    this.#received = 0;
  }

  /** Nobody waits for the rest; the connection is of no more use. */
  abandon(): void {
    this.#phase = "over";
    this.#head = null;
    this.#chunks = null;
  }

  /** How many of the next bytes are nothing but body that nobody wants; they may be told by `dropped` instead of `feed`. */
  droppable(): number {
    if (this.#isWanted) return 0;
    if (this.#phase === "length") return this.#remaining;
    if (this.#phase === "chunks") return this.#chunks?.dataRemaining ?? 0;
    return this.#phase === "close" ? Number.MAX_SAFE_INTEGER : 0;
  }

  dropped(count: number): void {
    this.#took(null, count);
    if (this.#phase === "length" && this.#remaining === 0) this.#end(0);
  }

  feed(bytes: Uint8Array): void {
    if (this.#phase === "idle") return this.#surplus(bytes.length);
    let at = 0;
    while (at < bytes.length && !this.#isOver()) at = this.#step(bytes, at);
  }

  /** The connection has ended; `how` in words when it was not an orderly close. */
  closed(how: string | null): void {
    const because = how ?? "the server closed the connection";
    const after = ` after ${this.#received} bytes of the body`;
    switch (this.#phase) {
      case "idle":
      case "over":
        return;
      case "head":
        return this.#fail("reset", `${because} ${this.#hasBegun() ? "inside" : "before"} the answer's head`);
      case "close":
        return how === null ? this.#end(0) : this.#fail("truncated", because + after);
      case "length":
        return this.#fail("truncated", `${because}${after}, ${this.#remaining} before its end`);
      case "chunks":
        return this.#fail("truncated", `${because}${after}, without a last chunk`);
      default:
        this.#phase satisfies never;
    }
  }

  #hasBegun(): boolean {
    return this.#headBytes > 0 || this.#head !== null;
  }

  /** By a method, because the sink may have changed it meanwhile. */
  #isOver(): boolean {
    return this.#phase === "idle" || this.#phase === "over";
  }

  #step(bytes: Uint8Array, at: number): number {
    if (this.#phase === "head") return this.#readHead(bytes, at);
    if (this.#phase === "chunks" && this.#chunks?.dataRemaining === 0) return this.#readFraming(bytes, at);
    const available = bytes.length - at;
    const count = Math.min(available, this.#bodyRemaining());
    this.#took(this.#isWanted ? bytes.subarray(at, at + count) : null, count);
    if (this.#phase === "length" && this.#remaining === 0) this.#end(available - count);
    return at + count;
  }

  #bodyRemaining(): number {
    if (this.#phase === "length") return this.#remaining;
    return this.#phase === "chunks" ? (this.#chunks?.dataRemaining ?? 0) : Number.MAX_SAFE_INTEGER;
  }

  #took(chunk: Uint8Array | null, count: number): void {
    this.#received += count;
    if (this.#phase === "length") this.#remaining -= count;
    else this.#chunks?.took(count);
    if (chunk) this.#sink.onBody(chunk);
    else this.#sink.onSkipped(count);
  }

  #readFraming(bytes: Uint8Array, at: number): number {
    const chunks = this.#chunks;
    if (!chunks) return bytes.length;
    const next = chunks.readFraming(bytes, at);
    if (chunks.problem !== null) this.#fail("protocol", `bad chunked body: ${chunks.problem}`);
    else if (chunks.isDone) this.#end(bytes.length - next);
    return next;
  }

  #readHead(bytes: Uint8Array, at: number): number {
    const rest = at === 0 ? bytes : bytes.subarray(at);
    const end = this.#head ? -1 : findHeadEnd(rest, 0);
    if (end >= 0) return this.#takeHead(rest.subarray(0, end), bytes.length, at + end);
    this.#head ??= new HeadBuffer();
    const surplus = this.#head.add(rest);
    const piece = this.#head.bytes;
    if (surplus >= 0) {
      this.#head = null;
      return this.#takeHead(piece, bytes.length, bytes.length - surplus);
    }
    if (!canBeginHead(piece)) this.#fail("protocol", `not HTTP/1: ${quote(piece)}`);
    else if (this.#headBytes + piece.length > HEAD_LIMIT_BYTES) this.#fail("protocol", TOO_LARGE);
    return bytes.length;
  }

  /** Returns where the body begins. */
  #takeHead(headBytes: Uint8Array, available: number, next: number): number {
    this.#headBytes += headBytes.length;
    const head = this.#headBytes > HEAD_LIMIT_BYTES ? TOO_LARGE : parseHead(headBytes);
    if (typeof head === "string") this.#fail("protocol", head);
    else if (head.status === SWITCHING_PROTOCOLS) this.#fail("protocol", "status 101 was not asked for");
    else if (head.status >= 200) this.#beginBody(head, available - next);
    return next;
  }

  /** RFC 9112 §6.3. */
  #beginBody(head: ResponseHead, surplus: number): void {
    this.#keepsAlive = head.keepsAlive;
    this.#chunks = null;
    const isEmpty = !this.#hasBody || head.status === 204 || head.status === 304;
    this.#phase = isEmpty ? "length" : phaseOf(head);
    this.#remaining = isEmpty ? 0 : (head.contentLength ?? 0);
    if (this.#phase === "chunks") this.#chunks = new ChunkedBody();
    if (this.#phase === "close" || (head.isChunked && head.contentLength !== null)) this.#keepsAlive = false;
    this.#isWanted = this.#sink.onHead(head);
    if (this.#phase === "length" && this.#remaining === 0) this.#end(surplus);
  }

  #end(surplus: number): void {
    if (surplus > 0) return this.#surplus(surplus);
    this.#phase = "idle";
    this.#chunks = null;
    this.#sink.onEnd(this.#keepsAlive);
  }

  /** RFC 9112 §9.2 forbids to take them for an answer. */
  #surplus(count: number): void {
    this.#fail("protocol", `${count} bytes after the end of the answer`);
  }

  #fail(problem: "protocol" | "truncated" | "reset", detail: string): void {
    this.abandon();
    this.#sink.onProblem(problem, detail);
  }
}

function phaseOf(head: ResponseHead): Phase {
  if (head.isChunked) return "chunks";
  return head.contentLength === null ? "close" : "length";
}
