import type { MediaPlaylist, MultivariantPlaylist, StartPoint } from "../hls/playlist-shape.ts";
import type { Exchange } from "../http/exchange.ts";
import type { ClientState } from "../stats/sample.ts";
import { Adaptation } from "./adaptation.ts";
import { DEFAULT_ESTIMATE } from "./bandwidth.ts";
import { chooseProgrammes, listProgrammes, type Programme, type Stream } from "./choose-variants.ts";
import type { Desk } from "./desk.ts";
import type { Directives } from "./directives.ts";
import { Playhead } from "./playhead.ts";
import type { Reading } from "./playlist-shelf.ts";
import { findPosition, type Position } from "./position.ts";
import { findBeginning } from "./start-point.ts";
import type { Source } from "./supply.ts";
import { Track } from "./track.ts";
import { ONLY_VARIANT } from "./variant-labels.ts";

/** What one viewer plays: a playhead for every variant, and tracks that feed them; audio that several share is loaded once. */
export class Cast {
  private readonly heads: Playhead[] = [];
  private tracks: Track[] = [];
  private start: StartPoint | null = null;
  private adaptation: Adaptation | null = null;

  constructor(
    private readonly desk: Desk,
    private readonly startedMs: number,
    private readonly mainLane: string,
    /** A playhead has changed its state. */
    private readonly onChange: () => void,
  ) {}

  /** Of several playheads: what is worst among those that still run; how it ended when none does. */
  get state(): ClientState {
    const order = ["stalled", "playing", "starting", "ended"] as const;
    return order.find((state) => this.heads.some((head) => head.state === state)) ?? "failed";
  }

  /** Nothing was chosen, as nothing is known. */
  get isEmpty(): boolean {
    return this.heads.length === 0;
  }

  /** A media playlist that stands by itself. */
  playOnly(reading: Reading, exchange: Exchange): void {
    const stream = { label: ONLY_VARIANT, url: this.desk.options.url };
    this.addTrack(stream, this.mainLane, 0, [this.addHead(ONLY_VARIANT, 1)]).adopt(reading, exchange);
  }

  play(playlist: MultivariantPlaylist, nowMs: number): void {
    this.start = playlist.start;
    const { variant } = this.desk.options;
    const all = listProgrammes(playlist);
    const chosen = chooseProgrammes(all, variant, DEFAULT_ESTIMATE);
    const heads = chosen.map(({ label, audio }) => this.addHead(label, audio ? 2 : 1));
    chosen.forEach((programme, i) => {
      this.addTrack(programme, i === 0 ? this.mainLane : programme.label, 0, heads.slice(i, i + 1));
    });
    for (const audio of audioOf(chosen)) {
      const fed = heads.filter((_, i) => chosen[i]?.audio?.url === audio.url);
      this.addTrack(audio, audio.label, 1, fed);
    }
    const [first] = chosen;
    if (variant === "adaptive" && first) this.adaptation = new Adaptation(all, first);
    for (const track of [...this.tracks]) track.start(nowMs);
  }

  pump(): void {
    for (const track of [...this.tracks]) track.pump();
  }

  stop(): void {
    for (const track of this.tracks) track.stop();
    for (const head of this.heads) head.stop();
  }

  private addHead(label: string, sources: 1 | 2): Playhead {
    const { clock, recorder } = this.desk.world;
    const { ticker } = this.desk.shared;
    const onState = () => this.change();
    const head = new Playhead(
      { clock, recorder, ticker, startedMs: this.startedMs, onState },
      label,
      sources,
    );
    this.heads.push(head);
    return head;
  }

  /** Nobody loads for playheads that are over. */
  private change(): void {
    for (const track of this.tracks) if (track.place.heads.every((head) => head.isOver)) track.stop();
    this.onChange();
  }

  private addTrack(
    stream: Stream,
    lane: string,
    source: Source,
    heads: readonly Playhead[],
    from: Position | null = null,
  ): Track {
    const begin = (playlist: MediaPlaylist, isLow: boolean) =>
      from === null
        ? findBeginning(playlist, this.start, isLow)
        : { ...findPosition(playlist, from, this.desk.now()), skippedMs: 0 };
    const track = new Track(
      this.desk,
      { stream, lane, source, heads, begin },
      {
        onPiece: (_, piece, { exchange }) => {
          if (source !== 0 || !this.adaptation) return;
          const next = this.adaptation.next(heads[0]!, piece, exchange);
          if (!next) return;
          this.desk.world.recorder.switched(next.isUp ? "up" : "down");
          this.switchTo(track, next.programme);
        },
        onGone: () => {
          for (const head of heads) head.fail();
        },
      },
    );
    this.tracks.push(track);
    return track;
  }

  /** The next piece comes from another variant; its playlist is loaded anew. */
  private switchTo(track: Track, programme: Programme): void {
    const audio = this.tracks.find(({ place }) => place.source === 1);
    this.replace(track, programme);
    if (audio && programme.audio && audio.place.stream.url !== programme.audio.url) {
      this.replace(audio, programme.audio);
    }
  }

  private replace(track: Track, stream: Stream): void {
    const { lane, source, heads } = track.place;
    const directives = reportOf(track.playlist, stream.url);
    track.stop();
    this.tracks = this.tracks.filter((other) => other !== track);
    this.addTrack(stream, lane, source, heads, track.position).start(this.desk.now(), directives);
  }
}

/** The newest part of another rendition, as this one's playlist reports it (bis, 4.4.5.4); an answer to it is not held. */
function reportOf(playlist: MediaPlaylist | null, url: string): Directives | null {
  const report = playlist?.renditionReports.find(({ uri }) => uri === url);
  if (!report || report.lastSequence === null || !playlist?.serverControl?.canBlockReload) return null;
  return { sequence: report.lastSequence, part: report.lastPart, canSkip: false };
}

function audioOf(programmes: readonly Programme[]): Stream[] {
  const byUrl = new Map(programmes.flatMap(({ audio }) => (audio ? [[audio.url, audio] as const] : [])));
  return [...byUrl.values()];
}
