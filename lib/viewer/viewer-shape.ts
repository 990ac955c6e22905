import type { HttpClient } from "../http/exchange.ts";
import type { Recorder } from "../stats/sample.ts";

export const VARIANT_CHOICES = ["all", "highest", "lowest", "first", "adaptive"] as const;
export type VariantChoice = (typeof VARIANT_CHOICES)[number];

/** What every viewer of a run has in common. */
export interface ViewerOptions {
  url: string;
  /** What the URL leads to, as whoever asked for it before has found: requests for it that fail belong to this kind. */
  urlKind: "multivariant" | "media";
  variant: VariantChoice;
  /** Further tries of a segment. */
  segMaxRetry: number;
  /** After a failure of a playlist: come back, waiting longer each time up to the limit. Without: the viewer has failed. */
  reconnect: boolean;
  reconnectDelayMaxMs: number;
  timeoutMs: number;
  /** Media a player keeps ahead of its playhead before it stops downloading; seconds. */
  bufferSec: number;
  /** AES-128 segments are decrypted and their padding checked. */
  decrypt: boolean;
  /** Low-Latency HLS where the stream offers it; otherwise it is followed as an ordinary one. */
  lowLatency: boolean;
  verify: boolean;
}

/** Time and chance as a viewer sees them; the reactor is one. */
export interface Clock {
  nowMs(): number;
  /** Unix time of `nowMs() === 0`. */
  readonly epochMs: number;
  at(dueMs: number, run: () => void): { cancel(): void };
}

/** What a viewer is given. */
export interface ViewerWorld {
  clock: Clock;
  http: HttpClient;
  recorder: Recorder;
  /** Even between 0 and 1, from the run's seed. */
  random(): number;
}

/** What a pure room lacks. */
export interface ViewerTools {
  /** Whether two runs of bytes are equal; the platform's memcmp. */
  sameBytes(a: Uint8Array, aStart: number, b: Uint8Array, bStart: number, length: number): boolean;
  /** AES-128 in CBC mode with the padding taken off (RFC 8216, 4.3.2.4); null: length or padding are wrong. */
  decrypt(key: Uint8Array, iv: Uint8Array, body: Uint8Array): Uint8Array | null;
}

export interface Viewer {
  /** Leaves: ends its requests and tells the recorder. */
  stop(): void;
}
