import { LOW_LATENCY_RULES } from "../../hls/conformance/low-latency-rules.ts";
import { isLive } from "../../hls/conformance/measures.ts";
import { PLAYLIST_RULES } from "../../hls/conformance/playlist-rules.ts";
import { UPDATE_RULES } from "../../hls/conformance/update-rules.ts";
import type { MediaPlaylist } from "../../hls/playlist-shape.ts";
import { findTear } from "../../hls/torn.ts";
import type { Exchange } from "../../http/exchange.ts";
import { describeExchange, isGood } from "../../viewer/desk.ts";
import { type Directives, isLowLatency, nextDirectives, withDirectives } from "../../viewer/directives.ts";
import { PLAYLIST_LIMIT } from "../../viewer/follower.ts";
import type { PlaylistVersion, Reading } from "../../viewer/playlist-shelf.ts";
import { playlistText } from "../../viewer/playlist-text.ts";
import { mostMissed } from "../../viewer/window-watch.ts";
import { judgeAnswer } from "./answer-judge.ts";
import type { Change } from "./change-times.ts";
import type { Publication } from "./date-drift.ts";
import type { ProbeDesk, ProbedStream } from "./desk.ts";
import { TimeJudge } from "./time-judge.ts";

/** Loads of a live playlist in one target duration. Players must not ask so often (RFC 8216, 6.3.4); one judge may. */
const LOADS_PER_TARGET = 5;
const LEAST_PAUSE_MS = 200;
/** Between blocking reloads, whatever the part target. */
const LEAST_HOLD_MS = 50;

export interface PlaylistEvents {
  onVersion(version: PlaylistVersion, previous: PlaylistVersion | null, change: Change): void;
}

/** Loads one media playlist again and again, and judges every answer by itself, against the one before, and by its time. */
export class PlaylistWatch {
  version: PlaylistVersion | null = null;
  loads = 0;
  changes = 0;
  trouble: string | null = null;
  readonly publications: Publication[] = [];
  #change: Change | null = null;
  readonly #times: TimeJudge;
  /** When the last good answer was asked for. */
  #seenMs: number | null = null;

  constructor(
    private readonly desk: ProbeDesk,
    private readonly stream: ProbedStream,
    private readonly events: PlaylistEvents,
  ) {
    this.#times = new TimeJudge(desk.findings, stream.url);
  }

  /** Until the playlist or the probe is over; a stream that ends meanwhile is looked at once more. `first` was had before. */
  async run(first: Exchange | null): Promise<void> {
    let exchange = first ?? (await this.#load(null));
    let directives: Directives | null = null;
    while (exchange) {
      const wasLive = this.#isLive();
      this.#take(exchange, directives);
      if (this.version && !this.#isLive() && !wasLive) return;
      await this.desk.asker.until(this.#nextMs(exchange));
      directives = this.#directives();
      exchange = await this.#load(directives);
    }
  }

  #isLive(): boolean {
    return this.version !== null && isLive(this.version.playlist);
  }

  #directives(): Directives | null {
    const { version } = this;
    if (!version || !this.#isLive() || this.trouble !== null || !isLowLatency(version.playlist, true))
      return null;
    return { ...nextDirectives(version, 0), canSkip: false };
  }

  async #load(directives: Directives | null): Promise<Exchange | null> {
    const holdMs = 3000 * (this.version?.playlist.targetDurationSec ?? 0);
    return this.desk.asker.ask({
      url: directives ? withDirectives(this.stream.url, directives) : this.stream.url,
      lane: `${this.stream.label} playlist`,
      keepBytes: PLAYLIST_LIMIT,
      isText: true,
      ...(directives && { timeoutMs: holdMs + 1000 }),
    });
  }

  #nextMs({ sentMs, endMs }: Exchange): number {
    const target = this.version?.playlist.targetDurationSec ?? 1;
    const part = this.version?.playlist.partTargetSec ?? null;
    if (this.version && !this.#isLive()) return Math.max(endMs, sentMs + 1000 * target);
    if (this.#directives()) return Math.max(endMs, sentMs + Math.max(LEAST_HOLD_MS, 250 * (part ?? target)));
    return Math.max(endMs, sentMs + Math.max(LEAST_PAUSE_MS, (1000 * target) / LOADS_PER_TARGET));
  }

  #take(exchange: Exchange, directives: Directives | null): void {
    this.loads += 1;
    this.desk.findings.looked(["playlist-torn", "playlist-unparsable"]);
    if (!isGood(exchange)) return this.#fail(exchange, directives);
    const tear = findTear(playlistText(exchange.body));
    if (tear !== null) return this.#tear(`${exchange.url}: ${tear}`);
    const reading = this.desk.shelf.read(this.stream.url, exchange, this.desk.variables);
    if (reading.kind !== "media") return this.#refuse(exchange, reading);
    this.trouble = null;
    const { version } = reading;
    judgeAnswer(this.desk, { url: this.stream.url, exchange, version }, directives);
    if (this.version === version) this.#stay(exchange);
    else this.#accept(exchange, version);
    this.#seenMs = exchange.sentMs;
  }

  #fail(exchange: Exchange, directives: Directives | null): void {
    if (exchange.problem === "truncated") return this.#tear(describeExchange(exchange));
    if (directives && exchange.problem === "timeout") {
      this.desk.findings.tell("blocking-reload-late", describeExchange(exchange));
    }
    this.trouble = describeExchange(exchange);
    const isMissing = this.version === null && exchange.status >= 400;
    if (isMissing) this.desk.findings.tell("playlist-unparsable", this.trouble);
  }

  #tear(example: string): void {
    this.desk.findings.tell("playlist-torn", example);
    this.trouble = example;
  }

  #refuse(exchange: Exchange, reading: Exclude<Reading, { kind: "media" }>): void {
    if (reading.kind === "bad") this.desk.findings.tell(reading.code, reading.problem);
    else this.desk.findings.tell("playlist-unparsable", `${exchange.url}: is a multivariant playlist`);
    this.trouble = `${exchange.url} is no media playlist`;
  }

  #stay({ sentMs }: Exchange): void {
    const { version } = this;
    if (!version || !this.#change || !isLive(version.playlist)) return;
    if (this.#times.isStale(this.#change, sentMs, version)) this.#change = null;
  }

  #accept(exchange: Exchange, version: PlaylistVersion): void {
    const previous = this.version;
    const where = this.stream.label;
    this.desk.findings.looked(Object.keys(PLAYLIST_RULES));
    if (version.playlist.partTargetSec !== null) this.desk.findings.looked(PLAYLIST_LOW_LATENCY);
    this.desk.findings.tellAll(version.violations, where);
    if (previous) {
      this.desk.findings.looked(Object.keys(UPDATE_RULES));
      this.desk.findings.tellAll(this.desk.shelf.compare(previous, version), where);
      this.#judgeJump(previous, version, exchange.endMs - (this.#seenMs ?? exchange.sentMs));
      this.changes += 1;
    }
    const change = { afterMs: this.#seenMs ?? exchange.sentMs, beforeMs: exchange.endMs };
    if (previous && this.#change) this.#times.judge(this.#change, change, previous, version);
    this.#note(version.playlist, change, previous);
    // Of the first version nobody knows since when it has been there.
    this.#change = previous ? change : { afterMs: Number.NEGATIVE_INFINITY, beforeMs: exchange.endMs };
    this.version = version;
    this.events.onVersion(version, previous, change);
  }

  #judgeJump(previous: PlaylistVersion, { playlist }: PlaylistVersion, elapsedMs: number): void {
    this.desk.findings.looked(["media-sequence-jumped"]);
    const passed = playlist.mediaSequence - previous.edge.sequence - 1;
    if (passed <= mostMissed(playlist, elapsedMs)) return;
    this.desk.findings.tell(
      "media-sequence-jumped",
      `${this.stream.url}: ${passed} numbers were passed over`,
    );
  }

  /** When the newest segment was seen first, against its date. */
  #note({ segments }: MediaPlaylist, change: Change, previous: PlaylistVersion | null): void {
    const newest = segments.at(-1);
    if (!previous || !newest || newest.dateMs === null || newest.sequence <= previous.edge.sequence) return;
    const endMs = newest.dateMs + 1000 * newest.durationSec;
    const { afterMs, beforeMs: atMs } = change;
    const delayMs = this.desk.asker.unixMs(atMs) - endMs;
    this.publications.push({ atMs, delayMs, unsureMs: atMs - afterMs });
  }
}

/** Rules of Low-Latency HLS that a playlist shows by itself or against the one before. */
const PLAYLIST_LOW_LATENCY = Object.keys(LOW_LATENCY_RULES).filter(
  (code) =>
    !/^(?:blocking-reload-(?:early|late)|ll-|part-late|part-unavailable|delta-|rendition-report)/.test(code),
);
