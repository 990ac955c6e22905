/** What one request asked for; parts are those of Low-Latency HLS, init sections those of EXT-X-MAP. */
export const REQUEST_KINDS = ["multivariant", "media", "segment", "part", "init", "key"] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/**
 * Why a request brought no whole answer. `truncated`: the connection ended inside the body · `reset`: before it ·
 * `protocol`: not HTTP, or HTTP that cannot be read · `no-port`, `no-descriptor`: this machine ran out, not the server.
 */
export const REQUEST_PROBLEMS = [
  "dns",
  "refused",
  "unreachable",
  "tls",
  "timeout",
  "reset",
  "truncated",
  "protocol",
  "redirect",
  "too-large",
  "no-port",
  "no-descriptor",
] as const;
export type RequestProblem = (typeof REQUEST_PROBLEMS)[number];

/**
 * One request from end to end; ms of the generator's monotonic clock. Redirects are included: their hops take of its time, and are
 * in no count of requests, statuses or bytes.
 */
export interface RequestSample {
  kind: RequestKind;
  /** Label of the variant it was for; null before one is chosen. */
  variant: string | null;
  /** HTTP status of the last answer, 0 when there was none. */
  status: number;
  problem: RequestProblem | null;
  /** Which try of the same resource, from 0. */
  attempt: number;
  /** When a viewer that is never late would have sent it (no coordinated omission). */
  dueMs: number;
  sentMs: number;
  /** First byte of the answer; null when none came. */
  firstByteMs: number | null;
  endMs: number;
  /** Bytes of the body as they came, before any content decoding. */
  bytes: number;
  /** Its times are not known (FFmpeg does not tell them): it is counted, and is in no distribution. */
  isUntimed?: true;
}

/** A request that had no end when its viewer left, as far as it had come; ms as in `RequestSample`. */
export interface UnfinishedSample extends Pick<RequestSample, "kind" | "dueMs" | "firstByteMs"> {
  /** Null: it waited for its turn on the connection. */
  sentMs: number | null;
  leftMs: number;
}

/** A client's life: `starting` until the playhead moves first; `stalled` while it waits for media it ran out of. */
export const CLIENT_STATES = ["starting", "playing", "stalled", "ended", "failed"] as const;
export type ClientState = (typeof CLIENT_STATES)[number];

/**
 * What viewers tell of themselves. `variant` is a bounded label: the variant's name. Durations in ms. A violation is
 * counted under its stable code (`lib/hls/conformance/`); the first example of each is kept.
 */
export interface Recorder {
  request(sample: RequestSample): void;
  /** Overdue when the viewer left; a request that would have been answered in its time is not told. */
  unfinished(sample: UnfinishedSample): void;
  /** A client changed its state; null: it is new, or it is gone. */
  client(from: ClientState | null, to: ClientState | null): void;
  /** Until the playhead moved first; of one that never did, how long it was waited for, which is a lower bound. */
  startup(variant: string, ms: number): void;
  /** A viewer left, ended or gave up without having played, after it had waited for long enough to tell. */
  neverPlayed(): void;
  /** Told while it plays, at least once a second, so that every second has its share. */
  played(variant: string, ms: number): void;
  stallBegan(variant: string): void;
  /** Told while it waits, at least once a second. */
  stalled(variant: string, ms: number): void;
  /** Length of a whole stall, when it is over. */
  stallEnded(variant: string, ms: number): void;
  liveLatency(variant: string, ms: number): void;
  switched(direction: "up" | "down"): void;
  segmentDownloaded(variant: string): void;
  /** Given up after all tries. */
  segmentFailed(variant: string): void;
  /** Left the window before the client had them. */
  segmentsMissed(variant: string, count: number): void;
  /** `--verify`: whether the bytes were the right ones; an example of what was wrong. */
  verified(isRight: boolean, example: string): void;
  violation(code: string, example: string): void;
  /** Low latency: how long a blocking reload was held; whether it was answered before there was anything new. */
  blockingReload(heldMs: number, isEarly: boolean): void;
  /** Low latency: how much later than the promptest part of the same playlist a part was complete, by the media's clock. */
  partLateness(ms: number): void;
}
