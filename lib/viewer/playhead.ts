import type { Recorder } from "../stats/sample.ts";
import { Dateline } from "./dateline.ts";
import type { Cancellable } from "./desk.ts";
import { type Source, Supply } from "./supply.ts";
import type { Settling, Ticker } from "./ticker.ts";
import type { Clock } from "./viewer-shape.ts";

export type PlayheadState = "starting" | "playing" | "stalled" | "ended" | "failed";

export type PlayheadRecorder = Pick<Recorder, "startup" | "played" | "stallBegan" | "stalled" | "stallEnded">;

export interface PlayheadWorld {
  clock: Clock;
  recorder: PlayheadRecorder;
  ticker: Ticker;
  /** When the viewer came. */
  startedMs: number;
  onState(head: Playhead): void;
}

/** Who leaves sooner without having played tells nothing: a stream takes its time to begin. */
export const NEVER_PLAYED_MS = 3000;

/**
 * A player without a decoder: media goes in, wall-clock time takes it out. It starts with the first whole segment (or part) of every
 * source, stalls when any of them has run out, and goes on when each has a segment again. Turns are exact: a stall begins when
 * the last media ends, however late anybody looks.
 */
export class Playhead implements Settling {
  state: PlayheadState = "starting";
  /** Media it wants before it goes on after a stall; 0: one segment is enough. */
  resumeMs = 0;
  private readonly supply: Supply;
  private positionMs = 0;
  /** Accounts are complete up to here. */
  private settledMs: number;
  private stalledSinceMs = 0;
  private timer: Cancellable | null = null;
  private readonly seat: Cancellable;
  readonly dates = new Dateline();

  constructor(
    private readonly world: PlayheadWorld,
    /** Of the variant that plays. */
    public label: string,
    sources: 1 | 2,
  ) {
    this.settledMs = world.clock.nowMs();
    this.supply = new Supply(sources);
    this.seat = world.ticker.add(this);
  }

  /** What a source still has before the playhead, ms. */
  bufferedMs(source: Source): number {
    this.settle(this.world.clock.nowMs());
    return this.supply.endMs(source) - this.positionMs;
  }

  get isMoving(): boolean {
    return this.state === "playing";
  }

  get isOver(): boolean {
    return this.state === "ended" || this.state === "failed";
  }

  append(source: Source, durationMs: number, dateMs: number | null): void {
    if (this.isOver) return;
    this.settle(this.world.clock.nowMs());
    if (source === 0 && dateMs !== null) this.dates.note(this.supply.endMs(0), dateMs);
    this.supply.add(source, durationMs);
    this.moveOn();
  }

  /** Media at the very beginning that is not shown. */
  skip(source: Source, durationMs: number): void {
    this.supply.add(source, -durationMs);
  }

  /** Nothing more comes from this source. */
  finish(source: Source): void {
    if (this.isOver) return;
    this.settle(this.world.clock.nowMs());
    this.supply.finish(source);
    this.moveOn();
  }

  fail(): void {
    if (this.isOver) return;
    this.settle(this.world.clock.nowMs());
    if (!this.isOver) this.leave("failed");
  }

  /** The viewer leaves: tells the rest. */
  stop(): void {
    if (this.isOver) return;
    this.settle(this.world.clock.nowMs());
    this.endStart();
    this.endStall();
    this.release();
  }

  /** When the source has no more than this before the playhead; null: not before something changes. */
  roomAtMs(source: Source, limitMs: number): number | null {
    const over = this.bufferedMs(source) - limitMs;
    if (over <= 0) return this.settledMs;
    return this.isMoving ? this.settledMs + over : null;
  }

  /** Date of what is shown now; null without dates. */
  dateMs(): number | null {
    this.settle(this.world.clock.nowMs());
    return this.dates.at(this.positionMs);
  }

  /** Tells what was played or waited for until now. */
  settle(nowMs: number): void {
    if (this.state === "playing") this.play(nowMs);
    if (this.state === "stalled") this.wait(nowMs);
    this.settledMs = Math.max(this.settledMs, nowMs);
  }

  private get leftMs(): number {
    return this.supply.playableMs - this.positionMs;
  }

  private play(nowMs: number): void {
    const elapsedMs = Math.min(nowMs - this.settledMs, this.leftMs);
    if (elapsedMs > 0) {
      this.positionMs += elapsedMs;
      this.settledMs += elapsedMs;
      this.world.recorder.played(this.label, elapsedMs);
      this.dates.forget(this.positionMs);
    }
    if (this.leftMs > SLACK_MS) return;
    if (this.supply.isFinished) this.leave("ended");
    else if (nowMs > this.settledMs) this.beginStall();
  }

  private wait(nowMs: number): void {
    if (nowMs > this.settledMs) this.world.recorder.stalled(this.label, nowMs - this.settledMs);
  }

  /** After something came: begins, goes on, or ends. */
  private moveOn(): void {
    const leftMs = this.leftMs;
    const isEnough = leftMs > SLACK_MS && (leftMs >= this.resumeMs || this.supply.isFinished);
    if (this.state === "starting" && leftMs > SLACK_MS) {
      this.world.recorder.startup(this.label, this.settledMs - this.world.startedMs);
      this.enter("playing");
    } else if (this.state === "stalled" && isEnough) {
      this.endStall();
      this.enter("playing");
    } else if (leftMs <= SLACK_MS && this.supply.isFinished) this.leave("ended");
    if (this.state === "playing") this.watch();
  }

  private beginStall(): void {
    this.stalledSinceMs = this.settledMs;
    this.world.recorder.stallBegan(this.label);
    this.enter("stalled");
  }

  private endStall(): void {
    if (this.state === "stalled") {
      this.world.recorder.stallEnded(this.label, this.settledMs - this.stalledSinceMs);
    }
  }

  /** It never played: its startup took at least that long. */
  private endStart(): void {
    const waitedMs = this.settledMs - this.world.startedMs;
    if (this.state === "starting" && waitedMs >= NEVER_PLAYED_MS) {
      this.world.recorder.startup(this.label, waitedMs);
    }
  }

  private leave(state: "ended" | "failed"): void {
    this.endStart();
    this.endStall();
    this.release();
    this.enter(state);
  }

  private enter(state: PlayheadState): void {
    this.state = state;
    this.world.onState(this);
  }

  private release(): void {
    this.seat.cancel();
    this.timer?.cancel();
    this.timer = null;
  }

  /** One timer at a time, moved on when it finds more media than it was set for. */
  private watch(): void {
    this.timer ??= this.world.clock.at(this.settledMs + this.leftMs + SLACK_MS, () => {
      this.timer = null;
      this.settle(this.world.clock.nowMs());
      if (this.state === "playing") this.watch();
    });
  }
}

/** Sums of durations are not exact; less than this is nothing. */
const SLACK_MS = 0.001;
