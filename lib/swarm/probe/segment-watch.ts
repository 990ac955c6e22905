import type { MediaSegment, SegmentKey } from "../../hls/playlist-shape.ts";
import type { Exchange } from "../../http/exchange.ts";
import { describeExchange, isGood, isMedia } from "../../viewer/desk.ts";
import { mediaFault } from "../../viewer/media-fault.ts";
import { viewerTools } from "../viewer-tools.ts";
import type { Question } from "./asker.ts";
import type { Measured } from "./bit-rates.ts";
import type { ProbeDesk } from "./desk.ts";
import { checkMediaAnswer } from "./transfer-checks.ts";

/** Segments whose bytes are kept to be looked into. */
const KEPT_SEGMENTS = 2;
const KEPT_BYTES = 64 * 1024 * 1024;
const KEY_BYTES = 16;
/** Who is interrupted sooner has seen nothing odd. */
const LEAST_WAIT_MS = 2000;
const SEGMENT_RULES = [
  "segment-empty",
  "segment-failed",
  "segment-truncated",
  "segment-unavailable",
  "uri-unfetchable",
];

/** A segment in the clear, with what a decoder needs before it. */
export interface KeptSegment {
  segment: MediaSegment;
  bytes: Uint8Array;
}

/** Downloads the segments of one stream one after another, each once. */
export class SegmentWatch {
  readonly measured: Measured[] = [];
  readonly kept: KeptSegment[] = [];
  failed = 0;
  slowestFirstByteMs: number | null = null;
  /** What went wrong first that is no rule's matter. */
  trouble: string | null = null;
  readonly #keys = new Map<string, Uint8Array | null>();
  readonly #inits = new Map<string, Uint8Array | null>();
  #checked = "";
  #next = 0;
  #last = Promise.resolve();

  constructor(
    private readonly desk: ProbeDesk,
    private readonly label: string,
  ) {}

  /** Everything from `first` on that was not taken before. */
  take(segments: readonly MediaSegment[], first: number): void {
    for (const segment of segments) {
      if (segment.sequence < Math.max(first, this.#next)) continue;
      this.#next = segment.sequence + 1;
      if (!segment.isGap) this.#last = this.#last.then(() => this.#load(segment));
    }
  }

  /** When all that was taken is done. */
  async finish(): Promise<void> {
    await this.#last;
  }

  async #load(segment: MediaSegment): Promise<void> {
    const key = await this.#keyOf(segment.key);
    const init = await this.#initOf(segment);
    const needsBody =
      this.kept.length < KEPT_SEGMENTS || (key !== null && this.#checked !== segment.key?.uri);
    const { uri: url, byteRange } = segment;
    const range = byteRange && { offset: byteRange.offset, length: byteRange.length };
    const askedMs = this.desk.asker.nowMs();
    const keepBytes = needsBody ? KEPT_BYTES : 0;
    const exchange = await this.#ask({ url, range, keepBytes, isMedia: true });
    if (!exchange) return this.#leave(segment, this.desk.asker.nowMs() - askedMs);
    this.#judge(exchange, "segment");
    if (!isMedia(exchange)) return;
    const { sequence, durationSec } = segment;
    this.measured.push({ sequence, durationSec, bytes: exchange.bytes });
    const { firstByteMs, sentMs } = exchange;
    if (firstByteMs !== null)
      this.slowestFirstByteMs = Math.max(this.slowestFirstByteMs ?? 0, firstByteMs - sentMs);
    const clear = exchange.body && this.#open(segment, key, exchange.body);
    if (clear && init && this.kept.length < KEPT_SEGMENTS) {
      this.kept.push({ segment, bytes: Buffer.concat([init, clear]) });
    }
  }

  /** The probe is over: when nothing has ever come whole, one that is overdue by far tells why. */
  #leave({ uri, durationSec }: MediaSegment, waitedMs: number): void {
    if (this.measured.length > 0 || waitedMs <= 1000 * durationSec || waitedMs <= LEAST_WAIT_MS) return;
    this.failed += 1;
    const waited = `${(waitedMs / 1000).toFixed(1)} s`;
    this.desk.findings.tell(
      "segment-failed",
      `${uri}: was not whole after ${waited}, and none before it came`,
    );
  }

  #judge(exchange: Exchange, kind: "segment" | "init" | "key"): void {
    const { findings } = this.desk;
    findings.looked(SEGMENT_RULES);
    const fault = mediaFault(exchange, kind);
    if (fault) findings.tell(fault.code, fault.example);
    if (isGood(exchange) && !fault && kind !== "key") return checkMediaAnswer(exchange, findings);
    if (fault && kind !== "key") this.failed += 1;
    if (!fault && !isGood(exchange)) this.trouble ??= describeExchange(exchange);
  }

  /** Null: it is not encrypted with AES-128, or the key did not come. */
  async #keyOf(key: SegmentKey | null): Promise<Uint8Array | null> {
    if (key === null || key.method !== "AES-128" || key.keyFormat !== "identity") return null;
    const known = this.#keys.get(key.uri);
    if (known !== undefined) return known;
    const exchange = await this.#ask({ url: key.uri, keepBytes: 4096 });
    const body = exchange && isGood(exchange) ? exchange.body : null;
    if (exchange) this.#judge(exchange, "key");
    if (body) this.#judgeKey(key.uri, body);
    this.#keys.set(key.uri, body?.length === KEY_BYTES ? body : null);
    return this.#keys.get(key.uri) ?? null;
  }

  #judgeKey(uri: string, body: Uint8Array): void {
    this.desk.findings.looked(["key-length"]);
    if (body.length !== KEY_BYTES) {
      this.desk.findings.tell("key-length", `${uri}: ${body.length} octets, ${KEY_BYTES} are needed`);
    }
  }

  /** Null: it did not come; empty: none is needed. */
  async #initOf({ map }: MediaSegment): Promise<Uint8Array | null> {
    if (map === null) return new Uint8Array();
    const name = `${map.uri} ${map.byteRange?.offset} ${map.byteRange?.length}`;
    const known = this.#inits.get(name);
    if (known !== undefined) return known;
    const exchange = await this.#ask({ url: map.uri, range: map.byteRange, keepBytes: KEPT_BYTES });
    if (exchange) this.#judge(exchange, "init");
    const body = exchange && isGood(exchange) ? exchange.body : null;
    this.#inits.set(name, body);
    return body;
  }

  /** Null: it is encrypted, and not with a key that was had. */
  #open(segment: MediaSegment, key: Uint8Array | null, body: Uint8Array): Uint8Array | null {
    if (segment.key === null) return body;
    if (key === null) return null;
    this.#checked = segment.key.uri;
    const hex = segment.key.iv ?? segment.sequence.toString(16).padStart(32, "0");
    const clear = viewerTools.decrypt(key, Uint8Array.fromHex(hex), body);
    this.desk.findings.looked(["decrypt-padding"]);
    if (clear === null) {
      this.desk.findings.tell(
        "decrypt-padding",
        `${segment.uri}: length or padding are not those of AES-128-CBC`,
      );
    }
    return clear;
  }

  #ask(question: Omit<Question, "lane">): Promise<Exchange | null> {
    return this.desk.asker.ask({ ...question, lane: `${this.label} segments` });
  }
}
