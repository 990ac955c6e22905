import { expect, test } from "bun:test";
import type { CheckResult } from "../../lib/check/check.ts";
import { renderCheckJunit } from "../../lib/commands/check-junit.ts";

const base = { tier: "quick", title: "a <claim>", reason: null, detail: null, durationMs: 1500 } as const;

const RESULTS: CheckResult[] = [
  { ...base, id: "profiles/origin", outcome: "passed" },
  { ...base, id: "packages/hlsctl", outcome: "failed", reason: 'no "bun"', detail: "line 1\nline 2" },
  { ...base, id: "microvms/boots", outcome: "skipped", reason: "no /dev/kvm", detail: "Load it." },
];

test("JUnit has a case for every check, with its group, time, failure or skip", () => {
  const xml = renderCheckJunit({ results: RESULTS, startedMs: 0, durationMs: 4500 });
  expect(xml).toContain('<testsuite name="hlsctl check" id="check" timestamp="1970-01-01T00:00:00.000Z"');
  expect(xml).toContain('tests="3" failures="1" errors="0" skipped="1" time="4.500"');
  expect(xml).toContain(
    '<testcase classname="hlsctl.check.profiles" name="profiles/origin: a &lt;claim&gt;" time="1.500"/>',
  );
  expect(xml).toContain('<failure message="no &quot;bun&quot;">line 1\nline 2</failure>');
  expect(xml).toContain('<skipped message="no /dev/kvm"/>');
});
