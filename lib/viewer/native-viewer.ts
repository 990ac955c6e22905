import type { MultivariantPlaylist, StartPoint } from "../hls/playlist-shape.ts";
import type { Exchange } from "../http/exchange.ts";
import type { ClientState } from "../stats/sample.ts";
import { reconnectDelayMs } from "./backoff.ts";
import { chooseProgrammes, listProgrammes, type Programme, type Stream } from "./choose-variants.ts";
import { type Cancellable, type Desk, describeExchange, isGood } from "./desk.ts";
import { PLAYLIST_LIMIT } from "./follower.ts";
import { Playhead, type Source } from "./playhead.ts";
import type { Reading } from "./playlist-shelf.ts";
import { Track } from "./track.ts";
import { ONLY_VARIANT } from "./variant-labels.ts";
import type { Viewer } from "./viewer-shape.ts";

/** Lane of the first request and, when nothing else is played, of all others: one connection. */
const MAIN_LANE = "main";

/** One client: loads the URL, chooses, and keeps a playhead for every variant it plays. */
export class NativeViewer implements Viewer {
  private state: ClientState = "starting";
  private readonly heads: Playhead[] = [];
  private readonly tracks: Track[] = [];
  private readonly startedMs: number;
  private pending: Cancellable | null = null;
  private failures = 0;
  private isGone = false;
  private isReleased = false;

  constructor(private readonly desk: Desk) {
    this.startedMs = desk.now();
    desk.world.recorder.client(null, "starting");
    this.load(this.startedMs);
  }

  stop(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.release();
    this.desk.world.recorder.client(this.state, null);
  }

  private load(dueMs: number): void {
    const { url } = this.desk.options;
    let reading: Reading | null = null;
    this.pending = this.desk.ask({
      kind: (exchange) => {
        if (isGood(exchange)) reading = this.desk.shared.shelf.read(url, exchange);
        return reading?.kind === "media" ? "media" : "multivariant";
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
    if (reading?.kind === "media") return this.play(reading, exchange);
    if (reading?.kind === "multivariant") {
      for (const { code, example } of reading.violations) this.tell(code, example);
      return this.choose(reading.playlist, exchange.endMs);
    }
    if (reading) this.tell(reading.code, reading.problem);
    else if (exchange.problem === "truncated") this.tell("torn-playlist", describeExchange(exchange));
    this.retry(exchange.endMs);
  }

  private retry(nowMs: number): void {
    const { reconnect, reconnectDelayMaxMs } = this.desk.options;
    this.failures++;
    if (!reconnect) return this.end("failed");
    const dueMs = nowMs + reconnectDelayMs(this.failures, reconnectDelayMaxMs, this.desk.world.random());
    this.pending = this.desk.world.clock.at(dueMs, () => this.load(dueMs));
  }

  /** The URL is a media playlist. */
  private play(reading: Reading, exchange: Exchange): void {
    const stream = { label: ONLY_VARIANT, url: this.desk.options.url };
    const head = this.addHead(ONLY_VARIANT, 1);
    this.addTrack(stream, MAIN_LANE, 0, [head], null).adopt(reading, exchange);
  }

  private choose(playlist: MultivariantPlaylist, nowMs: number): void {
    const all = listProgrammes(playlist);
    const chosen = chooseProgrammes(all, this.desk.options.variant, 500_000);
    const heads = new Map(
      chosen.map((programme) => [programme, this.addHead(programme.label, programme.audio ? 2 : 1)]),
    );
    chosen.forEach((programme, i) => {
      this.addTrack(
        programme,
        i === 0 ? MAIN_LANE : programme.label,
        0,
        [heads.get(programme)!],
        playlist.start,
      );
    });
    for (const audio of audioOf(chosen)) {
      const fed = chosen.filter((programme) => programme.audio?.url === audio.url);
      this.addTrack(
        audio,
        audio.label,
        1,
        fed.map((programme) => heads.get(programme)!),
        playlist.start,
      );
    }
    for (const track of [...this.tracks]) track.begin(nowMs);
  }

  private addHead(label: string, sources: 1 | 2): Playhead {
    const { clock, recorder } = this.desk.world;
    const { ticker } = this.desk.shared;
    const world = {
      clock,
      recorder,
      ticker,
      startedMs: this.startedMs,
      resumeMs: 0,
      onState: () => this.update(),
    };
    const head = new Playhead(world, label, sources);
    this.heads.push(head);
    return head;
  }

  private addTrack(
    stream: Stream,
    lane: string,
    source: Source,
    heads: readonly Playhead[],
    start: StartPoint | null,
  ): Track {
    const track = new Track(this.desk, stream, lane, { source, heads }, start, {
      onPiece: () => {},
      onGone: (gone) => {
        for (const head of gone.feeds.heads) head.fail();
      },
    });
    this.tracks.push(track);
    return track;
  }

  /** A playhead has changed its state. */
  private update(): void {
    if (this.isReleased) return;
    for (const track of this.tracks) {
      if (track.feeds.heads.every((head) => head.isOver)) track.stop();
    }
    const next = stateOf(this.heads.map(({ state }) => state));
    if (next === "ended" || next === "failed") return this.end(next);
    this.enter(next);
    for (const track of this.tracks) track.pump();
  }

  private end(state: "ended" | "failed"): void {
    this.enter(state);
    this.release();
  }

  private enter(state: ClientState): void {
    if (state === this.state) return;
    this.desk.world.recorder.client(this.state, state);
    this.state = state;
  }

  private release(): void {
    if (this.isReleased) return;
    this.isReleased = true;
    this.pending?.cancel();
    this.pending = null;
    for (const track of this.tracks) track.stop();
    for (const head of this.heads) head.stop();
    this.desk.world.http.close();
  }

  private tell(code: string, example: string): void {
    this.desk.world.recorder.violation(code, example);
  }
}

function audioOf(programmes: readonly Programme[]): Stream[] {
  const byUrl = new Map(programmes.flatMap(({ audio }) => (audio ? [[audio.url, audio] as const] : [])));
  return [...byUrl.values()];
}

/** Of a client with several playheads: what is worst among those that still run; how it ended when none does. */
function stateOf(states: readonly ClientState[]): ClientState {
  const order = ["stalled", "playing", "starting", "ended"] as const;
  return order.find((state) => states.includes(state)) ?? "failed";
}
