import { describe, expect, test } from "bun:test";
import { parseReport } from "../../lib/report/parse-report.ts";
import { reportOf } from "./runs.ts";

const full = reportOf({
  canaries: {
    clients: 2,
    figures: [{ name: "startup", native: 300, ffmpeg: null, tolerance: "± 20 %", agrees: false }],
    example: null,
  },
  capacity: {
    slo: ["rebuffer_ratio<0.01"],
    knee: null,
    limitedBy: "slo",
    steps: [
      {
        clients: 10,
        fromMs: 0,
        toMs: 5000,
        ok: false,
        verdicts: [{ expr: "rebuffer_ratio<0.01", value: null, ok: false }],
      },
    ],
  },
});

/** The report with one place changed. */
function changed(path: string, value: unknown): string {
  const copy = JSON.parse(JSON.stringify(full));
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const parent = keys.reduce((at, key) => at[key], copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return JSON.stringify(copy);
}

describe("a report's file", () => {
  test("is read back as it was written", () => {
    expect(parseReport(JSON.stringify(full))).toEqual({ ok: true, value: full });
  });

  test("may be what --json printed", () => {
    const envelope = { schema: "hlsctl/v1", kind: "swarm", ok: true, data: full, warnings: [] };
    expect(parseReport(JSON.stringify(envelope))).toEqual({ ok: true, value: full });
  });

  test("may hold keys of a later version of the same format", () => {
    expect(parseReport(changed("run.colour", "green"))).toEqual({ ok: true, value: full });
  });

  test.each([
    ["is empty", "", "it is empty"],
    ["is no JSON", '{"a":x}', "it is no JSON"],
    ["is cut off", JSON.stringify(full).slice(0, -40), "it is cut off: its end is missing"],
    ["is other JSON", "[1]", 'it is no report of hlsctl: there is no "schema": "hlsctl/report/v1" in it'],
    ["is of another program", '{"schema":"other/v1"}', "it is no report of hlsctl"],
    [
      "is newer",
      changed("schema", "hlsctl/report/v2"),
      "it has the format hlsctl/report/v2, which this hlsctl does not know",
    ],
    ["lacks a field", changed("run.url", undefined), "it is damaged: run.url: "],
    ["has a negative count", changed("clients.started", -1), "it is damaged: clients.started: "],
    ["has no date", changed("run.startedAt", "yesterday"), "it is damaged: run.startedAt: "],
    [
      "has words for figures",
      changed("requests.segment.ttfbMs.p99", "12"),
      "it is damaged: requests.segment.ttfbMs.p99: ",
    ],
    [
      "has columns of different lengths",
      changed("series.points.cpu", [1]),
      "it is damaged: series.points: columns of different lengths",
    ],
    [
      "has a broken histogram",
      changed("measurements.requests.segment.due", "SElTVA=="),
      "measurements.requests.segment.due: a histogram that cannot be read",
    ],
    ["counts what is unknown", changed("measurements.films", 3), "measurements.films: "],
  ])("that %s is refused with the place", (_, text, problem) => {
    const parsed = parseReport(text);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.problem).toContain(problem);
  });
});
