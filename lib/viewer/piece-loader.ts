import type { ViolationCode } from "../hls/conformance/violations.ts";
import type { Exchange } from "../http/exchange.ts";
import { ByteCheck } from "./byte-check.ts";
import { type Cancellable, type Desk, isGood, isMedia } from "./desk.ts";
import { fetchResource } from "./fetch-resource.ts";
import { mediaFault } from "./media-fault.ts";
import type { Piece } from "./piece.ts";
import type { Preload } from "./preload.ts";
import { isPlainKey, KEY_BYTES, vectorOf } from "./segment-keys.ts";

export interface LoadedPiece {
  isGood: boolean;
  /** Of the piece itself; null when its key or init section did not come. */
  exchange: Exchange | null;
}

type OnLoaded = (loaded: LoadedPiece) => void;

interface Order {
  dueMs: number;
  preload: Preload | null;
  onEnd: OnLoaded;
}

const KEY_LIMIT = 4096;
/** Segments that are decrypted are kept for it. */
const SEGMENT_LIMIT = 64 * 1024 * 1024;

/**
 * Loads pieces of one track one after another, each after what a decoder needs for it: its key (AES-128; each URI once for a
 * viewer) and its init section (EXT-X-MAP; whenever it is another than the last).
 */
export class PieceLoader {
  private pending: Cancellable | null = null;
  private isAsking = false;
  private map: string | null = null;

  constructor(
    private readonly desk: Desk,
    private readonly lane: string,
    private readonly label: string,
  ) {}

  get isBusy(): boolean {
    return this.pending !== null;
  }

  /** Something is asked for over the lane; not while a further try waits for its time. */
  get holdsLane(): boolean {
    return this.isAsking;
  }

  /** `preload`: what may be on its way already. */
  load(piece: Piece, dueMs: number, preload: Preload | null, onEnd: OnLoaded): void {
    this.loadKey(piece, { dueMs, preload, onEnd });
  }

  cancel(): void {
    this.pending?.cancel();
    this.pending = null;
    this.isAsking = false;
  }

  private loadKey(piece: Piece, order: Order): void {
    const { key } = piece;
    if (!isPlainKey(key) || this.desk.keys?.has(key.uri)) return this.loadInit(piece, order);
    this.ask("key", key.uri, null, order.dueMs, KEY_LIMIT, (exchange) => {
      if (!isGood(exchange)) return order.onEnd({ isGood: false, exchange: null });
      this.keepKey(key.uri, exchange);
      this.loadInit(piece, order);
    });
  }

  private keepKey(uri: string, exchange: Exchange): void {
    const body = exchange.body ?? new Uint8Array();
    if (body.length !== KEY_BYTES)
      this.tell("key-length", `${exchange.url}: ${body.length} octets, ${KEY_BYTES} are needed`);
    this.desk.keys ??= new Map();
    this.desk.keys.set(uri, body);
  }

  private loadInit(piece: Piece, order: Order): void {
    const { map } = piece;
    const name = map && `${map.uri} ${map.byteRange?.offset ?? ""} ${map.byteRange?.length ?? ""}`;
    if (map === null || name === this.map) return this.loadMedia(piece, order);
    this.ask("init", map.uri, map.byteRange, order.dueMs, 0, (exchange) => {
      if (!isMedia(exchange)) return order.onEnd({ isGood: false, exchange: null });
      this.map = name;
      this.loadMedia(piece, order);
    });
  }

  private loadMedia(piece: Piece, { dueMs, preload, onEnd }: Order): void {
    const claimed = preload?.claim(piece, (exchange) => {
      this.pending = null;
      if (isMedia(exchange)) return onEnd({ isGood: true, exchange });
      this.loadMedia(piece, { dueMs: exchange.endMs, preload: null, onEnd });
    });
    if (claimed) {
      this.pending = claimed;
      return;
    }
    const isDecrypted = this.desk.options.decrypt && isPlainKey(piece.key);
    const keepBytes = isDecrypted ? SEGMENT_LIMIT : 0;
    this.ask(piece.kind, piece.uri, piece.byteRange, dueMs, keepBytes, (exchange) => {
      if (isDecrypted && isMedia(exchange)) this.decrypt(piece, exchange);
      onEnd({ isGood: isMedia(exchange), exchange });
    });
  }

  private ask(
    kind: "key" | "init" | "segment" | "part",
    url: string,
    range: { offset: number; length: number } | null,
    dueMs: number,
    keepBytes: number,
    onEnd: (exchange: Exchange) => void,
  ): void {
    const told = new Set<ViolationCode>();
    let check: ByteCheck | null = null;
    this.pending = fetchResource(this.desk, {
      kind,
      label: this.label,
      url,
      lane: this.lane,
      dueMs,
      range,
      keepBytes,
      onTry: () => {
        this.isAsking = true;
        check = kind === "segment" && range === null ? this.openCheck(url) : null;
        return check?.take ?? null;
      },
      onAnswer: (exchange) => {
        this.isAsking = false;
        const wrong = check?.verdict(exchange) ?? null;
        if (wrong !== null) this.desk.world.recorder.verified(wrong === "", wrong);
        const fault = mediaFault(exchange, kind);
        if (fault === null || told.has(fault.code)) return;
        told.add(fault.code);
        this.tell(fault.code, fault.example);
      },
      onEnd: (exchange) => {
        this.pending = null;
        onEnd(exchange);
      },
    });
  }

  private openCheck(url: string): ByteCheck | null {
    const { oracle } = this.desk.shared;
    const expected = oracle?.expect(url);
    return oracle && expected ? new ByteCheck(oracle, expected) : null;
  }

  private decrypt(piece: Piece, exchange: Exchange): void {
    const key = piece.key && this.desk.keys?.get(piece.key.uri);
    if (!piece.key || key?.length !== KEY_BYTES || exchange.body === null) return;
    const iv = vectorOf(piece.key, piece.sequence);
    if (this.desk.shared.tools.decrypt(key, iv, exchange.body) !== null) return;
    this.tell("decrypt-padding", `${exchange.url}: length or padding are not those of AES-128-CBC`);
  }

  private tell(code: ViolationCode, example: string): void {
    this.desk.world.recorder.violation(code, example);
  }
}
