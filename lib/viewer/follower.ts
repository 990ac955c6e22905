import type { Exchange } from "../http/exchange.ts";
import { reconnectDelayMs } from "./backoff.ts";
import type { Stream } from "./choose-variants.ts";
import { isBefore } from "./coherence.ts";
import { type Cancellable, type Desk, describeExchange, isGood } from "./desk.ts";
import { type Directives, isLowLatency, nextDirectives, withDirectives } from "./directives.ts";
import { PlaylistJudge } from "./playlist-judge.ts";
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

/** Of a part target, between two blocking reloads: whoever is behind catches up, and a server that never holds is not flooded. */
const LEAST_HOLD = 0.25;

/**
 * Keeps a media playlist up to date. An ordinary one is loaded again a target duration after a load that brought something new and
 * half of it after one that did not, from the beginning of the load (RFC 8216, 6.3.4). One of Low-Latency HLS is asked for
 * its next part at once, over a connection of its own, and the server holds the request (bis, 6.3.8); latencies of these
 * are counted from when the part was due, a part target after the last change, and the hold is told apart.
 */
export class PlaylistFollower {
  version: PlaylistVersion | null = null;
  /** When the version had arrived. */
  arrivedMs = 0;
  private failures = 0;
  /** The next load is one without directives: the last with them failed, or did not fit. */
  private isPlainNext = false;
  private pending: Cancellable | null = null;
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
  }

  private plan(dueMs: number): void {
    if (dueMs <= this.desk.now()) return this.load(dueMs, this.directives());
    this.pending = this.desk.world.clock.at(dueMs, () => this.load(dueMs, this.directives()));
  }

  private directives(): Directives | null {
    const { version } = this;
    if (!version || this.isPlainNext || !isLowLatency(version.playlist, this.desk.options.lowLatency))
      return null;
    return nextDirectives(version, this.desk.now() - this.arrivedMs);
  }

  private load(dueMs: number, directives: Directives | null): void {
    const { url, label } = this.stream;
    const partTargetMs = 1000 * (this.version?.playlist.partTargetSec ?? 0);
    const changedMs = this.arrivedMs;
    this.isPlainNext = false;
    this.pending = this.desk.ask({
      kind: "media",
      label,
      url: directives ? withDirectives(url, directives) : url,
      lane: directives ? `${this.lane} reload` : this.lane,
      dueMs,
      attempt: this.failures,
      keepBytes: PLAYLIST_LIMIT,
      ...(directives && { timeoutMs: this.holdLimitMs(), answerDueMs: () => changedMs + partTargetMs }),
      onDone: (exchange) => {
        this.pending = null;
        if (isGood(exchange)) return this.take(this.desk.read(url, exchange), exchange, directives);
        if (exchange.problem === "truncated") this.judge.tell("playlist-torn", describeExchange(exchange));
        this.fail(exchange);
      },
    });
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
    this.failures = 0;
    this.judge.age(reading.version, exchange);
    const version = this.whole(reading.version);
    if (version === null) return this.reloadWhole(exchange, directives);
    const isNew = this.isNews(version, exchange.endMs);
    if (directives) this.judge.hold(exchange, directives, version);
    if (isNew) this.accept(version, exchange.endMs);
    else this.judge.staleness(version, this.arrivedMs, exchange.sentMs);
    if (!isComplete(version.playlist))
      this.plan(this.nextDueMs(version, isNew, directives !== null, exchange));
  }

  /** At once, but not for ever. */
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

  private isNews(version: PlaylistVersion, nowMs: number): boolean {
    if (this.version === null) return true;
    if (this.version === version) return false;
    const { playlist, edge } = version;
    if (!isLowLatency(playlist, this.desk.options.lowLatency)) return true;
    // Something older is no answer to a blocking reload, unless the stream has begun anew.
    if (isBefore(edge, this.version.edge)) return nowMs - this.arrivedMs > 3000 * playlist.targetDurationSec;
    return !isSameState(this.version, version);
  }

  private accept(version: PlaylistVersion, arrivedMs: number): void {
    const previous = this.version;
    this.judge.change(previous, version);
    this.version = version;
    this.arrivedMs = arrivedMs;
    this.events.onVersion(version, previous, arrivedMs);
  }

  private nextDueMs(
    { playlist }: PlaylistVersion,
    isNew: boolean,
    isHeld: boolean,
    exchange: Exchange,
  ): number {
    const { targetDurationSec, partTargetSec } = playlist;
    const { sentMs, endMs } = exchange;
    if (isLowLatency(playlist, this.desk.options.lowLatency) && partTargetSec !== null) {
      if (isNew && !isHeld) return endMs;
      return Math.max(endMs, sentMs + 1000 * partTargetSec * (isNew ? LEAST_HOLD : 1));
    }
    return sentMs + 1000 * targetDurationSec * (isNew ? 1 : 0.5);
  }

  private fail(exchange: Exchange): void {
    const { reconnect, reconnectDelayMaxMs } = this.desk.options;
    this.failures++;
    this.isPlainNext = true;
    if (!reconnect) return this.events.onGone();
    const delayMs = reconnectDelayMs(this.failures, reconnectDelayMaxMs, this.desk.world.random());
    this.plan(exchange.endMs + delayMs);
  }
}

/** The same content whether it came whole or as a delta update. */
function isSameState(a: PlaylistVersion, b: PlaylistVersion): boolean {
  return (
    a.edge.sequence === b.edge.sequence &&
    a.edge.parts === b.edge.parts &&
    a.playlist.mediaSequence === b.playlist.mediaSequence &&
    a.playlist.isEnded === b.playlist.isEnded
  );
}
