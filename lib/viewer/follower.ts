import type { Exchange } from "../http/exchange.ts";
import { reconnectDelayMs } from "./backoff.ts";
import type { Stream } from "./choose-variants.ts";
import { type Cancellable, type Desk, describeExchange, isGood } from "./desk.ts";
import type { PlaylistVersion, Reading } from "./playlist-shelf.ts";
import { isComplete } from "./start-point.ts";

export interface FollowerEvents {
  /** There is something new; `previous` is what was known before. */
  onVersion(version: PlaylistVersion, previous: PlaylistVersion | null, arrivedMs: number): void;
  /** It cannot be loaded, and the user wants no further tries. */
  onGone(): void;
}

/** Bytes of a playlist, decoded; ten thousand segments need one. */
export const PLAYLIST_LIMIT = 8 * 1024 * 1024;

/**
 * Keeps a media playlist up to date (RFC 8216, 6.3.4): a target duration after a load that brought something new, half of it
 * after one that did not, from the beginning of the load; never once it is complete. Violations are told for every content
 * that this viewer sees, so that what only some viewers get is counted as often as they got it.
 */
export class PlaylistFollower {
  version: PlaylistVersion | null = null;
  /** When the version had arrived. */
  arrivedMs = 0;
  private isStaleTold = false;
  private failures = 0;
  private pending: Cancellable | null = null;

  constructor(
    private readonly desk: Desk,
    private readonly stream: Stream,
    private readonly lane: string,
    private readonly events: FollowerEvents,
  ) {}

  start(dueMs: number): void {
    this.load(dueMs);
  }

  /** Goes on from an answer that has been read already. */
  adopt(reading: Reading, exchange: Exchange): void {
    this.take(reading, exchange);
  }

  stop(): void {
    this.pending?.cancel();
    this.pending = null;
  }

  private plan(dueMs: number): void {
    if (dueMs <= this.desk.now()) return this.load(dueMs);
    this.pending = this.desk.world.clock.at(dueMs, () => this.load(dueMs));
  }

  private load(dueMs: number): void {
    const { url, label } = this.stream;
    this.pending = this.desk.ask({
      kind: "media",
      label,
      url,
      lane: this.lane,
      dueMs,
      attempt: this.failures,
      keepBytes: PLAYLIST_LIMIT,
      onDone: (exchange) => {
        this.pending = null;
        if (isGood(exchange)) return this.take(this.desk.shared.shelf.read(url, exchange), exchange);
        if (exchange.problem === "truncated") this.tell("torn-playlist", describeExchange(exchange));
        this.fail(exchange.endMs);
      },
    });
  }

  private take(reading: Reading, exchange: Exchange): void {
    if (reading.kind === "bad") {
      this.tell(reading.code, reading.problem);
      return this.fail(exchange.endMs);
    }
    if (reading.kind === "multivariant") {
      this.tell("not-a-playlist", `${exchange.url}: is a multivariant playlist where a media playlist was`);
      return this.fail(exchange.endMs);
    }
    this.failures = 0;
    this.judgeAge(reading.version, exchange);
    const isNew = this.version !== reading.version;
    if (isNew) this.accept(reading.version, exchange.endMs);
    else this.judgeStaleness(exchange.sentMs);
    if (isComplete(reading.version.playlist)) return;
    const waitSec = reading.version.playlist.targetDurationSec / (isNew ? 1 : 2);
    this.plan(exchange.sentMs + waitSec * 1000);
  }

  private accept(version: PlaylistVersion, arrivedMs: number): void {
    const previous = this.version;
    for (const { code, example } of version.violations) this.tell(code, example);
    if (previous) {
      for (const { code, example } of this.desk.shared.shelf.compare(previous, version))
        this.tell(code, example);
    }
    this.version = version;
    this.arrivedMs = arrivedMs;
    this.isStaleTold = false;
    this.events.onVersion(version, previous, arrivedMs);
  }

  private judgeAge(version: PlaylistVersion, exchange: Exchange): void {
    const { targetDurationSec } = version.playlist;
    const { sentMs, endMs } = exchange;
    const times = { sentMs, endMs, targetDurationSec };
    const known = this.desk.shared.shelf.coherence.judge(this.stream.url, version.edge, times);
    if (known === null) return;
    this.tell(
      "cache-incoherent",
      `${exchange.url}: ends with ${version.edge.sequence} after ${known.sequence} had been served`,
    );
  }

  /** One and a half target durations without anything new (RFC 8216, 6.2.1), once each time. */
  private judgeStaleness(sentMs: number): void {
    const version = this.version;
    if (!version || this.isStaleTold || isComplete(version.playlist)) return;
    const limitMs = 1500 * version.playlist.targetDurationSec;
    const ageMs = sentMs - this.arrivedMs;
    if (ageMs <= limitMs) return;
    this.isStaleTold = true;
    this.tell(
      "stale-playlist",
      `${this.stream.url}: still ends with ${version.edge.sequence} after ${(ageMs / 1000).toFixed(1)} s`,
    );
  }

  private fail(nowMs: number): void {
    const { reconnect, reconnectDelayMaxMs } = this.desk.options;
    this.failures++;
    if (!reconnect) return this.events.onGone();
    this.plan(nowMs + reconnectDelayMs(this.failures, reconnectDelayMaxMs, this.desk.world.random()));
  }

  private tell(code: string, example: string): void {
    this.desk.world.recorder.violation(code, example);
  }
}
