import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parseMeasurements } from "../../lib/stats/parse-measurements.ts";
import {
  CLIENT_STATES,
  REQUEST_KINDS,
  REQUEST_PROBLEMS,
  type RequestSample,
} from "../../lib/stats/sample.ts";
import { Measurements } from "../../lib/stats/totals.ts";
import { sampleOf } from "./samples.ts";

function measured(record: (into: Measurements) => void): Measurements {
  const measurements = new Measurements();
  record(measurements);
  return measurements;
}

function requestsOf(...samples: Partial<RequestSample>[]) {
  return measured((into) => {
    for (const sample of samples) into.request(sampleOf(sample));
  }).requests.sum();
}

describe("a request", () => {
  test("has failed without a whole answer or with a status of 400 and more", () => {
    const { count, failed } = requestsOf(
      {},
      { status: 304 },
      { status: 399 },
      { status: 400 },
      { status: 503 },
      { problem: "truncated" },
      { status: 0, problem: "refused" },
    );
    expect({ count, failed }).toEqual({ count: 7, failed: 4 });
  });

  test("is measured from when it was sent and from when it was due", () => {
    const { ttfb, total, due } = requestsOf({ dueMs: 700 });
    expect([ttfb.max, total.max, due.max].map((ms) => Math.round(ms ?? 0))).toEqual([10, 40, 340]);
  });

  test("that was cut off counts with its first byte only, one that timed out with its whole time", () => {
    const cut = requestsOf({ problem: "truncated" });
    expect([cut.ttfb.count, cut.total.count, cut.due.count]).toEqual([1, 0, 0]);
    const slow = requestsOf({ problem: "timeout", status: 0, firstByteMs: null, endMs: 6000 });
    expect([slow.ttfb.count, Math.round(slow.due.max ?? 0)]).toEqual([1, 5001]);
    expect(Math.round(slow.ttfb.max ?? 0)).toBe(5001);
  });

  test("that was refused is in no distribution: errors come fast when nothing plays", () => {
    for (const status of [400, 404, 503]) {
      const { count, failed, ttfb, total, due } = requestsOf({ status }, { status, problem: "timeout" });
      expect([count, failed, ttfb.count, total.count, due.count]).toEqual([2, 2, 0, 0, 0]);
    }
    expect(requestsOf({ status: 399 }).ttfb.count).toBe(1);
  });

  test("without an end when its viewer left counts beside the others, with its age in the times", () => {
    const { segment, media } = measured((into) => {
      into.unfinished({ kind: "segment", dueMs: 0, sentMs: 1000, firstByteMs: null, leftMs: 9000 });
      into.unfinished({ kind: "segment", dueMs: 0, sentMs: 1000, firstByteMs: 1200, leftMs: 4000 });
      into.unfinished({ kind: "media", dueMs: 3000, sentMs: null, firstByteMs: null, leftMs: 9000 });
    }).toData().requests;
    expect(segment).toMatchObject({ count: 0, failed: 0, unfinished: 2 });
    const ofSegments = Measurements.from({ ...new Measurements().toData(), requests: { segment: segment! } });
    const { ttfb, total, due } = ofSegments.requests.sum();
    const times = [ttfb.min, ttfb.max, total.max, due.max].map((ms) => Math.round((ms ?? 0) / 100));
    expect(times).toEqual([2, 80, 80, 90]);
    expect(media).toMatchObject({ unfinished: 1, ttfb: null, total: null });
  });

  test("counts under its status and its problem, and as a retry from the second try on", () => {
    const { byStatus, byProblem, retries } = requestsOf(
      { status: 404 },
      { status: 404, attempt: 1 },
      { status: 0, problem: "reset", attempt: 2 },
    );
    expect([byStatus.toRecord(), byProblem.toRecord(), retries]).toEqual([{ "404": 2 }, { reset: 1 }, 2]);
  });

  test("adds its bytes to its variant", () => {
    const { variants } = measured((into) => {
      into.request(sampleOf({ bytes: 5 }));
      into.request(sampleOf({ bytes: 7, kind: "media" }));
      into.request(sampleOf({ bytes: 11, variant: null }));
    });
    expect(variants.of("720p").bytes).toBe(12);
    expect(variants.names).toEqual(["720p"]);
  });
});

describe("clients", () => {
  test("are in one state each, began once and gave up once", () => {
    const { clients } = measured((into) => {
      into.client(null, "starting");
      into.client(null, "starting");
      into.client("starting", "playing");
      into.client("playing", "failed");
      into.client("starting", null);
    });
    expect(clients.states).toEqual({ starting: 0, playing: 0, stalled: 0, ended: 0, failed: 1 });
    expect({ started: clients.started, failed: clients.failed }).toEqual({ started: 2, failed: 1 });
  });

  test("keep their states when the figures are taken away", () => {
    const measurements = measured((into) => into.client(null, "starting"));
    expect(measurements.drain().clients.started).toBe(1);
    expect(measurements.drain().clients.started).toBe(0);
    expect(measurements.clients.states.starting).toBe(1);
  });
});

describe("the rebuffer ratio", () => {
  test("is stalled of stalled and played time, over all variants by time and not by variant", () => {
    const { variants } = measured((into) => {
      into.played("360p", 9000);
      into.stalled("360p", 1000);
      into.played("720p", 90_000);
    });
    expect([variants.of("360p").rebufferRatio, variants.sum().rebufferRatio]).toEqual([0.1, 0.01]);
  });

  test("is unknown while nothing was played", () => {
    expect(new Measurements().variants.sum().rebufferRatio).toBeNull();
  });
});

const ms = fc.double({ min: 0, max: 20_000, noNaN: true });
const variant = fc.constantFrom("360p", "720p", "1080p");
const request = fc.record({
  kind: fc.constantFrom(...REQUEST_KINDS),
  variant: fc.option(variant),
  status: fc.constantFrom(0, 200, 206, 404, 503),
  problem: fc.option(fc.constantFrom(...REQUEST_PROBLEMS)),
  attempt: fc.nat(2),
  dueMs: fc.constant(0),
  sentMs: ms,
  firstByteMs: fc.option(ms),
  endMs: ms,
  bytes: fc.nat(1e7),
});

/** Anything a viewer or a generator may say. */
const event: fc.Arbitrary<(into: Measurements) => void> = fc.oneof(
  request.map((sample) => (into: Measurements) => into.request(sample)),
  fc.tuple(fc.option(fc.constantFrom(...CLIENT_STATES)), fc.option(fc.constantFrom(...CLIENT_STATES))).map(
    ([from, to]) =>
      (into: Measurements) =>
        into.client(from, to),
  ),
  fc.tuple(variant, ms).chain(([name, value]) =>
    fc.constantFrom(
      (into: Measurements) => into.startup(name, value),
      (into: Measurements) => into.played(name, value),
      (into: Measurements) => into.stallBegan(name),
      (into: Measurements) => into.stalled(name, value),
      (into: Measurements) => into.stallEnded(name, value),
      (into: Measurements) => into.liveLatency(name, value),
      (into: Measurements) => into.neverPlayed(),
      (into: Measurements) =>
        into.unfinished({ kind: "segment", dueMs: 0, sentMs: value, firstByteMs: null, leftMs: 2 * value }),
      (into: Measurements) => into.switched(value > 9000 ? "up" : "down"),
      (into: Measurements) => into.segmentDownloaded(name),
      (into: Measurements) => into.segmentFailed(name),
      (into: Measurements) => into.segmentsMissed(name, 3),
      (into: Measurements) => into.verified(value > 9000, "the same example"),
      (into: Measurements) => into.violation(value > 9000 ? "stale" : "torn", "the same example"),
      (into: Measurements) => into.blockingReload(value, value > 9000),
      (into: Measurements) => into.partLateness(value),
      (into: Measurements) => into.generator.lag.record(value),
      (into: Measurements) => into.generator.scheduleDelay.record(value),
      (into: Measurements) => into.generator.cpu(value),
    ),
  ),
);

/** Which of three generators an event happens in, and whether a second ends after it. */
const happening = fc.record({ event, node: fc.nat(2), endsSecond: fc.boolean() });

describe("measurements", () => {
  test("of any number of generators and seconds add up to those of one", () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 80 }), (happenings) => {
        const one = new Measurements();
        const nodes = [new Measurements(), new Measurements(), new Measurements()];
        const sum = new Measurements();
        for (const { event: tell, node, endsSecond } of happenings) {
          tell(one);
          const local = nodes[node] ?? one;
          tell(local);
          if (endsSecond) sum.add(JSON.parse(JSON.stringify(local.drain())));
        }
        for (const node of nodes.reverse()) sum.merge(node);
        expect(sum.toData()).toEqual(one.toData());
      }),
      { numRuns: 60 },
    );
  });

  const sevenths = fc.nat(60_000).map((n) => n / 7);

  test("add up times to the same in any order and grouping", () => {
    fc.assert(
      fc.property(fc.array(sevenths, { minLength: 3, maxLength: 30 }), (times) => {
        const one = measured((into) => times.forEach((time) => void into.played("720p", time)));
        const sum = new Measurements();
        for (const time of times.toReversed())
          sum.add(measured((into) => into.played("720p", time)).toData());
        expect(sum.toData()).toEqual(one.toData());
      }),
    );
  });

  test("are as before when a second is taken away that was added", () => {
    fc.assert(
      fc.property(fc.array(event), fc.array(event), (before, second) => {
        const kept = measured((into) => before.forEach((tell) => void tell(into)));
        const wanted = kept.toData();
        const added = measured((into) => second.forEach((tell) => void tell(into)));
        kept.merge(added);
        kept.merge(added, -1);
        expect(kept.toData()).toEqual(wanted);
      }),
      { numRuns: 40 },
    );
  });

  test("keep the first example of each violation and count all", () => {
    const measurements = measured((into) => {
      into.violation("torn-playlist", "first");
      into.violation("torn-playlist", "second");
    });
    measurements.add(measured((into) => into.violation("torn-playlist", "third")).toData());
    expect(measurements.toData().violations).toEqual({ "torn-playlist": { count: 3, example: "first" } });
  });

  test("are read back from JSON as they were", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        const data = measured((into) => events.forEach((tell) => void tell(into))).toData();
        expect(parseMeasurements(JSON.parse(JSON.stringify(data)))).toEqual({ ok: true, value: data });
      }),
      { numRuns: 40 },
    );
  });
});

describe("damaged measurements", () => {
  const data = () => measured((into) => into.request(sampleOf())).toData();

  test.each([
    ["no object", () => 7, "measurements: "],
    ["a missing part", () => ({ ...data(), switches: undefined }), "switches"],
    [
      "a count that is none",
      () => ({ ...data(), clients: { started: -1, failed: 0, neverPlayed: 0 } }),
      "clients.started: ",
    ],
    [
      "a broken histogram",
      () => {
        const broken = data();
        if (broken.requests.segment) broken.requests.segment.ttfb = "AAAA";
        return broken;
      },
      "requests.segment.ttfb: a histogram that cannot be read",
    ],
    ["an unknown kind", () => ({ ...data(), requests: { films: {} } }), "requests.films"],
  ])("with %s are refused with the place", (_, damaged, place) => {
    const parsed = parseMeasurements(damaged());
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.problem).toStartWith(place);
  });
});
