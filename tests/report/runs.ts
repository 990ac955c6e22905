import { buildReport, type ReportInput } from "../../lib/report/build-report.ts";
import type { RunReport } from "../../lib/report/report-shape.ts";
import { SeriesBuilder } from "../../lib/report/series.ts";
import type { Point } from "../../lib/stats/run-view.ts";
import { Measurements } from "../../lib/stats/totals.ts";
import { sampleOf } from "../stats/samples.ts";

export function pointAt(t: number, changes: Partial<Point> = {}): Point {
  return {
    t,
    target: 10,
    clients: 10,
    playing: 9,
    stalled: 1,
    requests: 20,
    failed: 1,
    bytes: 1_000_000,
    ttfbP50Ms: 5,
    ttfbP99Ms: 50,
    dueP99Ms: 80,
    stalls: 1,
    stalledMs: 100,
    playedMs: 9000,
    liveLatencyP50Ms: 6000,
    cpu: 0.25,
    rssBytes: 50_000_000,
    lagP99Ms: 1.5,
    ...changes,
  };
}

/** 1000 segments, 1 in 50 of them missing, of a viewer or two. */
export function someMeasurements({ ttfbMs = 10, requests = 1000, notFound = 20 } = {}): Measurements {
  const into = new Measurements();
  into.client(null, "starting");
  into.client(null, "starting");
  into.client("starting", "failed");
  for (let i = 0; i < requests; i++) {
    const firstByteMs = 1000 + ttfbMs * (0.5 + (i % 100) / 100);
    into.request(sampleOf({ firstByteMs, endMs: firstByteMs + 30, status: i < notFound ? 404 : 200 }));
  }
  into.request(sampleOf({ kind: "media", variant: null, bytes: 400 }));
  into.startup("720p", 800);
  into.played("720p", 60_000);
  into.stallBegan("720p");
  into.stalled("720p", 1500);
  into.stallEnded("720p", 1500);
  into.liveLatency("720p", 6100);
  into.segmentDownloaded("720p");
  into.switched("up");
  into.violation("no-such-code-yet", "from a newer hlsctl");
  into.generator.lag.record(1);
  into.generator.scheduleDelay.record(2);
  into.generator.cpu(15_000);
  return into;
}

export function seriesOfSeconds(from: number, to: number, changes: Partial<Point> = {}) {
  const series = new SeriesBuilder();
  for (let t = from; t <= to; t++) series.add(pointAt(t, changes));
  return series.toSeries();
}

export function reportOf(changes: Partial<ReportInput> = {}): RunReport {
  return buildReport({
    identity: {
      id: "r1",
      url: "http://127.0.0.1:17080/stream.m3u8",
      engine: "native",
      profile: "default",
      variant: "all",
      startedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5),
      durationMs: 60_000,
      rampEndsMs: 10_000,
      clients: 10,
      ...changes.identity,
    },
    hlsctl: "0.1.0",
    durationMs: 60_000,
    endedBy: "duration",
    nodes: 1,
    totals: someMeasurements(),
    series: seriesOfSeconds(1, 60),
    peaks: { clients: 10, rssBytes: 50_000_000, openFiles: 30 },
    openFilesLimit: 20_000,
    thresholds: [{ expr: "errors: rate<0.01", value: 0.02, ok: false }],
    invalidReasons: [],
    expected: { requestsPerSec: 10, bitsPerSec: 21_000_000 },
    canaries: null,
    capacity: null,
    notes: ["A note."],
    ...changes,
  });
}
