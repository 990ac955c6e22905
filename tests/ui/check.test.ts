import { expect, test } from "bun:test";
import type { CheckResult } from "../../lib/check/check.ts";
import { renderCheckList, renderResult, renderSummary } from "../../lib/ui/check.ts";
import { painterFor } from "../../lib/ui/paint.ts";

const page = { paint: painterFor({}, {}, true), width: 100 };

const result = (id: string, more: Partial<CheckResult> = {}): CheckResult => ({
  id,
  tier: "quick",
  title: "a claim",
  outcome: "passed",
  reason: null,
  detail: null,
  durationMs: 1234,
  ...more,
});

const KVM = { outcome: "skipped", reason: "/dev/kvm cannot be used", detail: "Load kvm_intel." } as const;
const RESULTS = [
  result("profiles/origin", { detail: "8 origin profiles" }),
  result("profiles/swarm", {
    outcome: "failed",
    reason: "1 of 5 cannot be used",
    detail: "odd: wrong\n  key",
  }),
  result("microvms/boots", KVM),
  result("microvms/nixos-test", KVM),
];

test("a check that is done is a line, with what was seen or why not", () => {
  expect(RESULTS.slice(0, 3).map((each) => renderResult(each, page))).toEqual([
    "✓ profiles/origin  a claim: 8 origin profiles (1.2 s)",
    "✗ profiles/swarm  a claim\n  failed: 1 of 5 cannot be used",
    "○ microvms/boots  a claim\n  skipped: /dev/kvm cannot be used",
  ]);
});

test("the summary counts by group, tells each failure, and skips of one reason together", () => {
  const summary = { passed: 1, failed: 1, skipped: 2, durationMs: 125_000 };
  expect(renderSummary(RESULTS, summary, page)).toBe(`GROUP     PASSED  FAILED  SKIPPED  TIME
profiles  1       1       0        2.5 s
microvms  0       0       2        2.5 s

Failed
✗ profiles/swarm
  1 of 5 cannot be used
  │ odd: wrong
  │   key

Skipped
○  2 checks: /dev/kvm cannot be used
   → Load kvm_intel.
   microvms/boots, microvms/nixos-test

1 passed, 1 failed, 2 skipped in 2 min 5 s`);
});

test("where nothing failed or was skipped, nothing is said of it", () => {
  const text = renderSummary(
    RESULTS.slice(0, 1),
    { passed: 1, failed: 0, skipped: 0, durationMs: 900 },
    page,
  );
  expect(text).not.toContain("Failed\n");
  expect(text).toEndWith("1 passed, 0 failed, 0 skipped in 0.9 s");
});

test("the list has id, tier and claim", () => {
  expect(renderCheckList(RESULTS.slice(0, 1), page.paint)).toBe(
    "CHECK            TIER   CLAIM\nprofiles/origin  quick  a claim",
  );
});
