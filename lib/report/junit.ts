import { corruptionOf } from "./corruption.ts";
import { renderSuite, type TestCase } from "./junit-xml.ts";
import { MUST_CODES } from "./levels.ts";
import type { RunReport } from "./report-shape.ts";
import { idlenessOf } from "./unhealthy.ts";

/** JUnit XML for CI: one test case for the run's validity, its bytes (`--verify`), each threshold and each rule of MUST level. */
export function renderJunit(report: RunReport): string {
  const { run } = report;
  const cases = [
    validityCase(report),
    playingCase(report),
    ...integrityCases(report),
    ...thresholdCases(report),
    ...conformanceCases(report),
  ];
  const { id, startedAt, durationMs } = run;
  return renderSuite({ name: `hlsctl swarm ${run.url}`, id, startedAt, durationMs, cases });
}

function validityCase({ run }: RunReport): TestCase {
  const text = run.invalidReasons.join("\n");
  const failure = run.valid ? null : { message: run.invalidReasons[0] ?? "the run is not valid", text };
  return { group: "hlsctl.run", name: "the run is valid", failure };
}

function playingCase(report: RunReport): TestCase {
  const message = idlenessOf(report);
  const failure = message === null ? null : { message, text: message };
  return { group: "hlsctl.run", name: "viewers play", failure };
}

function integrityCases({ integrity }: RunReport): TestCase[] {
  if (integrity === null) return [];
  const message = corruptionOf(integrity);
  const failure = message === null ? null : { message, text: integrity.example ?? message };
  return [{ group: "hlsctl.run", name: "every verified segment has the right bytes", failure }];
}

function thresholdCases({ thresholds }: RunReport): TestCase[] {
  return thresholds.map(({ expr, value, ok }) => {
    const message = value === null ? "there was nothing to judge" : `the value is ${value}`;
    return {
      group: "hlsctl.thresholds",
      name: expr,
      failure: ok ? null : { message, text: `${expr}: ${message}` },
    };
  });
}

/** Codes of this version, and those the report has besides. */
function conformanceCases({ conformance }: RunReport): TestCase[] {
  const broken = new Map(
    conformance.filter(({ level }) => level === "must").map((each) => [each.code, each]),
  );
  const codes = [...new Set([...MUST_CODES, ...broken.keys()])].sort();
  return codes.map((code) => {
    const violation = broken.get(code);
    const failure = violation ? { message: `${violation.count} times`, text: violation.example } : null;
    return { group: "hlsctl.conformance", name: code, failure };
  });
}
