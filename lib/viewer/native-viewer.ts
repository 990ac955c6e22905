import type { ViolationCode } from "../hls/conformance/violations.ts";
import type { Exchange } from "../http/exchange.ts";
import type { ClientState } from "../stats/sample.ts";
import { reconnectDelayMs } from "./backoff.ts";
import { Cast } from "./cast.ts";
import { type Cancellable, type Desk, describeExchange, isGood } from "./desk.ts";
import { PLAYLIST_LIMIT } from "./follower.ts";
import { NEVER_PLAYED_MS } from "./playhead.ts";
import type { MultivariantReading, Reading } from "./playlist-shelf.ts";
import { ONLY_VARIANT, UNKNOWN_VARIANT } from "./variant-labels.ts";
import type { Viewer } from "./viewer-shape.ts";

/** Lane of the first request and, when nothing else is played, of all others: one connection. */
const MAIN_LANE = "main";

/** One client: loads the URL, and plays what it finds until that is over, it has failed, or it leaves. */
export class NativeViewer implements Viewer {
  private state: ClientState = "starting";
  private readonly cast: Cast;
  private pending: Cancellable | null = null;
  private failures = 0;
  private hasPlayed = false;
  private isReleased = false;
  private isGone = false;

  private readonly startedMs: number;

  constructor(private readonly desk: Desk) {
    this.startedMs = desk.now();
    desk.world.recorder.client(null, "starting");
    this.cast = new Cast(desk, this.startedMs, MAIN_LANE, () => this.follow());
    this.load(this.startedMs);
  }

  stop(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.release();
    this.desk.world.recorder.client(this.state, null);
  }

  private load(dueMs: number): void {
    const { url, urlKind } = this.desk.options;
    let reading: Reading | null = null;
    this.pending = this.desk.ask({
      kind: (exchange) => {
        if (exchange && isGood(exchange)) reading = this.desk.read(url, exchange);
        return reading === null || reading.kind === "bad" ? urlKind : reading.kind;
      },
      label: null,
      url,
      lane: MAIN_LANE,
      dueMs,
      attempt: this.failures,
      keepBytes: PLAYLIST_LIMIT,
      onDone: (exchange) => {
        this.pending = null;
        this.take(reading, exchange);
      },
    });
  }

  private take(reading: Reading | null, exchange: Exchange): void {
    if (reading?.kind === "media") return this.cast.playOnly(reading, exchange);
    if (reading?.kind === "multivariant") return this.choose(reading, exchange.endMs);
    if (reading) this.tell(reading.code, reading.problem);
    else if (exchange.problem === "truncated") this.tell("playlist-torn", describeExchange(exchange));
    this.retry(exchange.endMs);
  }

  private choose({ playlist, violations }: MultivariantReading, nowMs: number): void {
    for (const { code, example } of violations) this.tell(code, example);
    this.desk.variables = playlist.variables;
    this.cast.play(playlist, nowMs);
  }

  private retry(nowMs: number): void {
    const { reconnect, reconnectDelayMaxMs } = this.desk.options;
    this.failures++;
    if (!reconnect) return this.end("failed");
    const dueMs = nowMs + reconnectDelayMs(this.failures, reconnectDelayMaxMs, this.desk.world.random());
    this.pending = this.desk.world.clock.at(dueMs, () => this.load(dueMs));
  }

  /** A playhead has changed its state. */
  private follow(): void {
    if (this.isReleased) return;
    const next = this.cast.state;
    if (next === "ended" || next === "failed") return this.end(next);
    this.enter(next);
    this.cast.pump();
  }

  private end(state: "ended" | "failed"): void {
    this.enter(state);
    this.release();
  }

  private enter(state: ClientState): void {
    if (state === this.state) return;
    this.desk.world.recorder.client(this.state, state);
    this.state = state;
    if (state === "playing") this.hasPlayed = true;
  }

  private release(): void {
    if (this.isReleased) return;
    this.isReleased = true;
    this.desk.tellUnfinished();
    this.pending?.cancel();
    this.cast.stop();
    this.tellNeverPlayed();
    this.desk.world.http.close();
  }

  /** Playheads have told how long they waited; one that never learnt what to play has none. */
  private tellNeverPlayed(): void {
    const waitedMs = this.desk.now() - this.startedMs;
    if (this.hasPlayed || waitedMs < NEVER_PLAYED_MS) return;
    const { recorder } = this.desk.world;
    const { urlKind } = this.desk.options;
    recorder.neverPlayed();
    if (this.cast.isEmpty) recorder.startup(urlKind === "media" ? ONLY_VARIANT : UNKNOWN_VARIANT, waitedMs);
  }

  private tell(code: ViolationCode, example: string): void {
    this.desk.world.recorder.violation(code, example);
  }
}
