import type { Exchange, PendingGet } from "../http/exchange.ts";
import { mediaLimitMs } from "../http/patience.ts";
import type { RequestKind } from "../stats/sample.ts";
import type { Oracle } from "./oracle.ts";
import type { PlaylistShelf, Reading, Variables } from "./playlist-shelf.ts";
import type { Ticker } from "./ticker.ts";
import type { ViewerOptions, ViewerTools, ViewerWorld } from "./viewer-shape.ts";

export interface Cancellable {
  cancel(): void;
}

/** What the viewers of one generator have in common. */
export interface Shared {
  options: ViewerOptions;
  tools: ViewerTools;
  shelf: PlaylistShelf;
  ticker: Ticker;
  /** Null: nothing is verified. */
  oracle: Oracle | null;
}

export interface Ask {
  /** A function: it is known by the answer only; null: none has come. */
  kind: RequestKind | ((exchange: Exchange | null) => RequestKind);
  /** Label of the variant; null before one is chosen. */
  label: string | null;
  url: string;
  lane: string;
  dueMs: number;
  attempt: number;
  range?: { offset: number; length: number | null } | null;
  /** Bytes of the body to keep at most; 0: it is counted and dropped. */
  keepBytes: number;
  /** Instead of the run's own. */
  timeoutMs?: number;
  onChunk?: (chunk: Uint8Array) => void;
  /** When the server should have answered a request that it holds by design; latencies are counted from then. */
  answerDueMs?: (answer: Pick<Exchange, "firstByteMs" | "endMs">) => number;
  onDone(exchange: Exchange): void;
}

/** A request that is overdue by less when its viewer leaves may be an answer's usual time. */
const UNFINISHED_MS = 1000;

interface Pending {
  ask: Ask;
  get: PendingGet;
}

/** What one viewer's parts work with. */
export class Desk {
  /** Keys of AES-128 by URI, once there are any. */
  keys: Map<string, Uint8Array> | undefined;
  /** What the multivariant playlist defines. */
  variables: Variables | undefined;
  private pending: Pending[] = [];

  constructor(
    readonly shared: Shared,
    readonly world: ViewerWorld,
  ) {}

  get options(): ViewerOptions {
    return this.shared.options;
  }

  now(): number {
    return this.world.clock.nowMs();
  }

  /** What a whole, good answer to a playlist's URL says. */
  read(url: string, exchange: Exchange): Reading {
    return this.shared.shelf.read(url, exchange, this.variables);
  }

  /** Sends a request; the recorder is told of it before `onDone`. */
  ask(ask: Ask): Cancellable {
    const { recorder, http } = this.world;
    const { kind } = ask;
    const isKept = ask.keepBytes > 0;
    const timeoutMs = ask.timeoutMs ?? this.options.timeoutMs;
    const settle = () => {
      const at = this.pending.findIndex((each) => each.ask === ask);
      if (at >= 0) this.pending.splice(at, 1);
    };
    const get = http.get({
      url: ask.url,
      lane: ask.lane,
      dueMs: ask.dueMs,
      range: ask.range ?? null,
      body: isKept ? "keep" : "drop",
      limitBytes: ask.keepBytes,
      timeoutMs,
      totalMs: kind === "segment" || kind === "part" ? mediaLimitMs(timeoutMs) : timeoutMs,
      acceptsGzip: kind === "media" || typeof kind === "function",
      ...(ask.onChunk && { onChunk: ask.onChunk }),
      onDone(exchange) {
        settle();
        recorder.request({
          kind: typeof kind === "function" ? kind(exchange) : kind,
          variant: ask.label,
          status: exchange.status,
          problem: exchange.problem,
          attempt: ask.attempt,
          ...beginningOf(ask, exchange),
          firstByteMs: exchange.firstByteMs,
          endMs: exchange.endMs,
          bytes: exchange.bytes,
        });
        ask.onDone(exchange);
      },
    });
    this.pending.push({ ask, get });
    return {
      cancel() {
        settle();
        get.cancel();
      },
    };
  }

  /** The viewer leaves: requests that should have been answered long ago count with their age, lest the slowest be left out. */
  tellUnfinished(): void {
    const leftMs = this.now();
    for (const { ask, get } of this.pending) {
      const { sentMs, firstByteMs } = get.progress;
      const times = { dueMs: ask.dueMs, sentMs: sentMs ?? leftMs, firstByteMs, endMs: leftMs };
      const began = beginningOf(ask, times);
      if (leftMs - began.dueMs <= UNFINISHED_MS) continue;
      this.world.recorder.unfinished({
        kind: typeof ask.kind === "function" ? ask.kind(null) : ask.kind,
        dueMs: began.dueMs,
        sentMs: sentMs === null ? null : began.sentMs,
        firstByteMs,
        leftMs,
      });
    }
  }
}

/** Neither before it was sent nor after the answer began. */
function beginningOf(
  { answerDueMs }: Ask,
  exchange: Pick<Exchange, "dueMs" | "sentMs" | "firstByteMs" | "endMs">,
): { dueMs: number; sentMs: number } {
  const { dueMs, sentMs, firstByteMs, endMs } = exchange;
  if (!answerDueMs) return { dueMs, sentMs };
  const wantedMs = Math.min(Math.max(answerDueMs(exchange), sentMs), firstByteMs ?? endMs);
  return { dueMs: wantedMs, sentMs: wantedMs };
}

/** A whole answer with what was asked for. */
export function isGood(exchange: Exchange): boolean {
  return exchange.problem === null && exchange.status >= 200 && exchange.status < 300;
}

/** The same with bytes in it: nothing can be played of an empty segment. */
export function isMedia(exchange: Exchange): boolean {
  return isGood(exchange) && exchange.bytes > 0;
}

/** For reports: what came instead. */
export function describeExchange(exchange: Exchange): string {
  if (exchange.problem !== null) return `${exchange.url}: ${exchange.detail || exchange.problem}`;
  return `${exchange.url}: status ${exchange.status}`;
}
