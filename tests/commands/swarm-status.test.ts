import { describe, expect, test } from "bun:test";
import { statusOf } from "../../lib/commands/swarm-status.ts";
import { renderHtml } from "../../lib/report/html.ts";
import { renderJunit } from "../../lib/report/junit.ts";
import { painterFor } from "../../lib/ui/paint.ts";
import { renderSummary } from "../../lib/ui/swarm/summary.ts";
import { reportOf, someMeasurements } from "../report/runs.ts";

const BROKEN = [{ expr: "errors: rate<0.01", value: 0.02, ok: false }];

/** Of 40 verified segments so many were wrong. */
function verified(wrong: number, changes: Parameters<typeof reportOf>[0] = {}) {
  const totals = someMeasurements();
  for (let i = 0; i < 40; i += 1) totals.verified(i >= wrong, "seg7.ts differs at byte 12");
  return reportOf({ totals, thresholds: [], ...changes });
}

describe("a swarm ends with", () => {
  test("0 when it is valid and all holds, 99 when a threshold does not", () => {
    expect(statusOf(verified(0))).toBe(0);
    expect(statusOf(verified(0, { thresholds: BROKEN }))).toBe(99);
  });

  test("12 when it is not valid or a byte was wrong, whatever the thresholds say", () => {
    expect(statusOf(verified(3))).toBe(12);
    expect(statusOf(verified(3, { thresholds: BROKEN }))).toBe(12);
    expect(statusOf(verified(0, { thresholds: BROKEN, invalidReasons: ["The loop lagged."] }))).toBe(12);
  });

  test("12 when nobody ever played, which summary, page and JUnit tell alike", () => {
    const dark = { ...verified(0), qoe: { ...verified(0).qoe, playedSeconds: 0 } };
    const sentence = `None of ${dark.clients.started} viewers ever played.`;
    expect(statusOf(dark)).toBe(12);
    expect(renderSummary(dark, painterFor({}, {}, true), 100)).toContain(sentence);
    expect(renderHtml(dark)).toContain(sentence);
    expect(renderJunit(dark)).toContain(`<failure message="${sentence}">`);
  });

  test("0 when it was over before anybody could play", () => {
    const brief = verified(0);
    const run = { ...brief.run, durationMs: 2000 };
    expect(statusOf({ ...brief, run, qoe: { ...brief.qoe, playedSeconds: 0 } })).toBe(0);
  });

  test("the same sentence about wrong bytes in the summary, on the page and in JUnit", () => {
    const sentence = "3 of 40 verified segments had other bytes than the origin makes.";
    const summary = renderSummary(verified(3), painterFor({}, {}, true), 100);
    const [first, second] = summary.split("\n");
    expect(first).toContain("✗ wrong bytes");
    expect(second).toBe(`    ${sentence}`);
    expect(renderHtml(verified(3))).toContain(sentence);
    expect(renderHtml(verified(3))).toContain("verdict card failed");
    expect(renderJunit(verified(3))).toContain(`<failure message="${sentence}">seg7.ts differs at byte 12<`);
    expect(renderJunit(verified(0))).toContain('name="every verified segment has the right bytes"/>');
  });
});
