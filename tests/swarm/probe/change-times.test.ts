import { describe, expect, test } from "bun:test";
import { judgePace } from "../../../lib/swarm/probe/change-times.ts";

const between = (afterMs: number, beforeMs: number) => ({ afterMs, beforeMs });

describe("the pace of a playlist with a target duration of 2 s", () => {
  test.each([
    ["in time", between(0, 100), between(2000, 2100), null],
    ["surely too late", between(0, 100), between(3200, 3300), { verdict: "late", seconds: 3.1 }],
    ["perhaps too late", between(0, 500), between(3300, 3700), null],
    ["surely too early", between(0, 100), between(700, 900), { verdict: "early", seconds: 0.9 }],
    ["perhaps too early", between(0, 400), between(600, 1100), null],
    ["after a first change that nobody saw", between(-Infinity, 100), between(200, 300), null],
  ] as const)("is told when it is wrong for certain: %s", (_, last, next, pace) => {
    expect(judgePace(last, next, 2)).toEqual(pace);
  });
});
