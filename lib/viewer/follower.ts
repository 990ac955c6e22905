import type { Exchange } from "../http/exchange.ts";
import { reconnectDelayMs } from "./backoff.ts";
import type { Stream } from "./choose-variants.ts";
import { type Cancellable, type Desk, describeExchange, isGood } from "./desk.ts";
import { type Directives, isLowLatency, nextDirectives, withDirectives } from "./directives.ts";
import { PlaylistJudge } from "./playlist-judge.ts";
import type { PlaylistVersion, Reading } from "./playlist-shelf.ts";
import { isNews, nextDueMs } from "./reload-rules.ts";
import { isComplete } from "./start-point.ts";
import type { Settling } from "./ticker.ts";

export interface FollowerEvents {
  /** There is something new; `previous` is what was known before. */
  onVersion(version: PlaylistVersion, previous: PlaylistVersion | null, arrivedMs: number): void;
  /** It cannot be loaded, and the user wants no further tries. */
  onGone(): void;
  /** The lane is taken by something else. */
  isLaneBusy(): boolean;
}

/** Bytes of a playlist, decoded; ten thousand segments need one. */
export const PLAYLIST_LIMIT = 8 * 1024 * 1024;

/**
 * Keeps a media playlist up to date. An ordinary one is loaded again a target duration after a load that brought something new and
 * half of it after one that did not, from the beginning of the load (RFC 8216, 6.3.4). It does not wait behind a slow segment: then it
 * goes over a connection of its own, and stays there. One of Low-Latency HLS is asked for
 * its next part at once, over a connection of its own, and the server holds the request (bis, 6.3.8); latencies of these
 * are counted from when the part was due, a part target after the last change, and the hold is told apart.
 */
export class PlaylistFollower implements Settling {
  version: PlaylistVersion | null = null;
  /** When the version had arrived. */
  arrivedMs = 0;
  private failures = 0;
  /** The next load is one without directives: the last with them failed, or did not fit. */
  private isPlainNext = false;
  private pending: Cancellable | null = null;
  private hasOwnLane = false;
  /** Since when an answer is waited for. */
  private askedMs: number | null = null;
  /** Answers without what they should have waited for, in a row and with nothing new. */
  private earlyCount = 0;
  private watch: Cancellable | null = null;
  private readonly judge: PlaylistJudge;

  constructor(
    private readonly desk: Desk,
    private readonly stream: Stream,
    private readonly lane: string,
    private readonly events: FollowerEvents,
  ) {
    this.judge = new PlaylistJudge(desk, stream.url);
  }

  /** `directives`: what another rendition's playlist reports of this one. */
  start(dueMs: number, directives: Directives | null): void {
    this.load(dueMs, directives);
  }

  /** Goes on from an answer that has been read already. */
  adopt(reading: Reading, exchange: Exchange): void {
    this.take(reading, exchange, null);
  }

  stop(): void {
    this.pending?.cancel();
    this.pending = null;
    this.watch?.cancel();
    this.watch = null;
  }

  /** The numbers went on by more than there was time for. */
  tellJump(count: number): void {
    this.judge.tell("media-sequence-jumped", `${this.stream.url}: ${count} numbers were passed over`);
  }

  /** Whatever keeps an answer: what the viewer has gets old. One that is just on its way may bring something new. */
  settle(nowMs: number): void {
    const { version, askedMs } = this;
    if (version === null || askedMs === null) return;
    if (nowMs - askedMs > 500 * version.playlist.targetDurationSec)
      this.judge.staleness(version, this.arrivedMs, nowMs);
  }

  private plan(dueMs: number): void {
    if (dueMs <= this.desk.now()) return this.load(dueMs, this.directives());
    this.pending = this.desk.world.clock.at(dueMs, () => this.load(dueMs, this.directives()));
  }

  private directives(): Directives | null {
    const { version } = this;
    if (!version || this.isPlainNext || !this.isLow(version)) return null;
    return nextDirectives(version, this.desk.now() - this.arrivedMs);
  }

  private isLow({ playlist }: PlaylistVersion): boolean {
    return isLowLatency(playlist, this.desk.options.lowLatency);
  }

  private load(dueMs: number, directives: Directives | null): void {
    const { url, label } = this.stream;
    const partTargetMs = 1000 * (this.version?.playlist.partTargetSec ?? 0);
    const changedMs = this.arrivedMs;
    this.isPlainNext = false;
    this.askedMs = this.desk.now();
    this.pending = this.desk.ask({
      kind: "media",
      label,
      url: directives ? withDirectives(url, directives) : url,
      lane: this.chooseLane(directives),
      dueMs,
      attempt: this.failures,
      keepBytes: PLAYLIST_LIMIT,
      ...(directives && { timeoutMs: this.holdLimitMs(), answerDueMs: () => changedMs + partTargetMs }),
      onDone: (exchange) => {
        this.pending = null;
        this.askedMs = null;
        if (isGood(exchange)) return this.take(this.desk.read(url, exchange), exchange, directives);
        if (exchange.problem === "truncated") this.judge.tell("playlist-torn", describeExchange(exchange));
        this.fail(exchange);
      },
    });
  }

  private chooseLane(directives: Directives | null): string {
    this.hasOwnLane ||= this.events.isLaneBusy();
    return directives || this.hasOwnLane ? `${this.lane} reload` : this.lane;
  }

  /** A server gives up after three target durations (bis, 6.2.5.2). */
  private holdLimitMs(): number {
    const { timeoutMs } = this.desk.options;
    return Math.max(timeoutMs, 3000 * (this.version?.playlist.targetDurationSec ?? 0));
  }

  private take(reading: Reading, exchange: Exchange, directives: Directives | null): void {
    if (reading.kind === "bad") {
      this.judge.tell(reading.code, reading.problem);
      return this.fail(exchange);
    }
    if (reading.kind === "multivariant") {
      this.judge.tell(
        "playlist-unparsable",
        `${exchange.url}: is a multivariant playlist where a media playlist was`,
      );
      return this.fail(exchange);
    }
    const isNext = this.failures === 0;
    this.failures = 0;
    this.judge.age(reading.version, exchange);
    const version = this.whole(reading.version);
    if (version === null) return this.reloadWhole(exchange, directives);
    const isNew =
      this.version === null ||
      isNews(this.version, version, exchange.endMs - this.arrivedMs, this.isLow(version));
    const isEarly = directives !== null && !this.judge.hold(exchange, directives, version);
    this.earlyCount = isEarly ? 1 + (isNew ? 0 : this.earlyCount) : 0;
    if (directives && isNew && isNext) this.judge.partPace(version, this.arrivedMs, exchange);
    if (isNew) this.accept(version, exchange.endMs);
    else this.judge.staleness(version, this.arrivedMs, exchange.sentMs);
    if (!isComplete(version.playlist))
      this.plan(
        nextDueMs(version.playlist, exchange, {
          isNew,
          isHeld: directives !== null,
          isLow: this.isLow(version),
          earlyCount: this.earlyCount,
        }),
      );
  }

  /** At once, but only once: a plain load that fits nothing either has failed. */
  private reloadWhole(exchange: Exchange, directives: Directives | null): void {
    this.judge.tell("delta-update-unmergeable", `${exchange.url}: does not go on from the playlist before`);
    if (directives === null) return this.fail(exchange);
    this.isPlainNext = true;
    this.plan(exchange.endMs);
  }

  /** A delta update on what it goes on from; null: it does not fit. */
  private whole(version: PlaylistVersion): PlaylistVersion | null {
    if (version.playlist.skipped === 0) return version;
    return this.version && this.desk.shared.shelf.merge(this.version, version);
  }

  private accept(version: PlaylistVersion, arrivedMs: number): void {
    const previous = this.version;
    this.judge.change(previous, version);
    this.version = version;
    this.arrivedMs = arrivedMs;
    this.follow(version);
    this.events.onVersion(version, previous, arrivedMs);
  }

  private follow({ playlist }: PlaylistVersion): void {
    if (!isComplete(playlist)) this.watch ??= this.desk.shared.ticker.add(this);
    else {
      this.watch?.cancel();
      this.watch = null;
    }
  }

  private fail(exchange: Exchange): void {
    const { reconnect, reconnectDelayMaxMs } = this.desk.options;
    this.failures++;
    if (this.version) this.judge.staleness(this.version, this.arrivedMs, exchange.sentMs);
    this.isPlainNext = true;
    if (!reconnect) return this.events.onGone();
    const delayMs = reconnectDelayMs(this.failures, reconnectDelayMaxMs, this.desk.world.random());
    this.plan(exchange.endMs + delayMs);
  }
}
