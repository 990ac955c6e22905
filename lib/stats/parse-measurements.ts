import * as v from "valibot";
import { bad, good, type Parsed } from "../hls/parsed.ts";
import { isHistogram } from "./histogram.ts";
import type { MeasurementsData } from "./measurements.ts";
import { REQUEST_KINDS, REQUEST_PROBLEMS } from "./sample.ts";

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const Counts = v.record(v.string(), Count);
const Values = v.nullable(v.pipe(v.string(), v.check(isHistogram, "a histogram that cannot be read")));

const Requests = v.strictObject({
  count: Count,
  failed: Count,
  retries: Count,
  unfinished: Count,
  bytes: Count,
  byStatus: Counts,
  byProblem: v.record(v.picklist(REQUEST_PROBLEMS), Count),
  ttfb: Values,
  total: Values,
  due: Values,
});

const Variant = v.strictObject({
  segments: v.strictObject({ downloaded: Count, failed: Count, missed: Count }),
  bytes: Count,
  playedMs: Amount,
  stalls: Count,
  stalledMs: Amount,
  startup: Values,
  stall: Values,
  liveLatency: Values,
});

/** `MeasurementsData` from elsewhere: a generator's line, a report's file. */
export const MeasurementsSchema: v.GenericSchema<unknown, MeasurementsData> = v.strictObject({
  clients: v.strictObject({ started: Count, failed: Count, neverPlayed: Count }),
  requests: v.record(v.picklist(REQUEST_KINDS), Requests),
  variants: v.record(v.string(), Variant),
  switches: v.strictObject({ up: Count, down: Count }),
  verified: v.strictObject({ right: Count, wrong: Count, example: v.nullable(v.string()) }),
  violations: v.record(v.string(), v.strictObject({ count: Count, example: v.string() })),
  lowLatency: v.strictObject({ early: Count, held: Values, partLateness: Values }),
  generator: v.strictObject({ lag: Values, scheduleDelay: Values, cpuMs: Amount }),
});

/** Damage is told with its place, e.g. `requests.segment.ttfb: a histogram that cannot be read`. */
export function parseMeasurements(value: unknown): Parsed<MeasurementsData> {
  const result = v.safeParse(MeasurementsSchema, value, { abortEarly: true });
  if (result.success) return good(result.output);
  const [issue] = result.issues;
  return bad(`${v.getDotPath(issue) ?? "measurements"}: ${issue.message}`);
}
