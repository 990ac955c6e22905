import { describe, expect, test } from "bun:test";
import { renderJunit } from "../../lib/report/junit.ts";
import { MUST_CODES } from "../../lib/report/levels.ts";
import { readJunit } from "../../scripts/junit.ts";
import { testWithTool } from "../support/tools.ts";
import { reportOf, someMeasurements } from "./runs.ts";

const NASTY = "a<b & \"c\" 'd' ]]> \u0000\u001b[31m\ud800 \r\n\t💥";

const report = reportOf({
  invalidReasons: ["The loop lagged.", NASTY],
  thresholds: [
    { expr: "errors: rate<0.01", value: 0.02, ok: false },
    { expr: `startup{variant:"${NASTY}"}: p(95)<1`, value: null, ok: false },
    { expr: "stalls: count<5", value: 1, ok: true },
  ],
});

/** What a real parser finds: [classname, name, message or null] of every test case. */
const READ = `
import json, sys, xml.etree.ElementTree as tree
suite = tree.fromstring(sys.stdin.buffer.read()).find("testsuite")
failures = lambda case: [each.get("message") for each in case.findall("failure")]
print(json.dumps({
  "counts": [suite.get("tests"), suite.get("failures")],
  "cases": [[case.get("classname"), case.get("name"), *failures(case)] for case in suite.findall("testcase")],
}))`;

describe("JUnit", () => {
  testWithTool("python3", "is XML whatever the words are, and an XML parser finds every case", async () => {
    const python = Bun.spawn(["python3", "-c", READ], {
      stdin: new Blob([renderJunit(report)]),
      stdout: "pipe",
    });
    const { counts, cases } = JSON.parse(await new Response(python.stdout).text());
    expect(cases.slice(0, 5)).toEqual([
      ["hlsctl.run", "the run is valid", "The loop lagged."],
      ["hlsctl.run", "viewers play"],
      ["hlsctl.thresholds", "errors: rate<0.01", "the value is 0.02"],
      // Attributes keep line ends; what XML has no place for is U+FFFD.
      [
        "hlsctl.thresholds",
        `startup{variant:"a<b & "c" 'd' ]]> ��[31m� \r\n\t💥"}: p(95)<1`,
        "there was nothing to judge",
      ],
      ["hlsctl.thresholds", "stalls: count<5"],
    ]);
    expect(counts).toEqual([String(cases.length), "4"]);
  });

  test("has a case for every rule of MUST level, and those a newer hlsctl reported", () => {
    const { passed, failed } = readJunit(renderJunit(report));
    expect(passed + failed).toBe(2 + 3 + MUST_CODES.size + 1);
  });

  test("passes when the run did", () => {
    const totals = someMeasurements();
    totals.violations.clear();
    expect(readJunit(renderJunit(reportOf({ thresholds: [], totals }))).failed).toBe(0);
  });
});
