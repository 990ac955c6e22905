import type { Exchange, GetRequest, PendingGet } from "../http/exchange.ts";
import { isRedirect, RedirectPath } from "../http/redirect.ts";
import type { ResponseHead } from "../http/response-head.ts";
import type { RequestProblem } from "../stats/sample.ts";
import { BodyBuffer } from "./body-buffer.ts";
import { decodeBody } from "./decode-body.ts";
import type { HttpLane } from "./http-lane.ts";
import type { Route } from "./http-share.ts";
import type { SilenceWatch, Watched } from "./silence-watch.ts";

/** Of the body of a redirect so much is read to keep the connection. */
const REDIRECT_BODY_BYTES = 64 * 1024;
const NO_HEADERS: ReadonlyMap<string, string> = new Map();
const encoder = new TextEncoder();

/** One request on its way, which in the end is its own `Exchange`. */
export class Transfer implements Exchange, PendingGet, Watched {
  route: Route;
  redirects = 0;
  status = 0;
  problem: RequestProblem | null = null;
  detail = "";
  body: Uint8Array | null = null;
  bytes = 0;
  readonly dueMs: number;
  sentMs = 0;
  firstByteMs: number | null = null;
  endMs = 0;
  heardMs = 0;
  older: Watched | null = null;
  newer: Watched | null = null;
  hasRetried = false;
  readonly #lane: HttpLane;
  readonly #request: GetRequest;
  readonly #origin: string;
  #watch: SilenceWatch | null = null;
  /** When it must be over. */
  #endsMs = 0;
  #lastByteMs = 0;
  /** Of the answer that is being read; a head that drips is waited for as if nothing came. */
  #hasHead = false;
  #wasSent = false;
  #isOver = false;
  #head: ResponseHead | null = null;
  #kept: BodyBuffer | null = null;
  #path: RedirectPath | null = null;

  constructor(lane: HttpLane, request: GetRequest, route: Route) {
    this.#lane = lane;
    this.#request = request;
    this.#origin = route.target.origin;
    this.route = route;
    this.dueMs = request.dueMs;
  }

  get url(): string {
    return this.route.target.url;
  }

  get headers(): ReadonlyMap<string, string> {
    return this.#head?.headers ?? NO_HEADERS;
  }

  get progress(): PendingGet["progress"] {
    return { sentMs: this.#watch ? this.sentMs : null, firstByteMs: this.firstByteMs };
  }

  /** It is the lane's turn. */
  start(): void {
    const { share } = this.#lane;
    this.sentMs = share.reactor.nowMs();
    this.#endsMs = this.sentMs + this.#request.totalMs;
    this.#watch = share.silence(this.#request.timeoutMs);
    this.#watch.add(this);
    this.#lane.send(this);
  }

  /** Not wanted any more. */
  cancel(): void {
    if (this.#isOver) return;
    const isUnderWay = this.#watch !== null;
    this.abandon();
    if (isUnderWay) this.#lane.interrupt();
    this.#lane.remove(this);
    this.#lane.next();
  }

  /** From now on nothing is called back. */
  abandon(): void {
    this.#isOver = true;
    this.#watch?.remove(this);
    this.#watch = null;
  }

  /** The connection stands: the bytes to send. */
  sending(): Uint8Array {
    const nowMs = this.#lane.share.reactor.nowMs();
    if (this.redirects === 0) this.sentMs = nowMs;
    this.#wasSent = true;
    this.#hasHead = false;
    this.#prolong(nowMs);
    return this.#requestBytes();
  }

  /** Bytes of the answer came. */
  heard(): void {
    const nowMs = this.#lane.share.reactor.nowMs();
    this.firstByteMs ??= nowMs;
    this.#lastByteMs = nowMs;
    if (this.#hasHead) this.#prolong(nowMs);
  }

  /** Its head. Returns whether the body's bytes are wanted. */
  begin(head: ResponseHead): boolean {
    this.#head = head;
    this.#hasHead = true;
    this.#prolong(this.#lastByteMs);
    this.status = head.status;
    const { session, share } = this.#lane;
    if (head.setCookies) session.takeCookies(head.setCookies, this.route.target, share.unixMs());
    if (isRedirect(head.status)) return false;
    if (this.#request.body === "drop") return this.#request.onChunk !== undefined;
    this.#kept = new BodyBuffer(head.contentLength);
    if ((head.contentLength ?? 0) > this.#request.limitBytes) this.#refuse(`${head.contentLength}`);
    return true;
  }

  take(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    this.#request.onChunk?.(chunk);
    if (this.#isOver || !this.#kept) return;
    if (this.bytes > this.#request.limitBytes) this.#refuse(`more than ${this.#request.limitBytes}`);
    else this.#kept.add(chunk);
  }

  skip(count: number): void {
    this.bytes += count;
    if (this.bytes <= REDIRECT_BODY_BYTES || !isRedirect(this.status)) return;
    this.#lane.interrupt();
    this.#redirect();
  }

  /** The answer is complete. */
  complete(): void {
    this.#lane.release();
    if (isRedirect(this.status)) return this.#redirect();
    if (!this.#kept) return this.#finish(null, "");
    const { limitBytes } = this.#request;
    const decoded = decodeBody(this.#kept.bytes, this.#head?.contentEncoding ?? null, limitBytes);
    if (!decoded.ok) return this.#finish(decoded.problem, decoded.detail);
    this.body = decoded.bytes;
    this.#finish(null, "");
  }

  fail(problem: RequestProblem, detail: string): void {
    this.#finish(problem, detail);
  }

  onSilence(): void {
    this.#watch = null;
    this.#lane.interrupt();
    this.#finish("timeout", this.#missing());
  }

  /** The watch waits for `timeoutMs` from here, unless that were too long for the whole. */
  #prolong(nowMs: number): void {
    if (nowMs + this.#request.timeoutMs <= this.#endsMs) this.#watch?.heard(this, nowMs);
  }

  #missing(): string {
    const { timeoutMs } = this.#request;
    if (!this.#wasSent) return `no connection for ${timeoutMs} ms`;
    if (this.firstByteMs === null) return `no answer for ${timeoutMs} ms`;
    const nowMs = this.#lane.share.reactor.nowMs();
    if (!this.#hasHead) return `no whole head of an answer for ${timeoutMs} ms`;
    if (nowMs - this.#lastByteMs >= timeoutMs) {
      return `no more bytes after ${this.bytes} of the body for ${timeoutMs} ms`;
    }
    return `not whole in ${Math.round(nowMs - this.#endsMs + this.#request.totalMs)} ms: ${this.bytes} bytes of the body came`;
  }

  #refuse(size: string): void {
    this.#lane.interrupt();
    this.#finish("too-large", `a body of ${size} bytes`);
  }

  #redirect(): void {
    this.#path ??= new RedirectPath();
    const { target } = this.route;
    const next = this.#path.follow(target, this.#head?.location ?? null, this.#head?.setCookies !== null);
    if (typeof next === "string") return this.#finish("redirect", next);
    this.route = this.#lane.share.routeTo(next);
    this.redirects = this.#path.count;
    this.bytes = 0;
    this.firstByteMs = null;
    this.hasRetried = false;
    this.#lane.send(this);
  }

  #finish(problem: RequestProblem | null, detail: string): void {
    if (this.#isOver) return;
    this.abandon();
    this.endMs = this.#lane.share.reactor.nowMs();
    this.problem = problem;
    this.detail = detail;
    this.#kept = null;
    this.#lane.remove(this);
    this.#request.onDone(this);
    this.#lane.next();
  }

  #requestBytes(): Uint8Array {
    const { share, session } = this.#lane;
    const { target } = this.route;
    const { range, acceptsGzip, body } = this.#request;
    const extras = {
      range,
      acceptsGzip: acceptsGzip && body === "keep",
      cookie: session.cookie(target, share.unixMs()),
      authorization: session.authorization(target),
      isForeign: target.origin !== this.#origin,
    };
    const isPlain = !range && !extras.isForeign && extras.cookie === null && extras.authorization === null;
    if (isPlain) return share.plainRequest(this.route, extras.acceptsGzip);
    return encoder.encode(share.heads.text(target, extras));
  }
}
