import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { RunReport } from "../../lib/report/report-shape.ts";
import { type FaultOrigin, type FaultOriginOptions, openFaultOrigin } from "../support/fault-origin.ts";
import { openSandbox } from "../support/sandbox.ts";

const MEDIA_SEQUENCE = /(#EXT-X-MEDIA-SEQUENCE:)(\d+)/;

/** Swarms against an origin whose faults are known one by one: what the report says is what was done. */
async function judge(
  faults: FaultOriginOptions,
  args: readonly string[],
): Promise<{ report: RunReport; origin: FaultOrigin; status: number }> {
  const origin = openFaultOrigin(faults);
  await using sandbox = await openSandbox();
  try {
    const { status, stdout, stderr } = await sandbox.run([
      "swarm",
      origin.url,
      "--json",
      "--metrics",
      "off",
      ...args,
    ]);
    const answer = JSON.parse(stdout || "{}");
    if (!answer.ok) throw new Error(`ended with ${status}: ${stdout}${stderr}`);
    return { report: answer.data, origin, status };
  } finally {
    origin.stop();
  }
}

const TWENTY = ["--clients", "20", "--ramp-rate", "40", "--ramp-jitter", "0"];

describe("a swarm against known faults", () => {
  test("reports every request the origin answered, no more and no fewer", async () => {
    const { report, origin, status } = await judge({}, [...TWENTY, "--duration", "5s"]);
    expect(status).toBe(0);
    expect(report.run).toMatchObject({ valid: true, invalidReasons: [], endedBy: "duration" });
    expect(report.clients).toEqual({ target: 20, started: 20, peak: 20, failed: 0, neverPlayed: 0 });
    expect(report.conformance).toEqual([]);
    const segments = report.requests.segment;
    // What was under way at the end is not counted by the report; the preflight's own requests are not a viewer's.
    expect(origin.count("segment") - (segments?.count ?? 0)).toBeWithin(0, 21);
    expect(origin.count("media") - (report.requests.media?.count ?? 0)).toBeWithin(1, 23);
    expect(segments?.bytes).toBe((segments?.count ?? 0) * 10_000);
    expect(report.qoe.stalls).toBe(0);
    expect(report.qoe.playedSeconds).toBeGreaterThan(20 * 4);
  }, 30_000);

  test("tells 2 % of segments answered 404 as 2 %", async () => {
    let refused = 0;
    const faults: FaultOriginOptions = {
      fault(request) {
        if (request.kind !== "segment" || request.index % 50 !== 49) return undefined;
        refused++;
        return { status: 404, body: "" };
      },
    };
    const { report, origin } = await judge(faults, [...TWENTY, "--duration", "8s", "--set", "segMaxRetry=0"]);
    const segments = report.requests.segment;
    expect(refused).toBeGreaterThan(3);
    expect(refused - (segments?.byStatus["404"] ?? 0)).toBeWithin(0, 2);
    expect(report.segments.failed).toBe(segments?.failed ?? -1);
    expect(segments?.failed).toBe(segments?.byStatus["404"] ?? -1);
    expect((segments?.failed ?? 0) / (segments?.count ?? 1)).toBeCloseTo(0.02, 2);
    expect(origin.count("segment")).toBeGreaterThan(150);
    const [found] = report.conformance.filter(({ code }) => code === "segment-unavailable");
    expect(found).toMatchObject({ level: "must", count: segments?.failed });
    expect(found?.example).toContain("404");
  }, 30_000);

  test("shows a delay of 300 ms in the time to the first byte and in the time since due", async () => {
    const faults: FaultOriginOptions = {
      fault: ({ kind }) => (kind === "segment" ? { delayMs: 300 } : undefined),
    };
    const { report } = await judge(faults, [...TWENTY, "--duration", "6s"]);
    const segments = report.requests.segment;
    expect(segments?.ttfbMs.p50).toBeWithin(299, 330);
    expect(segments?.dueMs.p50).toBeWithin(299, 340);
    // The first three are due together and come one after another on one connection.
    expect(segments?.dueMs.max).toBeGreaterThan(895);
    expect(report.requests.media?.ttfbMs.p50).toBeLessThan(100);
  }, 30_000);

  test("counts one stall of the right length where segments stop for a while", async () => {
    const outage = { fromMs: Number.POSITIVE_INFINITY, toMs: 0 };
    const beganMs = performance.now();
    const faults: FaultOriginOptions = {
      listSize: 20,
      fault({ kind, atMs }) {
        if (kind !== "segment") return undefined;
        outage.fromMs = beganMs + 5000;
        outage.toMs = beganMs + 13_000;
        return atMs > outage.fromMs && atMs < outage.toMs ? { delayMs: outage.toMs - atMs } : undefined;
      },
    };
    const one = ["--clients", "1", "--ramp-rate", "10", "--ramp-jitter", "0", "--duration", "17s"];
    const { report, origin } = await judge(faults, one);
    // The first one is the preflight's, which weighs a segment.
    const segments = origin.requests.filter(({ kind }) => kind === "segment").slice(1);
    const [first] = segments;
    const lastBefore = segments.filter(({ atMs }) => atMs < outage.fromMs).at(-1);
    // It plays from the first segment on, a second for each, until it has played the last that came before the outage.
    const mediaSec = (lastBefore?.sequence ?? 0) - (first?.sequence ?? 0) + 1;
    const emptyMs = (first?.atMs ?? 0) + mediaSec * 1000;
    const expectedSec = (outage.toMs - emptyMs) / 1000;
    expect(expectedSec).toBeWithin(4, 7);
    expect(report.qoe.stalls).toBe(1);
    expect(Math.abs(report.qoe.stallSeconds - expectedSec)).toBeLessThan(0.15);
    expect(report.qoe.stallMs.max).toBeWithin(
      report.qoe.stallSeconds * 1000 - 20,
      report.qoe.stallSeconds * 1000 + 20,
    );
    expect(report.qoe.rebufferRatio).toBeGreaterThan(0.2);
  }, 40_000);

  test("finds media sequence numbers that go back, once for every viewer that saw it", async () => {
    const faults: FaultOriginOptions = {
      rewrite: (text, { atMs }) =>
        Math.floor(atMs / 1000) % 2 === 0
          ? text
          : text.replace(MEDIA_SEQUENCE, (_, tag, number) => `${tag}${Number(number) - 100}`),
    };
    const { report } = await judge(faults, [...TWENTY, "--duration", "5s"]);
    const codes = report.conformance.map(({ code }) => code);
    expect(codes).toContain("media-sequence-decreased");
    expect(report.run.valid).toBe(true);
  }, 30_000);

  test("survives a playlist that never changes, and says that it is stale", async () => {
    let kept: string | undefined;
    const faults: FaultOriginOptions = {
      rewrite: (text) => {
        kept ??= text;
        return kept;
      },
    };
    const { report, status } = await judge(faults, [...TWENTY, "--duration", "6s"]);
    expect(status).toBe(0);
    const stale = report.conformance.find(({ code }) => code === "playlist-stale");
    expect(stale).toMatchObject({ level: "must", count: 20 });
    expect(report.qoe.stalls).toBe(20);
  }, 30_000);

  test("ends with 99 when a threshold fails, with the value beside it", async () => {
    const faults: FaultOriginOptions = {
      fault: ({ kind }) => (kind === "segment" ? { delayMs: 50 } : undefined),
    };
    const thresholds = ["--threshold", "segment_ttfb: p(95)<20", "--threshold", "errors: rate<0.001"];
    const { report, status } = await judge(faults, [...TWENTY, "--duration", "4s", ...thresholds]);
    expect(status).toBe(99);
    expect(report.thresholds.map(({ ok }) => ok)).toEqual([false, true]);
    expect(report.thresholds[0]?.value).toBeWithin(49, 100);
  }, 30_000);

  test("writes a report that `report show` reads back as it was", async () => {
    const origin = openFaultOrigin();
    await using sandbox = await openSandbox();
    const file = join(sandbox.home, "run.json");
    const rest = ["--duration", "3s", "--report", file, "--metrics", "off", "--json"];
    const { stdout } = await sandbox.run(["swarm", origin.url, ...TWENTY, ...rest]);
    origin.stop();
    const shown = (await sandbox.json(["report", "show", file])) as RunReport;
    expect(shown).toEqual(JSON.parse(stdout).data);
  }, 30_000);
});
