import { describe, expect, test } from "bun:test";
import { judge } from "../../lib/stats/threshold.ts";
import type { Measurements } from "../../lib/stats/totals.ts";
import { sampleOf } from "./samples.ts";
import { figuresOf, measured, thresholdOf } from "./thresholds.ts";

/** 1000 segments of 10 ms to the first byte, 20 of them missing; 10 playlists that timed out; some playback. */
const run = measured((into) => {
  for (let i = 0; i < 1000; i++)
    into.request(sampleOf({ status: i < 20 ? 404 : 200, bytes: 1000, dueMs: 900 }));
  for (let i = 0; i < 10; i++) {
    into.request(
      sampleOf({
        kind: "media",
        status: 0,
        problem: "timeout",
        firstByteMs: null,
        endMs: 16_000,
        bytes: 0,
        attempt: 1,
      }),
    );
  }
  into.client(null, "starting");
  into.client(null, "starting");
  into.client("starting", "failed");
  into.startup("720p", 400);
  into.startup("360p", 200);
  into.played("720p", 9900);
  into.stallBegan("720p");
  into.stalled("720p", 100);
  into.stallEnded("720p", 100);
  into.played("360p", 10_000);
  into.liveLatency("720p", 6000);
  into.switched("up");
  into.switched("down");
  into.switched("down");
  into.segmentDownloaded("720p");
  into.segmentFailed("720p");
  into.segmentsMissed("720p", 3);
  into.neverPlayed();
  into.verified(true, "");
  into.verified(false, "wrong");
  into.violation("torn-playlist", "x");
  into.violation("no-program-date-time", "x");
  into.blockingReload(500, true);
  into.partLateness(20);
  into.generator.lag.record(2);
  into.generator.scheduleDelay.record(3);
  into.generator.cpu(2500);
});
const figures = figuresOf(run, { peaks: { clients: 2, rssBytes: 5e7, openFiles: 12 } });

function value(expr: string, of = figures): number | null | undefined {
  return judge([thresholdOf(expr)], of)[0]?.value;
}

describe("a threshold reads", () => {
  test.each([
    ["requests: count>0", 1010],
    ["requests{kind:media}: count>0", 10],
    ["requests{status:404}: count>0", 20],
    ["requests: rate>0", 101],
    ["errors: count<1", 30],
    ["errors: rate<1", 30 / 1010],
    ["errors{kind:segment}: rate<1", 0.02],
    ["errors{kind:segment,status:404}: rate<1", 0.02],
    ["errors{status:4xx}: count<1", 20],
    ["errors{problem:timeout}: count<1", 10],
    ["retries: count<1", 10],
    ["bytes: count>0", 1_000_000],
    ["bytes: rate>0", 100_000],
    ["segment_ttfb: med<1", 10],
    ["segment_due: max<1", 140],
    ["segment_duration: avg<1", 40],
    ["ttfb: p(98)<1", 10],
    ["ttfb: max<1", 15_000],
    ["due: max<1", 15_000],
    ["due{kind:segment}: max<1", 140],
    ["media_due: min<1", 15_000],
    ["startup: max<1", 400],
    ["startup{variant:360p}: max<1", 200],
    ["stalls: count<1", 1],
    ["stalls{variant:360p}: count<1", 0],
    ["stall_duration: max<1", 100],
    ["stalled_seconds: count<1", 0.1],
    ["played_seconds: count<1", 19.9],
    ["rebuffer_ratio<1", 0.005],
    ["rebuffer_ratio{variant:720p}<1", 0.01],
    ["live_latency: med<1", 6000],
    ["switches: count<1", 3],
    ["switches{direction:down}: count<1", 2],
    ["segments: count>0", 1],
    ["segments_failed: count<1", 1],
    ["segments_missed: count<1", 3],
    ["violations: count<1", 2],
    ["violations{code:torn-playlist}: count<1", 1],
    ["violations_must: count<1", 1],
    ["corrupt: rate<1", 0.5],
    ["blocking_hold: max<1", 500],
    ["early_answers: count<1", 1],
    ["part_lateness: max<1", 20],
    ["clients>1", 2],
    ["clients_started: count>1", 2],
    ["clients_failed: rate<1", 0.5],
    ["clients_never_played: rate<1", 0.5],
    ["clients_never_played: count<1", 1],
    ["unfinished: count<1", 0],
    ["loop_lag: p(99)<1", 2],
    ["schedule_delay: max<1", 3],
    ["cpu<1", 0.25],
    ["rss<100MB", 5e7],
    ["open_files<1", 12],
  ])("%s", (expr, wanted) => {
    const found = value(expr) ?? Number.NaN;
    // Histograms are true to 0.1 %.
    expect(Math.abs(found - wanted)).toBeLessThanOrEqual(Math.abs(wanted) * 0.001);
  });

  test("nothing where there is no value, and then does not hold: nothing was shown", () => {
    const nothing = figuresOf(measured(() => {}));
    for (const expr of ["segment_ttfb: p(95)<200", "rebuffer_ratio<1", "errors: rate<1", "corrupt: rate<1"]) {
      expect(judge([thresholdOf(expr)], nothing)).toEqual([{ expr, value: null, ok: false }]);
    }
  });

  test("0 of what was counted and never came", () => {
    expect(judge([thresholdOf("stalls: count<1")], figuresOf(measured(() => {})))).toEqual([
      { expr: "stalls: count<1", value: 0, ok: true },
    ]);
  });

  test("nothing of a variant nobody has seen, so that a misspelt name does not pass", () => {
    const [verdict] = judge([thresholdOf("stalls{variant:720q}: count<1")], figures);
    expect(verdict).toMatchObject({ value: null, ok: false });
  });
});

describe("a comparison", () => {
  const five: Measurements = measured((into) => into.segmentsMissed("720p", 5));

  test.each([
    ["<", false, true],
    ["<=", true, true],
    [">", false, false],
    [">=", true, false],
    ["==", true, false],
    ["===", true, false],
    ["!=", false, true],
  ])("5 %s 5 and 5 %s 6 are as in k6", (comparison, withFive, withSix) => {
    const ok = (bound: number) =>
      judge([thresholdOf(`segments_missed: count${comparison}${bound}`)], figuresOf(five))[0]?.ok;
    expect([ok(5), ok(6)]).toEqual([withFive, withSix]);
  });
});
