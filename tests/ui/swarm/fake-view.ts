import type { Point, RunView } from "../../../lib/stats/run-view.ts";
import { Measurements } from "../../../lib/stats/totals.ts";

const CLIENTS = 5000;
const RAMP_SEC = 60;
const BEGAN = Date.UTC(2026, 10, 21, 13, 5, 2);

/** What may go wrong in a made-up run. */
export interface FakeRun {
  /** From the 100th second on: 503s, stalls, a broken threshold, violations. */
  isTroubled?: boolean;
  isInvalid?: boolean;
  hasOrigin?: boolean;
  durationSec?: number | null;
  url?: string;
}

/** A run as it stands after so many seconds; the same every time. */
export function fakeView(seconds: number, run: FakeRun = {}): RunView<Measurements> {
  const { isTroubled = false, isInvalid = false, hasOrigin = true, durationSec = 300 } = run;
  const points = Array.from({ length: seconds + 1 }, (_, t) => pointAt(t, isTroubled));
  const now = points.at(-1) ?? pointAt(0, false);
  return {
    identity: {
      id: "20261121-130502-7f3a",
      url: run.url ?? "http://origin.example:17080/master.m3u8",
      engine: "native",
      profile: "extreme",
      variant: "adaptive",
      startedAtMs: BEGAN,
      durationMs: durationSec === null ? null : durationSec * 1000,
      rampEndsMs: RAMP_SEC * 1000,
      clients: CLIENTS,
    },
    elapsedMs: seconds * 1000,
    gauges: {
      target: now.target,
      clients: {
        starting: now.clients - now.playing - now.stalled,
        playing: now.playing,
        stalled: now.stalled,
        ended: 0,
        failed: isTroubled && seconds > 100 ? 3 : 0,
      },
      started: now.clients,
      rssBytes: now.rssBytes,
      openFiles: now.clients + 31,
      openFilesLimit: 20_000,
    },
    totals: totalsOf(points, isTroubled),
    points,
    thresholds: [
      { expr: "segment_ttfb: p(95)<200", value: seconds === 0 ? null : 3.127, ok: true },
      { expr: "rebuffer_ratio<0.01", value: seconds === 0 ? null : 0.00042, ok: true },
      {
        expr: "errors: rate<0.001",
        value: seconds === 0 ? null : isTroubled ? 0.00312 : 0,
        ok: !isTroubled,
      },
    ],
    invalidReasons: isInvalid
      ? ["event-loop lag p99 was 212 ms (at most 50 ms)", "viewers were started 1.2 s late"]
      : [],
    origin: hasOrigin ? originAt(now) : null,
    notes: ["The limit of open files was raised from 1024 to 20000."],
  };
}

function pointAt(t: number, isTroubled: boolean): Point {
  const clients = Math.min(CLIENTS, Math.round((CLIENTS * (t + 1)) / RAMP_SEC));
  const isSlow = isTroubled && t > 100;
  const wave = 1 + 0.1 * Math.sin(t / 7);
  const stalled = isSlow ? Math.round(clients * 0.04) : 0;
  const requests = Math.round(clients * wave);
  return {
    t,
    target: clients,
    clients,
    playing: clients - stalled - (t < RAMP_SEC ? Math.min(clients, 85) : 0),
    stalled,
    requests,
    failed: isSlow ? Math.round(requests * 0.01) : 0,
    bytes: Math.round(requests * 266_000),
    ttfbP50Ms: t === 0 ? null : 0.8 * wave,
    ttfbP99Ms: t === 0 ? null : 6.5 * wave * (isSlow ? 40 : 1),
    dueP99Ms: t === 0 ? null : 11 * wave * (isSlow ? 60 : 1),
    stalls: isSlow ? 12 : 0,
    stalledMs: stalled * 1000,
    playedMs: (clients - stalled) * 1000,
    liveLatencyP50Ms: t < 3 ? null : 6900 + 100 * wave,
    cpu: 0.05 + (clients / CLIENTS) * 0.24 * wave,
    rssBytes: 60e6 + clients * 14e3,
    lagP99Ms: 1.1 + (clients / CLIENTS) * 1.6 * wave,
  };
}

function totalsOf(points: readonly Point[], isTroubled: boolean): Measurements {
  const totals = new Measurements();
  for (const { t, clients, stalled, playedMs, stalledMs } of points) {
    totals.client(null, "starting");
    totals.startup("720p", 380 + t);
    totals.played("720p", playedMs);
    totals.request(segment({ t, status: 200 }));
    totals.generator.scheduleDelay.record(0.2 + t / 100);
    if (!isTroubled || t <= 100) continue;
    totals.stallBegan("720p");
    totals.stalled("720p", stalledMs);
    totals.segmentsMissed("720p", Math.round(stalled / 100));
    totals.request(segment({ t, status: t % 3 === 0 ? 404 : 503 }));
    if (t % 4 === 0) totals.request({ ...segment({ t, status: 0 }), problem: "timeout" });
    totals.violation("stale-playlist", `${clients} viewers saw nothing new for 3.4 s`);
    if (t % 5 === 0) totals.violation("segment-unavailable", "seg00412.ts was listed and answered 503");
  }
  return totals;
}

function segment({ t, status }: { t: number; status: number }) {
  const dueMs = t * 1000;
  return {
    kind: "segment" as const,
    variant: "720p",
    status,
    problem: null,
    attempt: 0,
    dueMs,
    sentMs: dueMs,
    firstByteMs: dueMs + 3,
    endMs: dueMs + 20,
    bytes: 532_000,
  };
}

function originAt(now: Point): RunView<Measurements>["origin"] {
  return {
    url: "http://origin.example:9113/metrics, http://origin.example:9100/metrics",
    problem: null,
    requestsPerSec: now.requests,
    activeConnections: now.clients + 2,
    cpu: 0.12 + now.clients / 20_000,
    processCpu: null,
    memoryBytes: 1.42e9,
    sentBytesPerSec: now.bytes,
  };
}
