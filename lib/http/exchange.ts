import type { RequestProblem } from "../stats/sample.ts";

/** What a client does with its answers' bodies: keep them (playlists, keys, init sections), or count and drop them. */
export type BodyUse = "keep" | "drop";

export interface GetRequest {
  /** Absolute, `http:` or `https:`. */
  url: string;
  /** Requests of one lane go one after another over one keep-alive connection for each server; lanes are parallel. */
  lane: string;
  /** When it should have been sent; ms of the reactor's clock. */
  dueMs: number;
  /** Bytes asked for with a Range header; `length` null: to the end. */
  range: { offset: number; length: number | null } | null;
  body: BodyUse;
  /** A kept body beyond this many bytes (after decoding) is `too-large`. */
  limitBytes: number;
  /** Longest wait: until the connection stands, then until the head of the answer is whole, then between bytes of its body. */
  timeoutMs: number;
  /**
   * Longest time for all of it, connecting and redirects included: a server that drips bytes is never silent. The last bytes that
   * come within `timeoutMs` of its end prolong nothing.
   */
  totalMs: number;
  /** Asks for `Accept-Encoding: gzip` (kept bodies only). */
  acceptsGzip: boolean;
  /** Sees every chunk of the body as it comes, valid during the call only. Without it dropped bodies are never looked at. */
  onChunk?: (chunk: Uint8Array) => void;
  /** Called exactly once, never before `get` has returned, and not at all after `cancel`. */
  onDone: (exchange: Exchange) => void;
}

/** How a request ended. Times in ms of the reactor's clock. */
export interface Exchange {
  /** Where the answer came from, after redirects. */
  url: string;
  redirects: number;
  /** 0 when no answer came. */
  status: number;
  problem: RequestProblem | null;
  /** What happened in words, for reports; empty when all is well. */
  detail: string;
  /** Names in lower case; repeated ones joined by a comma. */
  headers: ReadonlyMap<string, string>;
  /** Decoded (gzip, chunks), perhaps shared with other clients: not to be changed. Null when dropped, or not whole. */
  body: Uint8Array | null;
  /** As they came over the wire, without framing. */
  bytes: number;
  dueMs: number;
  /**
   * When the request was given to the kernel, on a connection that stood: as in k6's `http_req_duration`, looking the name up,
   * connecting and TLS are not in what is measured from here, but in what is measured from `dueMs`. When
   * nothing was sent: when the client began to try. After redirects it is that of the first request.
   */
  sentMs: number;
  /** Of the last answer. */
  firstByteMs: number | null;
  endMs: number;
}

/** A request that has no end yet; times as in `Exchange`, null while there is none. */
export interface PendingGet {
  cancel(): void;
  readonly progress: { sentMs: number | null; firstByteMs: number | null };
}

/** One viewer's HTTP: its own connections, cookies and headers. */
export interface HttpClient {
  get(request: GetRequest): PendingGet;
  /** Ends every connection; nothing is called back afterwards. */
  close(): void;
}

/** What the user said about HTTP for the whole run. */
export interface HttpOptions {
  userAgent: string;
  /** Extra request headers in order, `Name: value` already split. */
  headers: readonly (readonly [name: string, value: string])[];
  /** Adds `Cache-Control: no-cache` and `Pragma: no-cache`. */
  noCache: boolean;
  /** TLS without verification. */
  insecure: boolean;
  /** PEM text of further certificate authorities. */
  ca: string | null;
  /** `host:port` → address to connect to instead (the name stays in Host and SNI). */
  resolve: Readonly<Record<string, string>>;
}
