import type { StartPoint } from "../hls/playlist-shape.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Stream } from "./choose-variants.ts";
import type { Cancellable, Desk } from "./desk.ts";
import { PlaylistFollower } from "./follower.ts";
import { type Piece, pieceAt } from "./piece.ts";
import { type LoadedPiece, PieceLoader } from "./piece-loader.ts";
import type { Playhead, Source } from "./playhead.ts";
import type { PlaylistVersion, Reading } from "./playlist-shelf.ts";
import { type Cursor, findBeginning, findLiveEdge, firstOf, isComplete } from "./start-point.ts";

export interface TrackEvents {
  /** A piece has come, or was given up. */
  onPiece(track: Track, piece: Piece, loaded: LoadedPiece): void;
  onGone(track: Track): void;
}

interface Listing {
  /** From here on pieces were listed first by a playlist that had arrived at that time. */
  from: Cursor;
  atMs: number;
}

/**
 * Follows one media playlist and loads its pieces in order over one connection, as far ahead of the playheads it feeds as the
 * buffer allows. What is given up or has left the window is a hole that playheads jump; a gap (EXT-X-GAP) is nothing to
 * load and takes its time.
 */
export class Track {
  private readonly follower: PlaylistFollower;
  private readonly loader: PieceLoader;
  private cursor: Cursor | null = null;
  private listings: Listing[] = [];
  private roomMs = 0;
  private timer: Cancellable | null = null;
  private isDone = false;
  /** What it tells comes back as `pump`. */
  private isInside = false;
  /** Since when the playlist has been ending before what was loaded already; null: it does not. */
  private behindSinceMs: number | null = null;

  constructor(
    private readonly desk: Desk,
    readonly stream: Stream,
    lane: string,
    readonly feeds: { readonly source: Source; readonly heads: readonly Playhead[] },
    private readonly start: StartPoint | null,
    private readonly events: TrackEvents,
  ) {
    this.loader = new PieceLoader(desk, lane, stream.label);
    this.follower = new PlaylistFollower(desk, stream, lane, {
      onVersion: (version, previous, arrivedMs) => this.update(version, previous, arrivedMs),
      onGone: () => this.events.onGone(this),
    });
  }

  begin(dueMs: number): void {
    this.follower.start(dueMs);
  }

  /** Goes on from an answer that has been read already. */
  adopt(reading: Reading, exchange: Exchange): void {
    this.follower.adopt(reading, exchange);
  }

  stop(): void {
    this.isDone = true;
    this.follower.stop();
    this.loader.cancel();
    this.timer?.cancel();
    this.timer = null;
  }

  /** Loads what is next, if there is something and room for it. */
  pump(): void {
    const version = this.follower.version;
    if (this.isInside || this.isDone || !version || this.loader.isBusy || !this.cursor) return;
    this.isInside = true;
    this.loadNext(version);
    this.isInside = false;
  }

  private loadNext(version: PlaylistVersion): void {
    this.timer?.cancel();
    this.timer = null;
    this.skipGaps(version);
    const piece = this.cursor && pieceAt(version.playlist, this.cursor, false);
    if (piece) this.loadWhenRoom(piece);
    else if (isComplete(version.playlist)) this.finish();
  }

  private update(version: PlaylistVersion, previous: PlaylistVersion | null, arrivedMs: number): void {
    const from = previous ? { sequence: previous.edge.sequence + 1, part: 0 } : { sequence: 0, part: 0 };
    this.listings.push({ from, atMs: arrivedMs });
    this.cursor ??= this.beginning(version);
    this.catchUp(version, this.cursor, arrivedMs);
    this.pump();
  }

  private beginning(version: PlaylistVersion): Cursor | null {
    const { playlist } = version;
    if (playlist.segments.length === 0) return isComplete(playlist) ? firstOf(playlist) : null;
    const { skippedMs, ...cursor } = findBeginning(playlist, this.start, false);
    for (const head of this.feeds.heads) head.skip(this.feeds.source, skippedMs);
    return cursor;
  }

  /**
   * What left the window is missed, and a viewer of a live stream jumps back to where one begins, as hls.js does. A stream whose
   * numbers have fallen behind for three target durations has begun anew.
   */
  private catchUp({ playlist, edge }: PlaylistVersion, cursor: Cursor | null, nowMs: number): void {
    const first = playlist.segments[0];
    if (!cursor || !first || this.loader.isBusy) return;
    if (cursor.sequence < first.sequence) {
      this.recorder.segmentsMissed(this.stream.label, first.sequence - cursor.sequence);
      this.jump(isComplete(playlist) ? firstOf(playlist) : findLiveEdge(playlist, false));
    }
    if (cursor.sequence <= edge.sequence + 1) this.behindSinceMs = null;
    else this.behindSinceMs ??= nowMs;
    if (this.behindSinceMs === null || nowMs - this.behindSinceMs < 3000 * playlist.targetDurationSec) return;
    this.behindSinceMs = null;
    this.jump(findLiveEdge(playlist, false));
  }

  private jump(to: Cursor): void {
    this.cursor = to;
  }

  private skipGaps({ playlist }: PlaylistVersion): void {
    for (;;) {
      const piece = this.cursor && pieceAt(playlist, this.cursor, false);
      if (!piece?.isGap) return;
      this.give(piece);
    }
  }

  private loadWhenRoom(piece: Piece): void {
    const nowMs = this.desk.now();
    const roomMs = this.findRoomMs();
    if (roomMs === null) return;
    if (roomMs > nowMs) {
      this.roomMs = roomMs;
      this.timer = this.desk.world.clock.at(roomMs, () => this.pump());
      return;
    }
    const dueMs = Math.max(this.listedMs(piece), this.roomMs);
    this.loader.load(piece, dueMs, (loaded) => this.take(piece, loaded));
  }

  /** When the neediest playhead has room; null: not before something changes. */
  private findRoomMs(): number | null {
    const limitMs = this.desk.options.bufferSec * 1000;
    let earliest: number | null = null;
    for (const head of this.feeds.heads) {
      const roomMs = head.isOver ? null : head.roomAtMs(this.feeds.source, limitMs);
      if (roomMs !== null && (earliest === null || roomMs < earliest)) earliest = roomMs;
    }
    return earliest;
  }

  private listedMs({ sequence }: Piece): number {
    while (this.listings.length > 1 && this.listings[1]!.from.sequence <= sequence) this.listings.shift();
    return this.listings[0]?.atMs ?? this.desk.now();
  }

  private take(piece: Piece, loaded: LoadedPiece): void {
    this.isInside = true;
    this.account(piece, loaded);
    this.isInside = false;
    if (this.follower.version) this.catchUp(this.follower.version, this.cursor, this.desk.now());
    this.pump();
  }

  private account(piece: Piece, loaded: LoadedPiece): void {
    if (loaded.isGood) {
      this.give(piece);
      this.recorder.segmentDownloaded(this.stream.label);
      this.tellLatency(piece);
    } else {
      this.cursor = piece.next;
      this.recorder.segmentFailed(this.stream.label);
    }
    this.events.onPiece(this, piece, loaded);
  }

  private give(piece: Piece): void {
    this.cursor = piece.next;
    for (const head of this.feeds.heads) head.append(this.feeds.source, piece.durationMs, piece.dateMs);
  }

  private finish(): void {
    this.isDone = true;
    for (const head of this.feeds.heads) head.finish(this.feeds.source);
  }

  /** By the dates of the playlist; without them the way to the end of what it lists. */
  private tellLatency(piece: Piece): void {
    const playlist = this.follower.version?.playlist;
    if (this.feeds.source !== 0 || !playlist || isComplete(playlist)) return;
    const { clock } = this.desk.world;
    for (const head of this.feeds.heads) {
      if (head.isOver) continue;
      const dateMs = head.dateMs();
      const bufferedMs = Math.max(0, head.bufferedMs(0));
      const latencyMs =
        dateMs === null
          ? bufferedMs + restMs(playlist.segments, piece)
          : clock.epochMs + clock.nowMs() - dateMs;
      this.recorder.liveLatency(head.label, latencyMs);
    }
  }

  private get recorder() {
    return this.desk.world.recorder;
  }
}

/** Media that is listed after the piece. */
function restMs(segments: readonly { sequence: number; durationSec: number }[], { sequence }: Piece): number {
  let sum = 0;
  for (let i = segments.length - 1; i >= 0 && segments[i]!.sequence > sequence; i--)
    sum += segments[i]!.durationSec;
  return sum * 1000;
}
