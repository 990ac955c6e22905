import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { AGGREGATIONS } from "../../lib/stats/metric.ts";
import { METRICS } from "../../lib/stats/metrics.ts";
import { parse, thresholdOf } from "./thresholds.ts";

describe("a threshold", () => {
  test.each([
    [
      "segment_ttfb: p(95)<200",
      { aggregation: { name: "p(N)", percentile: 95 }, comparison: "<", bound: 200 },
    ],
    ["segment_ttfb:p(99.9) <= 1.5s", { aggregation: { name: "p(N)", percentile: 99.9 }, bound: 1500 }],
    ["startup{variant:720p}: med < 2e3", { labels: { variant: "720p" }, bound: 2000 }],
    ['startup{variant:"720p, dubbed"}: max<2000', { labels: { variant: "720p, dubbed" } }],
    ["rebuffer_ratio<0.01", { aggregation: { name: "rate", percentile: 0 }, bound: 0.01 }],
    ["rebuffer_ratio: rate<1%", { bound: 0.01 }],
    ["errors{kind:segment,status:4xx}: rate<=0.001", { labels: { kind: "segment", status: "4xx" } }],
    ["errors: count==0", { aggregation: { name: "count", percentile: 0 }, comparison: "==" }],
    ["errors: count===0", { comparison: "===" }],
    ["corrupt: rate != .5", { comparison: "!=", bound: 0.5 }],
    ["bytes: rate>=1.25GB", { aggregation: { name: "rate", percentile: 0 }, bound: 1.25e9 }],
    ["clients>=500", { aggregation: { name: "value", percentile: 0 }, comparison: ">=" }],
    ["live_latency: avg>-1", { bound: -1, windowMs: null, abortOnFail: false, delayAbortMs: 0 }],
    ["stalls: count<5 for 1m30s", { windowMs: 90_000 }],
    [
      "stalls: rate<5 delayAbortEval=30s abortOnFail for 10s",
      { windowMs: 10_000, abortOnFail: true, delayAbortMs: 30_000 },
    ],
  ])("%s is understood", (expr, wanted) => {
    expect(thresholdOf(expr)).toMatchObject({ expr, ...wanted });
  });

  test.each([
    ["", "column 1: a metric is needed, not nothing; write it like segment_ttfb: p(95)<200"],
    ["segment_tfb: p(95)<200", 'column 1: "segment_tfb" is no metric; did you mean segment_ttfb?'],
    ["zzzzzzzzzzzzzz<1", 'column 1: "zzzzzzzzzzzzzz" is no metric; segment_ttfb, startup, '],
    [
      "segment_ttfb<200",
      "column 13: segment_ttfb needs one of avg, min, max, med, p(N), e.g. segment_ttfb: p(95)<200",
    ],
    ["segment_ttfb p(95)<200", 'column 14: ":" is needed between segment_ttfb and p(95)'],
    ["segment_ttfb: p(101)<200", "column 15: p(101): N is a number from 0 to 100"],
    ["segment_ttfb: p(x)<200", "column 15: p(x): N is a number from 0 to 100"],
    [
      "segment_ttfb: rate<200",
      'column 15: "rate" is none of avg, min, max, med, p(N), which segment_ttfb takes',
    ],
    ["rebuffer_ratio: count<1", 'column 17: "count" is none of rate, which rebuffer_ratio takes'],
    ["errors: p(95)<1", 'column 9: "p(95)" is none of rate, count, which errors takes'],
    ["errors: rate=<1", 'column 13: one of <= < >= > === == != is needed, not "=<1"'],
    ["errors: rate<", "column 14: a number is needed, not nothing"],
    ["errors: rate<1ms", 'column 14: "ms" is no unit here; there are %'],
    ["errors: count<1%", 'column 15: "%" is no unit here; there is none'],
    ["errors: rate<1.2.3", 'column 14: ".3" is no unit here'],
    [
      "errors{kind:film}: rate<1",
      'column 13: "film" is no kind; there are multivariant, media, segment, part, init, key',
    ],
    ["errors{kind:segmnt}: rate<1", "Did you mean segment?"],
    ["errors{status:700}: rate<1", 'column 15: "700" is no status; write it like 404 or 5xx'],
    [
      "errors{variant:720p}: rate<1",
      'column 8: "variant" is no label of errors; it has kind, status, problem',
    ],
    ["segment_ttfb{variant:720p}: p(95)<1", "it has none, but these have: startup, stalls, stall_duration"],
    ["errors{kind segment}: rate<1", 'column 13: ":" and the value of kind are needed, not "segment}:"'],
    ["errors{kind:key,kind:key}: rate<1", "column 21: kind is there twice"],
    ["errors{kind:key", 'column 16: "}" or "," is needed, not nothing'],
    ["errors: rate<1 for", "column 19: a duration like 10s is needed, not nothing"],
    ["errors: rate<1 for ten", 'column 20: "ten" is no duration'],
    ["errors: rate<1 for 100ms", 'column 20: "100ms" is shorter than 1 s'],
    ["errors: rate<1 for 10s for 20s", 'column 24: "for" does not belong here'],
    [
      "errors: rate<1 abortonfail",
      'column 16: "abortonfail" does not belong here; "for 10s", abortOnFail or delayAbortEval=10s may follow',
    ],
    ["errors: rate<1 delayAbortEval=10s", "delayAbortEval needs abortOnFail"],
  ])("%s is refused with the place and what could stand there", (expr, problem) => {
    const parsed = parse(expr);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.problem).toContain(problem);
  });

  test("is accepted for every metric with everything it takes", () => {
    for (const metric of METRICS) {
      for (const name of AGGREGATIONS[metric.type]) {
        expect(parse(`${metric.name}: ${name.replace("N", "50")} < 1`)).toMatchObject({ ok: true });
      }
    }
  });

  test("is refused or understood, whatever is typed", () => {
    const piece = fc.constantFrom(
      "errors",
      "segment_ttfb",
      ":",
      "{",
      "}",
      "kind",
      ",",
      "p(",
      "95",
      ")",
      "<",
      ">=",
      " ",
      "for",
      "1e9",
      "-",
      ".",
      "abortOnFail",
      "delayAbortEval=",
      "\n",
      "💥",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 12 }).map((all) => all.join("")),
        ),
        (text) => {
          const parsed = parse(text);
          if (parsed.ok) expect(Number.isFinite(parsed.value.bound)).toBe(true);
          else expect(parsed.problem).toContain("column ");
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("the table of metrics", () => {
  test("names each metric once, in letters a shell leaves alone", () => {
    const names = METRICS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });
});
