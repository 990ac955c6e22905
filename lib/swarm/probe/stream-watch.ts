import { isLive, listedSec } from "../../hls/conformance/measures.ts";
import { VARIANT_RULES } from "../../hls/conformance/playlist-rules.ts";
import type { MediaPlaylist } from "../../hls/playlist-shape.ts";
import type { Exchange } from "../../http/exchange.ts";
import type { StreamReport } from "../../report/probe-shape.ts";
import type { PlaylistVersion } from "../../viewer/playlist-shelf.ts";
import { averageBitRate, peakBitRate } from "./bit-rates.ts";
import type { Change } from "./change-times.ts";
import { judgeDrift } from "./date-drift.ts";
import type { ProbeDesk, ProbedStream } from "./desk.ts";
import { judgeBitRates } from "./judge-bit-rates.ts";
import { LowLatencyChecks } from "./low-latency-checks.ts";
import { readMedia } from "./media-facts.ts";
import { PlaylistWatch } from "./playlist-watch.ts";
import { RemovedWatch } from "./removed-watch.ts";
import { SegmentWatch } from "./segment-watch.ts";

/** Segments of a live stream that are loaded from before the first look. */
const LIVE_START = 3;
/** Everything about one media playlist of a probe. */
export class StreamWatch {
  readonly #playlist: PlaylistWatch;
  readonly #segments: SegmentWatch;
  readonly #removed: RemovedWatch;
  readonly #lowLatency: LowLatencyChecks;
  #longestSec = 0;
  #side: Promise<void>[] = [];

  constructor(
    readonly stream: ProbedStream,
    private readonly desk: ProbeDesk,
  ) {
    this.#segments = new SegmentWatch(desk, stream.label);
    this.#removed = new RemovedWatch(desk, stream.label);
    this.#lowLatency = new LowLatencyChecks(desk, stream);
    this.#playlist = new PlaylistWatch(desk, stream, {
      onVersion: (version, previous, change) => this.#take(version, previous, change),
    });
  }

  get playlist(): MediaPlaylist | null {
    return this.#playlist.version?.playlist ?? null;
  }

  /** What went wrong that is no rule's matter. */
  get trouble(): string | null {
    return this.#playlist.trouble ?? this.#segments.trouble;
  }

  /** Until the stream or the probe is over. */
  async run(first: Exchange | null): Promise<void> {
    const beganMs = this.desk.asker.nowMs();
    await this.#playlist.run(first);
    this.#judgeEmpty(this.desk.asker.nowMs() - beganMs);
    await Promise.all([this.#segments.finish(), this.#removed.finish(), ...this.#side]);
  }

  /** What it all comes to; judges what only the whole shows. */
  async report(ffprobe: string | null): Promise<StreamReport> {
    const { label, url, type, variant } = this.stream;
    const { measured, failed, slowestFirstByteMs, kept } = this.#segments;
    const { publications, loads, changes } = this.#playlist;
    judgeBitRates(this.stream, this.playlist, measured, this.desk.findings);
    this.#judgeDrift();
    return {
      label,
      url,
      type,
      bandwidth: variant?.bandwidth ?? null,
      averageBandwidth: variant?.averageBandwidth ?? null,
      resolution: variant?.resolution ?? null,
      codecs: variant?.codecs ?? null,
      targetDurationSec: this.playlist?.targetDurationSec ?? null,
      listedSec: this.playlist && listedSec(this.playlist),
      playlistLoads: loads,
      playlistChanges: changes,
      segments: {
        downloaded: measured.length,
        failed,
        bytes: measured.reduce((sum, { bytes }) => sum + bytes, 0),
      },
      peakBitsPerSec: peakBitRate(measured, this.playlist?.targetDurationSec ?? 0),
      averageBitsPerSec: averageBitRate(measured),
      slowestFirstByteMs,
      publishDelayMs: median(publications.map(({ delayMs }) => delayMs)),
      media: ffprobe === null ? null : await readMedia(ffprobe, kept, this.desk.findings),
    };
  }

  #take(version: PlaylistVersion, previous: PlaylistVersion | null, change: Change): void {
    const { playlist } = version;
    const isFirstLive = previous === null && isLive(playlist);
    const first = isFirstLive ? version.edge.sequence - LIVE_START + 1 : 0;
    this.#segments.take(playlist.segments, first);
    if (playlist.partTargetSec !== null) {
      if (previous === null) this.#side.push(this.#lowLatency.run(version));
      this.#side.push(this.#lowLatency.take(version));
    }
    for (const segment of removedSegments(previous?.playlist, playlist)) {
      this.#removed.add(segment, change.afterMs, this.#longestSec);
    }
    this.#longestSec = Math.max(this.#longestSec, listedSec(playlist));
  }

  /** A live stream may begin without segments; the first is there after a target duration (one that has ended is judged by itself). */
  #judgeEmpty(watchedMs: number): void {
    const { playlist } = this;
    if (playlist === null || !isLive(playlist)) return;
    this.desk.findings.looked(["playlist-empty"]);
    if (this.#longestSec > 0 || watchedMs <= 1500 * playlist.targetDurationSec) return;
    const watched = `${(watchedMs / 1000).toFixed(1)} s`;
    this.desk.findings.tell("playlist-empty", `${this.stream.url}: listed no segment in ${watched}`);
  }

  #judgeDrift(): void {
    const drift = judgeDrift(this.#playlist.publications);
    if (!drift) return;
    this.desk.findings.looked(["date-drift"]);
    if (!drift.isDrift) return;
    const way = drift.driftMs > 0 ? "fell behind" : "ran ahead of";
    const by = `${(Math.abs(drift.driftMs) / 1000).toFixed(1)} s in ${(drift.overMs / 1000).toFixed(0)} s`;
    this.desk.findings.tell("date-drift", `${this.stream.label}: dates ${way} the clock by ${by}`);
  }
}

/** Rules that media playlists show together. */
export const TOGETHER_RULES = Object.keys(VARIANT_RULES);

function removedSegments(previous: MediaPlaylist | undefined, next: MediaPlaylist) {
  if (!previous || !isLive(next) || next.skipped > 0) return [];
  return previous.segments.filter(({ sequence }) => sequence < next.mediaSequence);
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
