import * as v from "valibot";
import { MeasurementsSchema } from "../stats/parse-measurements.ts";
import { ENDINGS, REPORT_SCHEMA, type RunReport } from "./report-shape.ts";

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const Figure = v.nullable(v.pipe(v.number(), v.finite()));
const Text = v.string();
const Level = v.picklist(["must", "should"]);

const Distribution = v.pipe(
  v.object({
    count: Count,
    min: Figure,
    mean: Figure,
    p50: Figure,
    p90: Figure,
    p95: Figure,
    p99: Figure,
    max: Figure,
  }),
  v.title("distribution"),
);

const Requests = v.object({
  count: Count,
  failed: Count,
  retries: Count,
  unfinished: Count,
  bytes: Count,
  byStatus: v.record(Text, Count),
  byProblem: v.record(Text, Count),
  ttfbMs: Distribution,
  totalMs: Distribution,
  dueMs: Distribution,
});

const Segments = v.pipe(v.object({ downloaded: Count, failed: Count, missed: Count }), v.title("segments"));

const PLAYBACK = {
  startupMs: Distribution,
  stalls: Count,
  stallSeconds: Amount,
  stallMs: Distribution,
  playedSeconds: Amount,
  rebufferRatio: Figure,
  liveLatencyMs: Distribution,
};

const Verdict = v.pipe(v.object({ expr: Text, value: Figure, ok: v.boolean() }), v.title("verdict"));

const Run = v.object({
  id: Text,
  url: Text,
  engine: v.picklist(["native", "ffmpeg"]),
  profile: Text,
  variant: Text,
  hlsctl: Text,
  startedAt: v.pipe(Text, v.isoTimestamp()),
  durationMs: Amount,
  valid: v.boolean(),
  invalidReasons: v.array(Text),
  endedBy: v.picklist(ENDINGS),
  nodes: Count,
});

const Generator = v.object({
  cpuSeconds: Amount,
  maxRssBytes: Count,
  maxOpenFiles: Count,
  openFilesLimit: Count,
  cpu: Amount,
  eventLoopLagMs: Distribution,
  scheduleDelayMs: Distribution,
});

const Canaries = v.object({
  clients: Count,
  figures: v.array(
    v.object({ name: Text, native: Figure, ffmpeg: Figure, tolerance: Text, agrees: v.boolean() }),
  ),
  example: v.nullable(Text),
});

const Capacity = v.object({
  slo: v.array(Text),
  knee: v.nullable(Count),
  limitedBy: v.picklist(["slo", "generator", "maximum"]),
  steps: v.array(
    v.object({ clients: Count, fromMs: Amount, toMs: Amount, ok: v.boolean(), verdicts: v.array(Verdict) }),
  ),
});

const Columns = v.object({
  t: v.array(Amount),
  target: v.array(Amount),
  clients: v.array(Amount),
  playing: v.array(Amount),
  stalled: v.array(Amount),
  requests: v.array(Amount),
  failed: v.array(Amount),
  bytes: v.array(Amount),
  ttfbP50Ms: v.array(Figure),
  ttfbP99Ms: v.array(Figure),
  dueP99Ms: v.array(Figure),
  stalls: v.array(Amount),
  stalledMs: v.array(Amount),
  playedMs: v.array(Amount),
  liveLatencyP50Ms: v.array(Figure),
  cpu: v.array(Amount),
  rssBytes: v.array(Amount),
  lagP99Ms: v.array(Figure),
});

const Series = v.object({
  intervalSec: v.pipe(v.number(), v.integer(), v.minValue(1)),
  points: v.pipe(
    Columns,
    v.check((columns) => {
      const lengths = Object.values(columns).map(({ length }) => length);
      return new Set(lengths).size === 1;
    }, "columns of different lengths"),
  ),
});

/** What a report's file holds. Keys it does not know are passed over, but for those of the measurements: sums lose nothing. */
export const ReportSchema = v.object({
  schema: v.literal(REPORT_SCHEMA),
  run: Run,
  clients: v.object({ target: Count, started: Count, peak: Count, failed: Count, neverPlayed: Count }),
  requests: v.record(Text, Requests),
  segments: Segments,
  bytes: v.object({ received: Count }),
  qoe: v.object({ ...PLAYBACK, switches: Count }),
  variants: v.record(Text, v.object({ ...PLAYBACK, segments: Segments, bytes: Count })),
  conformance: v.array(v.object({ code: Text, level: Level, count: Count, example: Text })),
  integrity: v.nullable(v.object({ right: Count, wrong: Count, example: v.nullable(Text) })),
  lowLatency: v.nullable(
    v.object({ earlyAnswers: Count, heldMs: Distribution, partLatenessMs: Distribution }),
  ),
  generator: Generator,
  thresholds: v.array(Verdict),
  expected: v.nullable(v.object({ requestsPerSec: Amount, bitsPerSec: Amount })),
  canaries: v.nullable(Canaries),
  capacity: v.nullable(Capacity),
  notes: v.array(Text),
  series: Series,
  measurements: MeasurementsSchema,
}) satisfies v.GenericSchema<unknown, RunReport>;
