import { expect, test } from "bun:test";
import { type LowLatencyFaults, openLowLatencyOrigin } from "../support/low-latency-origin.ts";
import { codesOf, runProbe } from "../support/run-probe.ts";

const FAULTS: Record<string, [faults: LowLatencyFaults, codes: string[]]> = {
  "nothing wrong": [{}, []],
  "blocking reloads answered at once": [{ isHasty: true }, ["blocking-reload-early"]],
  "a part without a segment": [{ takesPartAlone: true }, ["ll-part-without-msn-accepted"]],
  "a segment far in the future": [{ takesFarSegments: true }, ["ll-bad-msn-accepted"]],
  "parts that are not there": [{ losesParts: true }, ["part-unavailable"]],
  "a delta update that does not fit": [{ skipsTooMuch: true }, ["delta-update-unmergeable"]],
  "two parts at a time": [{ isBursty: true }, ["part-late"]],
};

test("a server of Low-Latency HLS is told what it does wrong, and nothing else", async () => {
  const found = await Promise.all(
    Object.entries(FAULTS).map(async ([name, [faults]]) => {
      const origin = openLowLatencyOrigin(faults);
      const report = await runProbe(origin.url, { durationMs: 3000 });
      origin.stop();
      return [name, codesOf(report)] as const;
    }),
  );
  const expected = Object.entries(FAULTS).map(([name, [, codes]]) => [name, codes] as const);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
}, 20_000);

test("what a good one does is looked at", async () => {
  const origin = openLowLatencyOrigin();
  const report = await runProbe(origin.url, { durationMs: 2000 });
  origin.stop();
  expect(report.isLowLatency).toBe(true);
  expect(report.checks.passed).toEqual(
    expect.arrayContaining([
      "blocking-reload-early",
      "delta-update-unmergeable",
      "ll-bad-msn-accepted",
      "ll-part-without-msn-accepted",
      "part-late",
      "part-unavailable",
    ]),
  );
  expect(report.streams[0]?.playlistChanges).toBeGreaterThan(5);
});
