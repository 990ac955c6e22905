import { describe, expect, test } from "bun:test";
import { parseDuration } from "../../lib/load/parse-duration.ts";
import { parseChurn, parseStages } from "../../lib/load/parse-shape.ts";
import type { Churn } from "../../lib/load/shape.ts";

describe("a duration", () => {
  test.each([
    ["90s", 90_000],
    ["5m", 300_000],
    ["1h30m", 5_400_000],
    ["250ms", 250],
    ["1.5m", 90_000],
    ["60", 60_000],
    ["0", 0],
    ["1d", 86_400_000],
  ])("%s is %d ms", (text, ms) => expect(parseDuration(text)).toEqual({ ok: true, value: ms }));

  test.each(["", "s", "5x", "-5s", "1e3s", "5 s", "1m-", "NaN", "1,5s", "5m5m", "1h2m3h"])(
    `"%s" is none`,
    (text) => {
      expect(parseDuration(text)).toMatchObject({ ok: false, problem: expect.stringContaining(`"${text}"`) });
    },
  );

  test("of more than a year is a mistake", () => expect(parseDuration("9999999h").ok).toBe(false));
});

test("stages are durations and numbers of viewers", () => {
  expect(parseStages("30s:100,1m:500, 0s:0")).toEqual({
    ok: true,
    value: [
      { durationMs: 30_000, clients: 100 },
      { durationMs: 60_000, clients: 500 },
      { durationMs: 0, clients: 0 },
    ],
  });
});

test.each(["", "100", "30s:", "30s:-1", "30s:1.5", "x:100", "30s:100,,", "30s:9999999"])(
  `"%s" is no list of stages`,
  (text) => expect(parseStages(text).ok).toBe(false),
);

describe("a watch time", () => {
  test.each<[string, Churn]>([
    ["exponential:5m", { kind: "exponential", meanMs: 300_000 }],
    ["fixed:30s", { kind: "fixed", ms: 30_000 }],
    ["uniform:1m-10m", { kind: "uniform", fromMs: 60_000, toMs: 600_000 }],
    ["lognormal:5m,1.2", { kind: "lognormal", medianMs: 300_000, sigma: 1.2 }],
  ])("%s is understood", (text, value) => expect(parseChurn(text)).toEqual({ ok: true, value }));

  test.each([
    ["normal:5m", "exponential:5m"],
    ["5m", "exponential:5m"],
    ["fixed:0s", "shorter"],
    ["uniform:10m-1m", "before"],
    ["uniform:1m", "range"],
    ["lognormal:5m", "σ"],
    ["lognormal:5m,9", "σ"],
    ["exponential:soon", "soon"],
  ])("%s is refused with what is wrong", (text, word) => {
    expect(parseChurn(text)).toMatchObject({ ok: false, problem: expect.stringContaining(word) });
  });
});
