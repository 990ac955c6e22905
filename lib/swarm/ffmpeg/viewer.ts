import type { ClientState, Recorder } from "../../stats/sample.ts";
import { reconnectDelayMs } from "../../viewer/backoff.ts";
import { NEVER_PLAYED_MS, Playhead } from "../../viewer/playhead.ts";
import type { Ticker } from "../../viewer/ticker.ts";
import type { Clock } from "../../viewer/viewer-shape.ts";
import type { ChildEnd, ChildLines, FfmpegChild } from "./child.ts";
import { CoarseStalls } from "./coarse-stalls.ts";
import { endChild } from "./end-child.ts";
import { complaintOf, type FfmpegEvent, parseFfmpegLine } from "./log-line.ts";
import { MediaGauge } from "./media-gauge.ts";
import type { FfmpegSpec } from "./plan-client.ts";
import { ProgressReader } from "./progress.ts";
import { RequestLog } from "./request-log.ts";

export interface FfmpegViewerWorld {
  clock: Clock;
  recorder: Recorder;
  ticker: Ticker;
  random(): number;
  url: string;
  spec: FfmpegSpec;
  spawn(lines: ChildLines): FfmpegChild;
  onChildEnd(child: FfmpegChild, end: ChildEnd): void;
  /** FFmpeg says that something is wrong. */
  onComplaint(text: string): void;
}

/**
 * One client: an FFmpeg process that is started again when it ends badly, and a playhead that what it downloads is fed to, so that its
 * startup and stalls are told as those of native viewers are. FFmpeg downloads as fast as it can: it is never full. Older ones
 * (before 7) tell their progress only while media comes, up to a segment's duration late.
 */
export class FfmpegViewer {
  private state: ClientState = "starting";
  private heads: readonly Playhead[] = [];
  private readonly startedMs: number;
  /** When FFmpeg first told that it has written something; its first report comes with the first packet. */
  private firstMs: number | null = null;
  private earlyMs = 0;
  private child: FfmpegChild | null = null;
  private waiting: { cancel(): void } | null = null;
  private failures = 0;
  private isGone = false;
  private lastEnd: Promise<void> = Promise.resolve();

  constructor(private readonly world: FfmpegViewerWorld) {
    world.recorder.client(null, "starting");
    this.startedMs = world.clock.nowMs();
    this.launch();
  }

  /** Leaves; resolves when its process is gone. */
  async stop(): Promise<void> {
    if (!this.isGone) this.leave();
    await this.lastEnd;
  }

  private leave(): void {
    this.isGone = true;
    this.waiting?.cancel();
    this.tellNeverPlayed();
    for (const head of this.heads) head.stop();
    this.world.recorder.client(this.state, null);
    if (this.child) endChild(this.world.clock, this.child);
  }

  private launch(): void {
    const gauge = new MediaGauge();
    const log = this.openLog(gauge);
    const progress = new ProgressReader();
    let isLost = false;
    const take = (event: FfmpegEvent) => {
      log.take(event);
      if (event.event === "reload-failed") isLost = true;
      if (event.event === "request") isLost = false;
    };
    const child = this.world.spawn({
      onProgress: (line) => {
        const outTimeMs = progress.take(line);
        if (outTimeMs !== null) this.feed(gauge.advance(outTimeMs));
      },
      onLog: (line) => {
        const event = parseFfmpegLine(line);
        if (event) take(event);
        const complaint = complaintOf(line);
        if (complaint !== null && !this.isGone) this.world.onComplaint(complaint);
      },
    });
    this.child = child;
    this.lastEnd = child.ended.then((end) => {
      const isComplete = !this.isGone && end.status === 0 && gauge.hasMedia && !isLost;
      this.child = null;
      log.end(isComplete);
      this.world.onChildEnd(child, end);
      this.afterEnd(isComplete);
    });
  }

  private openLog(gauge: MediaGauge): RequestLog {
    const { recorder, clock, url, spec } = this.world;
    const options = { url, streams: spec.streams, hasRetries: spec.argv.includes("-seg_max_retry") };
    return new RequestLog(options, {
      request: ({ label, ...request }) => {
        const nowMs = clock.nowMs();
        const times = { dueMs: nowMs, sentMs: nowMs, firstByteMs: null, endMs: nowMs };
        recorder.request({ ...request, ...times, variant: label, isUntimed: true });
      },
      segmentDownloaded: (label) => {
        gauge.count();
        recorder.segmentDownloaded(label);
      },
      segmentFailed: (label) => recorder.segmentFailed(label),
      segmentsMissed: (label, count) => {
        gauge.miss(count);
        recorder.segmentsMissed(label, count);
      },
    });
  }

  /** A report. The first one may tell a few ms only of what has come, so that the playheads wait for the second. */
  private feed(addedMs: number): void {
    if (this.isGone) return;
    if (addedMs > 0) this.failures = 0;
    if (this.firstMs === null) {
      if (addedMs === 0) return;
      this.firstMs = this.world.clock.nowMs();
      this.earlyMs = addedMs;
      return;
    }
    if (this.heads.length === 0) this.begin(this.firstMs, this.earlyMs + addedMs);
    else if (addedMs > 0) for (const head of this.heads) head.append(0, addedMs, null);
  }

  /** The playheads begin in the past, at the first report, with the media that both reports tell. */
  private begin(firstMs: number, mediaMs: number): void {
    const { clock, recorder, ticker, spec } = this.world;
    let isPast = true;
    const headClock: Clock = {
      epochMs: clock.epochMs,
      nowMs: () => (isPast ? firstMs : clock.nowMs()),
      at: (dueMs, run) => clock.at(dueMs, run),
    };
    this.heads = spec.streams.map(({ label }) => {
      const head = {
        clock: headClock,
        recorder: new CoarseStalls(recorder),
        ticker,
        startedMs: this.startedMs,
      };
      return new Playhead({ ...head, onState: () => this.update() }, label, 1);
    });
    for (const head of this.heads) head.append(0, mediaMs, null);
    isPast = false;
    for (const head of this.heads) head.settle(clock.nowMs());
  }

  /** It has no playheads before it plays, and has told already when it gave up. */
  private tellNeverPlayed(): void {
    const { clock, recorder, spec } = this.world;
    const waitedMs = clock.nowMs() - this.startedMs;
    if (this.heads.length > 0 || this.state !== "starting" || waitedMs < NEVER_PLAYED_MS) return;
    recorder.neverPlayed();
    for (const { label } of spec.streams) recorder.startup(label, waitedMs);
  }

  private afterEnd(isComplete: boolean): void {
    if (this.isGone) return;
    if (isComplete) return this.finish();
    const { spec, clock, random } = this.world;
    this.failures += 1;
    if (!spec.reconnect) return this.fail();
    const delayMs = reconnectDelayMs(this.failures, spec.reconnectDelayMaxMs, random());
    this.waiting = clock.at(clock.nowMs() + delayMs, () => this.launch());
  }

  private finish(): void {
    if (this.heads.length === 0 && this.firstMs !== null) this.begin(this.firstMs, this.earlyMs);
    for (const head of this.heads) head.finish(0);
  }

  private fail(): void {
    for (const head of this.heads) head.fail();
    this.tellNeverPlayed();
    if (this.heads.length === 0) this.enter("failed");
  }

  /** All playheads are fed the same, so that the first one tells for all. */
  private update(): void {
    if (this.heads[0] && !this.isGone) this.enter(this.heads[0].state);
  }

  private enter(state: ClientState): void {
    if (state === this.state) return;
    this.world.recorder.client(this.state, state);
    this.state = state;
  }
}
