import { encodeIntoCompressedBase64, Int32Histogram } from "hdr-histogram-js";
import { type Distribution, REPORT_SCHEMA, type RunReport } from "../../lib/report/report-shape.ts";
import type { MeasurementsData } from "../../lib/stats/measurements.ts";
import type { Point, RunView } from "../../lib/stats/run-view.ts";
import { Measurements } from "../../lib/stats/totals.ts";

const VARIANTS = ["2160p", "1080p", "720p", "480p", "360p"];
const KBPS = [15192, 5128, 2128, 1096, 564];
const CLIENTS = 5000;
const RAMP_SEC = 60;
/** From here on the origin is slow for a while. */
const TROUBLE = { from: 0.62, to: 0.68 };

/** Repeatable chance: mulberry32. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), 1 | state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) / 4294967296;
  };
}

/** Log-normal durations in µs: most near the median, few long. */
function histogramOf(medianMs: number, sigma: number, count: number, seed: number): Int32Histogram {
  const random = chance(seed);
  const histogram = new Int32Histogram(1, 3_600_000_000, 3);
  const draws = Math.min(count, 4000);
  for (let i = 0; i < draws; i++) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const share = Math.floor(((i + 1) * count) / draws) - Math.floor((i * count) / draws);
    const micros = Math.max(1, Math.round(medianMs * 1000 * Math.exp(sigma * normal)));
    histogram.recordValueWithCount(micros, share);
  }
  return histogram;
}

function distributionOf(histogram: Int32Histogram): Distribution {
  const at = (percentile: number) => histogram.getValueAtPercentile(percentile) / 1000;
  if (histogram.totalCount === 0) return NOTHING;
  return {
    count: histogram.totalCount,
    min: at(0),
    mean: histogram.mean / 1000,
    p50: at(50),
    p90: at(90),
    p95: at(95),
    p99: at(99),
    max: at(100),
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

function pointAt(t: number, seconds: number, random: () => number): Point {
  const clients = Math.min(CLIENTS, Math.round((CLIENTS * t) / RAMP_SEC));
  const isSlow = t > seconds * TROUBLE.from && t < seconds * TROUBLE.to;
  const wobble = () => 0.93 + random() * 0.14;
  const stalled = isSlow ? Math.round(clients * 0.04 * wobble()) : 0;
  const requests = Math.round(clients * wobble() * (isSlow ? 0.9 : 1));
  const slow = isSlow ? 40 : 1;
  return {
    t,
    target: clients,
    clients,
    playing: Math.max(0, clients - stalled - (t < RAMP_SEC ? 85 : 0)),
    stalled,
    requests,
    failed: isSlow ? Math.round(requests * 0.01 * wobble()) : Number(random() < 0.05),
    bytes: Math.round(requests * 0.5 * 1.2e6 * wobble()),
    ttfbP50Ms: 0.8 * wobble() * (isSlow ? 9 : 1),
    ttfbP99Ms: 6.5 * wobble() * slow,
    dueP99Ms: 11 * wobble() * slow * (isSlow ? 3 : 1),
    stalls: isSlow ? Math.round(clients * 0.012 * random()) : 0,
    stalledMs: stalled * 1000,
    playedMs: (clients - stalled) * 1000,
    liveLatencyP50Ms: t < 3 ? null : 6900 + 90 * random() + (isSlow ? 900 : 0),
    cpu: 0.05 + (clients / CLIENTS) * 0.24 * wobble(),
    rssBytes: 60e6 + clients * 14e3 + t * 2e3,
    lagP99Ms: 1.1 * wobble() + (clients / CLIENTS) * 1.6 * wobble(),
  };
}

function seriesOf(points: readonly Point[]): RunReport["series"] {
  const names = Object.keys(points[0] ?? {}) as (keyof Point)[];
  const columns = names.map((name) => [name, points.map((point) => point[name])]);
  return { intervalSec: 1, points: Object.fromEntries(columns) };
}

/**
 * A native swarm of 5000 viewers over a ladder of five variants, one second a point: a ramp, a quiet hour, a slow origin
 * for a while. Figures agree with each other where they are sums. Always the same.
 */
export function reportFixture(seconds = 600): RunReport {
  const random = chance(1);
  const points = Array.from({ length: seconds }, (_, t) => pointAt(t + 1, seconds, random));
  const sum = (name: "requests" | "failed" | "bytes" | "stalls" | "stalledMs" | "playedMs") =>
    points.reduce((total, point) => total + point[name], 0);
  const media = Math.round(sum("requests") * 0.49);
  const segments = sum("requests") - media - CLIENTS;
  const kinds = {
    multivariant: kindOf({ count: CLIENTS, failed: 3, bytes: CLIENTS * 612, ttfbMs: 0.6, seed: 11 }),
    media: kindOf({ count: media, failed: 0, bytes: media * 402, ttfbMs: 0.5, seed: 12 }),
    segment: kindOf({
      count: segments,
      failed: sum("failed"),
      bytes: sum("bytes"),
      ttfbMs: 0.9,
      seed: 13,
    }),
  };
  const variants = VARIANTS.map((name, i) => [name, variantOf(i, { segments, ...totals(points) })] as const);
  const startup = histogramOf(412, 0.35, CLIENTS, 21);
  const stall = histogramOf(1800, 0.6, sum("stalls"), 22);
  const latency = histogramOf(6950, 0.05, Math.round(sum("playedMs") / 1000), 23);
  const lag = histogramOf(0.4, 0.8, seconds * 100, 24);
  const delay = histogramOf(0.15, 1.1, CLIENTS, 25);
  const violations = {
    "stale-playlist": {
      count: 12,
      example:
        "http://origin.example:17080/720p/stream.m3u8 had nothing new for 3.4 s; its target duration is 2 s",
    },
    "segment-unavailable": {
      count: sum("failed"),
      example: "http://origin.example:17080/1080p/seg00412.ts was listed and answered 503",
    },
    "program-date-time-missing": {
      count: 1,
      example: "http://origin.example:17080/720p/stream.m3u8",
    },
  };
  const measurements: MeasurementsData = {
    clients: { started: CLIENTS, failed: 3, neverPlayed: 2 },
    requests: Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, kind.data])),
    variants: Object.fromEntries(variants.map(([name, variant]) => [name, variant.data])),
    switches: { up: 812, down: 455 },
    verified: { right: segments - 2, wrong: 2, example: "seg00031.ts of 720p held segment 30" },
    violations,
    lowLatency: { early: 0, held: null, partLateness: null },
    generator: {
      lag: encodeIntoCompressedBase64(lag),
      scheduleDelay: encodeIntoCompressedBase64(delay),
      cpuMs: Math.round(points.reduce((total, point) => total + point.cpu, 0) * 1000),
    },
  };
  return {
    schema: REPORT_SCHEMA,
    run: {
      id: "20261121-130502-7f3a",
      url: "http://origin.example:17080/master.m3u8",
      engine: "native",
      profile: "extreme",
      variant: "adaptive",
      hlsctl: "0.1.0",
      startedAt: "2026-11-21T13:05:02.000Z",
      durationMs: seconds * 1000,
      valid: true,
      invalidReasons: [],
      endedBy: "duration",
      nodes: 1,
    },
    clients: { target: CLIENTS, started: CLIENTS, peak: CLIENTS, failed: 3, neverPlayed: 2 },
    requests: Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, kind.report])),
    segments: { downloaded: segments - sum("failed"), failed: Math.round(sum("failed") / 3), missed: 41 },
    bytes: { received: CLIENTS * 612 + media * 402 + sum("bytes") },
    qoe: {
      startupMs: distributionOf(startup),
      stalls: sum("stalls"),
      stallSeconds: sum("stalledMs") / 1000,
      stallMs: distributionOf(stall),
      playedSeconds: sum("playedMs") / 1000,
      rebufferRatio: sum("stalledMs") / (sum("stalledMs") + sum("playedMs")),
      liveLatencyMs: distributionOf(latency),
      switches: 812 + 455,
    },
    variants: Object.fromEntries(variants.map(([name, variant]) => [name, variant.report])),
    conformance: [
      { code: "segment-unavailable", level: "must", ...violations["segment-unavailable"] },
      { code: "stale-playlist", level: "must", ...violations["stale-playlist"] },
      { code: "program-date-time-missing", level: "should", ...violations["program-date-time-missing"] },
    ],
    integrity: measurements.verified,
    lowLatency: null,
    generator: {
      cpuSeconds: measurements.generator.cpuMs / 1000,
      maxRssBytes: Math.max(...points.map((point) => point.rssBytes)),
      maxOpenFiles: CLIENTS + 31,
      openFilesLimit: 20_000,
      cpu: measurements.generator.cpuMs / 1000 / seconds,
      eventLoopLagMs: distributionOf(lag),
      scheduleDelayMs: distributionOf(delay),
    },
    thresholds: [
      { expr: "segment_ttfb: p(95)<200", value: kinds.segment.report.ttfbMs.p95, ok: true },
      { expr: "rebuffer_ratio<0.01", value: 0.0024, ok: true },
      { expr: "errors: rate<0.0001", value: 0.00031, ok: false },
      { expr: "live_latency: p(99)<10000", value: 7810, ok: true },
    ],
    expected: { requestsPerSec: 5000, bitsPerSec: 24.1e9 },
    canaries: {
      clients: 4,
      figures: [
        { name: "Startup, median", native: 412, ffmpeg: 655, tolerance: "500 ms", agrees: true },
        { name: "Segments a minute", native: 30, ffmpeg: 30, tolerance: "1", agrees: true },
        { name: "Newest segment", native: 412, ffmpeg: 409, tolerance: "2", agrees: false },
      ],
      example: "FFmpeg client 2 was at segment 409 while native viewers were at 412",
    },
    capacity: null,
    notes: ["The limit of open files was raised from 1024 to 20000."],
    series: seriesOf(points),
    measurements,
  };
}

/** The same with a search for the knee in it. */
export function capacityFixture(): RunReport {
  const sizes = [500, 1000, 2000, 3000, 4000, 4500, 5000];
  const steps = sizes.map((clients, i) => {
    const p95 = 4 + 180 * (clients / 4600) ** 6;
    const ratio = 0.0004 + 0.012 * (clients / 5000) ** 8;
    const verdicts = [
      { expr: "segment_ttfb: p(95)<200", value: p95, ok: p95 < 200 },
      { expr: "rebuffer_ratio<0.01", value: ratio, ok: ratio < 0.01 },
    ];
    return {
      clients,
      fromMs: i * 60_000,
      toMs: (i + 1) * 60_000,
      ok: verdicts.every(({ ok }) => ok),
      verdicts,
    };
  });
  const slo = ["segment_ttfb: p(95)<200", "rebuffer_ratio<0.01"];
  const report = reportFixture(420);
  return {
    ...report,
    run: { ...report.run, endedBy: "capacity" },
    capacity: { slo, knee: 4500, limitedBy: "slo", steps },
  };
}

/** Text of a stranger everywhere a stranger can put it. */
export function hostileFixture(text: string): RunReport {
  const report = reportFixture(60);
  const rename = <T>(record: Record<string, T>) =>
    Object.fromEntries(Object.values(record).map((value, i) => [`${text}${i}`, value]));
  return {
    ...report,
    run: {
      ...report.run,
      url: `http://a/${text}`,
      profile: text,
      id: text,
      variant: text,
      hlsctl: text,
      valid: false,
      invalidReasons: [text],
    },
    conformance: report.conformance.map((rule) => ({ ...rule, code: text, example: text })),
    variants: rename(report.variants),
    requests: rename(report.requests),
    integrity: { right: 1, wrong: 1, example: text },
    canaries: {
      clients: 1,
      figures: [{ name: text, native: 1, ffmpeg: 2, tolerance: text, agrees: false }],
      example: text,
    },
    thresholds: [{ expr: text, value: 1, ok: false }],
    capacity: {
      slo: [text],
      knee: 1,
      limitedBy: "slo",
      steps: [{ clients: 1, fromMs: 0, toMs: 1, ok: true, verdicts: [{ expr: text, value: 1, ok: true }] }],
    },
    notes: [text],
    measurements: { ...report.measurements, variants: rename(report.measurements.variants) },
  };
}

/** The run of a report as it stood at its end, with something of everything in it. */
export function viewFixture(report = reportFixture(60)): RunView<Measurements> {
  const totals = Measurements.from(report.measurements);
  totals.blockingReload(180, false);
  totals.blockingReload(2, true);
  totals.partLateness(12);
  const { id, url, engine, profile, variant, startedAt, durationMs } = report.run;
  return {
    identity: {
      id,
      url,
      engine,
      profile,
      variant,
      startedAtMs: Date.parse(startedAt),
      durationMs,
      rampEndsMs: RAMP_SEC * 1000,
      clients: CLIENTS,
    },
    elapsedMs: durationMs,
    gauges: {
      target: CLIENTS,
      clients: { starting: 12, playing: 4980, stalled: 5, ended: 0, failed: 3 },
      started: CLIENTS,
      rssBytes: report.generator.maxRssBytes,
      openFiles: report.generator.maxOpenFiles,
      openFilesLimit: report.generator.openFilesLimit,
    },
    totals,
    points: pointsOf(report),
    thresholds: report.thresholds,
    invalidReasons: report.run.invalidReasons,
    origin: null,
    notes: report.notes,
  };
}

function pointsOf({ series }: RunReport): Point[] {
  const names = Object.keys(series.points) as (keyof Point)[];
  return series.points.t.map((_, i) => {
    const entries = names.map((name) => [name, series.points[name][i]]);
    return Object.fromEntries(entries) as Point;
  });
}

interface KindSpec {
  count: number;
  failed: number;
  bytes: number;
  ttfbMs: number;
  seed: number;
}

function kindOf({ count, failed, bytes, ttfbMs, seed }: KindSpec) {
  const ttfb = histogramOf(ttfbMs, 0.9, count, seed);
  const total = histogramOf(ttfbMs * 3, 0.9, count, seed + 100);
  const due = histogramOf(ttfbMs * 3.4, 1.1, count, seed + 200);
  const base = {
    count,
    failed,
    retries: Math.round(failed * 0.8),
    unfinished: 0,
    bytes,
    byStatus: { "200": count - failed, ...(failed > 0 ? { "503": failed } : {}) },
    byProblem: failed > 3 ? { timeout: Math.round(failed / 10) } : {},
  };
  return {
    data: {
      ...base,
      ttfb: encodeIntoCompressedBase64(ttfb),
      total: encodeIntoCompressedBase64(total),
      due: encodeIntoCompressedBase64(due),
    },
    report: {
      ...base,
      ttfbMs: distributionOf(ttfb),
      totalMs: distributionOf(total),
      dueMs: distributionOf(due),
    },
  };
}

function totals(points: readonly Point[]) {
  return {
    playedMs: points.reduce((sum, point) => sum + point.playedMs, 0),
    stalledMs: points.reduce((sum, point) => sum + point.stalledMs, 0),
    stalls: points.reduce((sum, point) => sum + point.stalls, 0),
    bytes: points.reduce((sum, point) => sum + point.bytes, 0),
  };
}

/** Viewers are even over the variants, bytes go with the bit rate. */
function variantOf(index: number, run: ReturnType<typeof totals> & { segments: number }) {
  const part = (value: number) => Math.floor(value / VARIANTS.length);
  const share = (KBPS[index] ?? 0) / KBPS.reduce((sum, kbps) => sum + kbps, 0);
  const startup = histogramOf(300 + 60 * (VARIANTS.length - index), 0.35, part(CLIENTS), 31 + index);
  const stall = histogramOf(1800, 0.6, part(run.stalls), 41 + index);
  const latency = histogramOf(6900 + 40 * index, 0.05, part(run.playedMs / 1000), 51 + index);
  const segments = { downloaded: part(run.segments), failed: index, missed: index === 0 ? 41 : 0 };
  const [playedMs, stalledMs, stalls] = [part(run.playedMs), part(run.stalledMs), part(run.stalls)];
  return {
    data: {
      segments,
      bytes: Math.round(run.bytes * share),
      playedMs,
      stalls,
      stalledMs,
      startup: encodeIntoCompressedBase64(startup),
      stall: encodeIntoCompressedBase64(stall),
      liveLatency: encodeIntoCompressedBase64(latency),
    },
    report: {
      segments,
      bytes: Math.round(run.bytes * share),
      startupMs: distributionOf(startup),
      stalls,
      stallSeconds: stalledMs / 1000,
      stallMs: distributionOf(stall),
      playedSeconds: playedMs / 1000,
      rebufferRatio: stalledMs / (stalledMs + playedMs),
      liveLatencyMs: distributionOf(latency),
    },
  };
}
