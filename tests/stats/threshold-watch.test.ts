import { describe, expect, test } from "bun:test";
import type { Peaks } from "../../lib/stats/metric.ts";
import { ThresholdWatch } from "../../lib/stats/threshold-watch.ts";
import { Measurements } from "../../lib/stats/totals.ts";
import { sampleOf } from "./samples.ts";
import { measured, thresholdOf } from "./thresholds.ts";

const PEAKS: Peaks = { clients: 1, rssBytes: 1, openFiles: 1 };

/** A run whose seconds are given; it tells what a watch says after each. */
class Run {
  readonly #watch: ThresholdWatch;
  readonly #totals = new Measurements();
  #elapsedMs = 0;

  constructor(...exprs: string[]) {
    this.#watch = new ThresholdWatch(exprs.map(thresholdOf), new Set());
  }

  second(came: Measurements, { peaks = PEAKS, lengthMs = 1000 } = {}): this {
    this.#elapsedMs += lengthMs;
    this.#totals.merge(came);
    this.#watch.add(came, peaks, this.#elapsedMs);
    return this;
  }

  seconds(count: number, came: () => Measurements): this {
    for (let i = 0; i < count; i++) this.second(came());
    return this;
  }

  get #figures() {
    return { measurements: this.#totals, peaks: PEAKS, elapsedMs: this.#elapsedMs };
  }

  verdict(isOver = false) {
    const [first] = this.#watch.verdicts(this.#figures, isOver);
    return { value: first?.value ?? null, ok: first?.ok };
  }

  get aborting(): string | undefined {
    return this.#watch.aborting(this.#figures)?.expr;
  }
}

const missed = (count: number) => () => measured((into) => into.segmentsMissed("720p", count));
const nothing = () => new Measurements();
const ttfb = (ms: number) => () =>
  measured((into) => {
    for (let i = 0; i < 10; i++) into.request(sampleOf({ firstByteMs: 1000 + ms, endMs: 2000 + ms }));
  });

describe("a threshold over the whole run", () => {
  test("holds while there is nothing to judge, and no longer when the run is over", () => {
    const run = new Run("segment_ttfb: p(95)<200").second(nothing());
    expect([run.verdict(), run.verdict(true)]).toEqual([
      { value: null, ok: true },
      { value: null, ok: false },
    ]);
  });

  test("can fail and hold again", () => {
    const run = new Run("errors: rate<0.5").second(
      measured((into) => into.request(sampleOf({ status: 500 }))),
    );
    expect(run.verdict().ok).toBe(false);
    expect(run.seconds(3, ttfb(1)).verdict().ok).toBe(true);
  });
});

describe("a threshold with a window", () => {
  test("is not judged before a whole window has passed", () => {
    const run = new Run("segments_missed: count<5 for 3s").seconds(2, missed(10));
    expect(run.verdict()).toEqual({ value: null, ok: true });
    expect(run.second(nothing()).verdict()).toEqual({ value: 20, ok: false });
  });

  test("fails for good by one window that breaks it, whatever the run as a whole says", () => {
    const calm = ttfb(10);
    const run = new Run("segment_ttfb: p(50)<200 for 3s").seconds(10, calm).seconds(3, ttfb(500));
    expect(run.verdict().ok).toBe(false);
    run.seconds(30, calm);
    expect(run.verdict(true).ok).toBe(false);
    expect(Math.round(run.verdict(true).value ?? 0)).toBe(500);
  });

  test("holds when the breach was shorter than half the window and a median is asked for", () => {
    const run = new Run("segment_ttfb: p(50)<200 for 3s")
      .seconds(10, ttfb(10))
      .second(ttfb(500)())
      .seconds(5, ttfb(10));
    expect(run.verdict(true).ok).toBe(true);
  });

  test("sees windows that slide by a second: a burst over the edge of two blocks counts as one", () => {
    const run = new Run("segments_missed: count<10 for 4s")
      .seconds(3, nothing)
      .seconds(2, missed(5))
      .seconds(3, nothing);
    expect(run.verdict()).toEqual({ value: 10, ok: false });
  });

  test("tells the worst window, for > the lowest", () => {
    const played = (ms: number) => () => measured((into) => into.played("720p", ms));
    const run = new Run("played_seconds: rate>0.5 for 2s")
      .seconds(3, played(1000))
      .second(played(600)())
      .seconds(4, played(900));
    expect(run.verdict()).toEqual({ value: 0.75, ok: true });
  });

  test("of one exact number stays broken when later windows are right, and tells the number that broke it", () => {
    const run = new Run("segments_missed: count==0 for 2s")
      .seconds(3, nothing)
      .second(missed(2)())
      .seconds(4, nothing);
    expect(run.verdict(true)).toEqual({ value: 2, ok: false });
  });

  test("passes over windows in which there was nothing to judge", () => {
    const run = new Run("segment_ttfb: max<200 for 2s")
      .seconds(5, nothing)
      .seconds(3, ttfb(10))
      .seconds(5, nothing);
    expect(run.verdict(true).ok).toBe(true);
  });

  test("is judged over the whole of a run that was shorter", () => {
    const run = new Run("segments_missed: count<5 for 1m").seconds(3, missed(3));
    expect([run.verdict(), run.verdict(true)]).toEqual([
      { value: null, ok: true },
      { value: 9, ok: false },
    ]);
  });

  test("counts by time where seconds come late", () => {
    const run = new Run("segments_missed: rate<3 for 4s");
    for (const lengthMs of [1020, 990, 2000, 1010, 3000, 980]) run.second(missed(2)(), { lengthMs });
    // The worst are those of 990, 2000 and 1010 ms with six missed; by number it would have been eight in four.
    expect(run.verdict().value).toBeCloseTo(6 / 4, 1);
  });

  test("takes the highest gauge within the window", () => {
    const run = new Run("open_files<100 for 2s");
    for (const openFiles of [10, 150, 20, 20, 20]) run.second(nothing(), { peaks: { ...PEAKS, openFiles } });
    expect(run.verdict()).toEqual({ value: 150, ok: false });
  });
});

describe("abortOnFail", () => {
  test("ends the run at the first breach, not without it", () => {
    expect(new Run("segments_missed: count<1 abortOnFail").second(missed(1)()).aborting).toBe(
      "segments_missed: count<1 abortOnFail",
    );
    expect(new Run("segments_missed: count<1").second(missed(1)()).aborting).toBeUndefined();
  });

  test("waits for delayAbortEval", () => {
    const run = new Run("segments_missed: count<1 abortOnFail delayAbortEval=3s").seconds(2, missed(1));
    expect(run.aborting).toBeUndefined();
    expect(run.second(nothing()).aborting).toBeDefined();
  });

  test("does not end a run that has nothing to show yet", () => {
    expect(new Run("segment_ttfb: p(95)<1 abortOnFail").second(nothing()).aborting).toBeUndefined();
  });
});
