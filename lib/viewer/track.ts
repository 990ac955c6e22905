import type { MediaPlaylist } from "../hls/playlist-shape.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Stream } from "./choose-variants.ts";
import type { Cancellable, Desk } from "./desk.ts";
import { type Directives, isLowLatency } from "./directives.ts";
import { PlaylistFollower } from "./follower.ts";
import { earliestRoomMs, liveLatencyMs } from "./head-measures.ts";
import { Listings } from "./listings.ts";
import { PartPace } from "./part-pace.ts";
import { type Piece, pieceAt } from "./piece.ts";
import { type LoadedPiece, PieceLoader } from "./piece-loader.ts";
import type { Playhead } from "./playhead.ts";
import type { PlaylistVersion, Reading } from "./playlist-shelf.ts";
import { type Position, positionOf } from "./position.ts";
import { Preload } from "./preload.ts";
import { type Beginning, type Cursor, firstOf, isComplete } from "./start-point.ts";
import type { Source } from "./supply.ts";
import { WindowWatch } from "./window-watch.ts";

export interface TrackEvents {
  /** A piece has come, or was given up. */
  onPiece(track: Track, piece: Piece, loaded: LoadedPiece): void;
  onGone(track: Track): void;
}

export interface TrackPlace {
  stream: Stream;
  lane: string;
  source: Source;
  heads: readonly Playhead[];
  /** Where to begin in a playlist with segments. */
  begin(playlist: MediaPlaylist, isLow: boolean): Beginning;
}

/** After a stall of low latency this much is wanted before it goes on; ms. */
const LOW_RESUME_MS = 1000;

/**
 * Follows one media playlist and loads its pieces in order over one connection, as far ahead of the playheads it feeds as the
 * buffer allows. What is given up or has left the window is a hole that playheads jump; a gap (EXT-X-GAP) is nothing to
 * load and takes its time.
 */
export class Track {
  private readonly follower: PlaylistFollower;
  private readonly loader: PieceLoader;
  private readonly listings = new Listings();
  private readonly window = new WindowWatch();
  private readonly pace = new PartPace();
  private preload: Preload | null = null;
  private isLow = false;
  private cursor: Cursor | null = null;
  private roomMs = 0;
  private timer: Cancellable | null = null;
  private isDone = false;
  /** What it tells comes back as `pump`. */
  private isInside = false;

  constructor(
    private readonly desk: Desk,
    readonly place: TrackPlace,
    private readonly events: TrackEvents,
  ) {
    const { stream, lane } = place;
    this.loader = new PieceLoader(desk, lane, stream.label);
    this.follower = new PlaylistFollower(desk, stream, lane, {
      onVersion: (version, previous, arrivedMs) => this.update(version, previous, arrivedMs),
      onGone: () => this.events.onGone(this),
      isLaneBusy: () => this.loader.holdsLane,
    });
  }

  start(dueMs: number, directives: Directives | null = null): void {
    this.follower.start(dueMs, directives);
  }

  /** Goes on from an answer that has been read already. */
  adopt(reading: Reading, exchange: Exchange): void {
    this.follower.adopt(reading, exchange);
  }

  stop(): void {
    this.isDone = true;
    this.follower.stop();
    this.loader.cancel();
    this.preload?.cancel();
    this.timer?.cancel();
    this.timer = null;
  }

  /** What is loaded next, for another track to go on from; null: nothing is known yet. */
  get position(): Position | null {
    const playlist = this.playlist;
    return playlist && this.cursor && positionOf(playlist, this.cursor, this.follower.arrivedMs);
  }

  get playlist(): MediaPlaylist | null {
    return this.follower.version?.playlist ?? null;
  }

  /** Loads what is next, if there is something and room for it. */
  pump(): void {
    const { playlist } = this;
    if (this.isInside || this.isDone || !playlist || this.loader.isBusy || !this.cursor) return;
    this.isInside = true;
    this.loadNext(playlist);
    this.isInside = false;
  }

  private update(version: PlaylistVersion, previous: PlaylistVersion | null, arrivedMs: number): void {
    const { playlist } = version;
    this.isLow = isLowLatency(playlist, this.desk.options.lowLatency);
    this.listings.add(previous?.edge ?? null, arrivedMs);
    this.cursor ??= this.beginning(playlist);
    this.catchUp();
    if (this.isLow) this.hint(version);
    this.pump();
  }

  private beginning(playlist: MediaPlaylist): Cursor | null {
    if (playlist.segments.length === 0 && playlist.trailingParts.length === 0) {
      return isComplete(playlist) ? firstOf(playlist) : null;
    }
    const { skippedMs, ...cursor } = this.place.begin(playlist, this.isLow);
    for (const head of this.place.heads) {
      head.skip(this.place.source, skippedMs);
      head.resumeMs = this.isLow ? LOW_RESUME_MS : 0;
    }
    return cursor;
  }

  /** Asks for what comes next, when this viewer is as far as that. */
  private hint({ playlist, edge }: PlaylistVersion): void {
    if (!this.cursor || this.cursor.sequence < edge.sequence) return;
    const { stream, lane } = this.place;
    this.preload ??= new Preload(this.desk, `${lane} hint`, stream.label);
    this.preload.update(playlist, this.desk.now());
  }

  private catchUp(): void {
    const version = this.follower.version;
    if (this.isDone || this.loader.isBusy || !version || !this.cursor) return;
    const { cursor, missed, jump } = this.window.judge(version, this.cursor, this.isLow, this.desk.now());
    if (jump !== null) this.follower.tellJump(jump);
    if (missed > 0) this.recorder.segmentsMissed(this.place.stream.label, missed);
    if (cursor !== this.cursor) this.pace.reset();
    this.cursor = cursor;
  }

  private loadNext(playlist: MediaPlaylist): void {
    this.timer?.cancel();
    this.timer = null;
    this.pass(playlist);
    if (this.isDone) return;
    const piece = this.cursor && pieceAt(playlist, this.cursor, this.isLow);
    if (piece) this.loadWhenRoom(piece);
    else if (isComplete(playlist)) this.finish();
  }

  /** Passes gaps, and segments whose parts have all come. */
  private pass(playlist: MediaPlaylist): void {
    for (;;) {
      const { cursor } = this;
      const segment = cursor && playlist.segments[cursor.sequence - (playlist.segments[0]?.sequence ?? 0)];
      if (cursor && segment && cursor.part > 0 && cursor.part >= segment.parts.length) {
        this.recorder.segmentDownloaded(this.place.stream.label);
        this.cursor = { sequence: cursor.sequence + 1, part: 0 };
        continue;
      }
      const piece = cursor && pieceAt(playlist, cursor, this.isLow);
      if (!piece?.isGap) return;
      this.pace.pass(piece);
      this.give(piece);
    }
  }

  private loadWhenRoom(piece: Piece): void {
    const roomMs = earliestRoomMs(this.place, this.desk.options.bufferSec * 1000);
    // Read after the room, whose "now" is an earlier one by then.
    const nowMs = this.desk.now();
    if (roomMs === null) return;
    if (roomMs > nowMs) {
      this.roomMs = roomMs;
      this.timer = this.desk.world.clock.at(roomMs, () => this.pump());
      return;
    }
    const dueMs = Math.max(this.listings.atMs(piece.at) ?? nowMs, this.roomMs);
    this.loader.load(piece, dueMs, this.preload, (loaded) => this.take(piece, loaded));
  }

  private take(piece: Piece, loaded: LoadedPiece): void {
    this.isInside = true;
    if (loaded.isGood) this.keep(piece, loaded);
    else this.giveUp(piece);
    this.events.onPiece(this, piece, loaded);
    this.isInside = false;
    this.catchUp();
    this.pump();
  }

  private keep(piece: Piece, { exchange }: LoadedPiece): void {
    this.give(piece);
    if (piece.isLast) this.recorder.segmentDownloaded(this.place.stream.label);
    if (piece.kind === "part" && exchange) {
      this.recorder.partLateness(this.pace.lateMs(piece, exchange.endMs));
    } else this.pace.pass(piece);
    this.tellLatency(piece);
  }

  private giveUp(piece: Piece): void {
    this.cursor = piece.next;
    this.pace.pass(piece);
    this.recorder.segmentFailed(this.place.stream.label);
  }

  private give(piece: Piece): void {
    this.cursor = piece.next;
    for (const head of this.place.heads) head.append(this.place.source, piece.durationMs, piece.dateMs);
  }

  private finish(): void {
    this.isDone = true;
    for (const head of this.place.heads) head.finish(this.place.source);
  }

  private tellLatency(piece: Piece): void {
    const { playlist } = this;
    if (this.place.source !== 0 || !playlist || isComplete(playlist)) return;
    for (const head of this.place.heads) {
      if (head.isOver) continue;
      this.recorder.liveLatency(head.label, liveLatencyMs(head, playlist, piece.next, this.desk.world.clock));
    }
  }

  private get recorder() {
    return this.desk.world.recorder;
  }
}
