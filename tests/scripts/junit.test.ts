import { describe, expect, test } from "bun:test";
import { judge, readJunit } from "../../scripts/junit.ts";

/** What `bun test --reporter=junit` writes of five tests, one of them in a group. */
const REPORT = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="bun test" tests="5" failures="2" skipped="2">
  <testsuite name="a.test.ts" file="a.test.ts">
    <testcase name="a &gt; b &quot;q&quot; &amp; it&apos;s" file="a.test.ts" />
    <testcase name="no &lt;tool&gt;" file="a.test.ts" line="3">
      <skipped />
    </testcase>
    <testcase name="later" file="a.test.ts">
      <skipped message="TODO" />
    </testcase>
    <testsuite name="group" file="a.test.ts">
      <testcase name="wrong" classname="group" file="a.test.ts">
        <failure type="AssertionError" message="1 &#10; 2">Expected</failure>
      </testcase>
      <testcase name="slow" classname="group" file="a.test.ts">
        <failure type="TimeoutError" message="test timed out" />
      </testcase>
    </testsuite>
  </testsuite>
</testsuites>`;

test("a report is counted case by case, and what was skipped is named", () => {
  expect(readJunit(REPORT)).toEqual({
    passed: 1,
    failed: 2,
    skipped: ["a.test.ts: no <tool>", "a.test.ts: later"],
  });
});

describe("the verdict", () => {
  const good = { passed: 7, failed: 0, skipped: [] };

  test("counts each static check as one test", () => {
    expect(judge([true, false], good, false)).toMatchObject({ line: "8 passed, 1 failed", isGood: false });
    expect(judge([true, true], good, false)).toMatchObject({ line: "9 passed, 0 failed", isGood: true });
  });

  test("names what was skipped, and in CI counts it as failed", () => {
    const some = { ...good, skipped: ["a: b"] };
    expect(judge([], some, false)).toEqual({
      notes: ["skipped: a: b"],
      line: "7 passed, 0 failed",
      isGood: true,
    });
    expect(judge([], some, true)).toMatchObject({ line: "7 passed, 1 failed", isGood: false });
  });

  test("is bad where no test ran", () => {
    expect(judge([true], { ...good, passed: 0 }, false).isGood).toBeFalse();
  });
});
