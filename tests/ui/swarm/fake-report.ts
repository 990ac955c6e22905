import { type Distribution, REPORT_SCHEMA, type RunReport } from "../../../lib/report/report-shape.ts";
import { Measurements } from "../../../lib/stats/totals.ts";
import { fakeView } from "./fake-view.ts";

/** Round figures around a median. */
function around(p50: number, count = 5000): Distribution {
  return {
    count,
    min: p50 / 2,
    mean: p50 * 1.1,
    p50,
    p90: p50 * 1.5,
    p95: p50 * 1.8,
    p99: p50 * 3,
    max: p50 * 6,
  };
}

const NOTHING: Distribution = {
  count: 0,
  min: null,
  mean: null,
  p50: null,
  p90: null,
  p95: null,
  p99: null,
  max: null,
};

/** Five minutes of 5000 viewers in which all went well. */
export function goodReport(): RunReport {
  const { identity, points } = fakeView(300);
  const qoe: RunReport["qoe"] = {
    startupMs: around(412),
    stalls: 0,
    stallSeconds: 0,
    stallMs: NOTHING,
    playedSeconds: 1_350_000,
    rebufferRatio: 0,
    liveLatencyMs: around(6950),
    switches: 12,
  };
  return {
    schema: REPORT_SCHEMA,
    run: {
      id: identity.id,
      url: identity.url,
      engine: "native",
      profile: "extreme",
      variant: "adaptive",
      hlsctl: "0.1.0",
      startedAt: "2026-11-21T13:05:02.000Z",
      durationMs: 300_000,
      valid: true,
      invalidReasons: [],
      endedBy: "duration",
      nodes: 1,
    },
    clients: { target: 5000, started: 5000, peak: 5000, failed: 0, neverPlayed: 0 },
    requests: {
      multivariant: requestsOf(5000, 0),
      media: requestsOf(675_000, 0),
      segment: requestsOf(675_000, 0),
    },
    segments: { downloaded: 675_000, failed: 0, missed: 0 },
    bytes: { received: 359e9 },
    qoe,
    variants: { "720p": { ...qoe, segments: { downloaded: 675_000, failed: 0, missed: 0 }, bytes: 359e9 } },
    conformance: [],
    integrity: { right: 675_000, wrong: 0, example: null },
    lowLatency: null,
    generator: {
      cpuSeconds: 84,
      maxRssBytes: 130e6,
      maxOpenFiles: 5031,
      openFilesLimit: 20_000,
      cpu: 0.28,
      eventLoopLagMs: around(0.9),
      scheduleDelayMs: around(0.15),
    },
    thresholds: [
      { expr: "segment_ttfb: p(95)<200", value: 1.62, ok: true },
      { expr: "rebuffer_ratio<0.01", value: 0, ok: true },
      { expr: "errors: rate<0.0001", value: 0, ok: true },
    ],
    expected: { requestsPerSec: 5000, bitsPerSec: 10.6e9 },
    canaries: null,
    capacity: null,
    notes: [],
    series: seriesOf(points),
    measurements: new Measurements().toData(),
  };
}

/** The same with everything in it that can be found. */
export function badReport(): RunReport {
  const good = goodReport();
  const qoe = {
    ...good.qoe,
    stalls: 1092,
    stallSeconds: 2730,
    stallMs: around(1800, 1092),
    rebufferRatio: 0.002,
  };
  const variant = (received: number) => ({
    ...qoe,
    segments: { downloaded: 337_500, failed: 3, missed: 20 },
    bytes: received,
  });
  return {
    ...good,
    clients: { ...good.clients, failed: 3, neverPlayed: 21 },
    requests: { ...good.requests, segment: { ...requestsOf(675_000, 1646), unfinished: 14 } },
    segments: { downloaded: 674_954, failed: 6, missed: 40 },
    qoe,
    variants: { "720p": variant(280e9), "360p": variant(79e9) },
    conformance: [
      {
        code: "program-date-time-missing",
        level: "should",
        count: 1,
        example: "http://origin.example:17080/720p/stream.m3u8",
      },
      {
        code: "stale-playlist",
        level: "must",
        count: 12,
        example:
          "http://origin.example:17080/720p/stream.m3u8 had nothing new for 3.4 s; its target duration is 2 s",
      },
    ],
    integrity: { right: 674_998, wrong: 2, example: "seg00031.ts of 720p held segment 30" },
    thresholds: good.thresholds.map((verdict) =>
      verdict.expr.startsWith("errors") ? { ...verdict, value: 0.0012148, ok: false } : verdict,
    ),
    lowLatency: { earlyAnswers: 7, heldMs: around(320), partLatenessMs: around(12) },
    canaries: {
      clients: 4,
      figures: [
        { name: "Startup, median", native: 412, ffmpeg: 655, tolerance: "500 ms", agrees: true },
        { name: "Newest segment", native: 412, ffmpeg: 409, tolerance: "2", agrees: false },
      ],
      example: "FFmpeg client 2 was at segment 409 while native viewers were at 412",
    },
    notes: ["The limit of open files was raised from 1024 to 20000."],
  };
}

/** A search that found the knee at 4500. */
export function capacityReport(): RunReport {
  const good = goodReport();
  const slo = ["segment_ttfb: p(95)<200", "rebuffer_ratio<0.01"];
  const steps = [500, 1000, 2000, 4000, 5000, 4500].map((clients, index) => {
    const p95 = Math.round(4 + 180 * (clients / 4600) ** 6);
    const verdicts = [
      { expr: "segment_ttfb: p(95)<200", value: p95, ok: p95 < 200 },
      { expr: "rebuffer_ratio<0.01", value: 0.0004, ok: true },
    ];
    return { clients, fromMs: index * 60_000, toMs: (index + 1) * 60_000, ok: p95 < 200, verdicts };
  });
  return {
    ...good,
    run: { ...good.run, endedBy: "capacity" },
    thresholds: [],
    capacity: { slo, knee: 4500, limitedBy: "slo", steps },
  };
}

function requestsOf(count: number, failed: number): RunReport["requests"][string] {
  return {
    count,
    failed,
    retries: 0,
    unfinished: 0,
    bytes: count * 1000,
    byStatus: { "200": count - failed, ...(failed > 0 && { "503": failed }) },
    byProblem: {},
    ttfbMs: around(0.9, count),
    totalMs: around(2.7, count),
    dueMs: around(3.1, count),
  };
}

function seriesOf(points: ReturnType<typeof fakeView>["points"]): RunReport["series"] {
  const column = (name: keyof (typeof points)[number]) => points.map((point) => point[name]);
  const names = Object.keys(points[0] ?? {}) as (keyof (typeof points)[number])[];
  const columns = Object.fromEntries(names.map((name) => [name, column(name)]));
  return { intervalSec: 1, points: columns as unknown as RunReport["series"]["points"] };
}
