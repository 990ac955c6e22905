import { describe, expect, test } from "bun:test";
import { eventually } from "../../support/sandbox.ts";
import { testWithTool } from "../../support/tools.ts";
import { openMediaOrigin } from "../support/media-origin.ts";
import { codesOf, runProbe } from "../support/run-probe.ts";

describe("a probe", () => {
  testWithTool("ffprobe", "tells what segments hold and how fast they are", async () => {
    const origin = openMediaOrigin({ isLadder: true });
    const report = await runProbe(origin.url, { durationMs: 2500, withFfprobe: true });
    origin.stop();
    expect(report).toMatchObject({ kind: "multivariant", isLive: true, endedBy: "duration", notes: [] });
    expect(report.checks.passed).toContain("segment-without-keyframe");
    const best = report.streams.find(({ label }) => label === "360p");
    expect(best?.media).toMatchObject({ declaredSec: 1, beginsWithKeyframe: true });
    expect(best?.media?.durationSec).toBeCloseTo(1, 1);
    expect(best?.media?.tracks[0]).toMatchObject({ type: "video", width: 640, height: 360, framerate: 10 });
    expect(best?.peakBitsPerSec).toBeWithin(650_000, 690_000);
  });

  test("watches only the variants that were chosen", async () => {
    const origin = openMediaOrigin({ isLadder: true });
    const report = await runProbe(origin.url, { durationMs: 600, variant: "highest" });
    origin.stop();
    expect(report.streams.map(({ label }) => label)).toEqual(["360p"]);
    expect(
      new Set(origin.requests.filter(({ kind }) => kind === "segment").map(({ variant }) => variant)),
    ).toEqual(new Set(["360p"]));
  });

  test("ends when all of a stream on demand was looked at", async () => {
    const origin = openMediaOrigin({ rewrite: (text) => `${text}#EXT-X-ENDLIST\n` });
    const report = await runProbe(origin.url, { durationMs: 60_000 });
    origin.stop();
    expect(report).toMatchObject({ isLive: false, endedBy: "complete" });
    expect(report.durationMs).toBeLessThan(3000);
    expect(report.streams[0]?.segments).toMatchObject({ downloaded: 6, failed: 0 });
    expect(origin.count("segment")).toBe(6);
    expect(codesOf(report, "must")).toEqual([]);
  });

  test("tells what it has when it is interrupted", async () => {
    const origin = openMediaOrigin();
    const stop = new AbortController();
    const probing = runProbe(origin.url, { durationMs: 60_000, signal: stop.signal });
    await eventually(
      async () => origin.count("segment"),
      (count) => count > 2,
    );
    stop.abort();
    expect(await probing).toMatchObject({
      endedBy: "interrupted",
      streams: [{ playlistLoads: expect.any(Number) }],
    });
    origin.stop();
  });

  test("goes on while a server fails, and tells what was wrong at last", async () => {
    const origin = openMediaOrigin({
      fault: ({ kind, index }) =>
        kind === "media" && index > 4 ? { status: 500, body: "broken" } : undefined,
    });
    const report = await runProbe(origin.url, { durationMs: 2500 });
    origin.stop();
    expect(report.notes).toContainEqual(expect.stringContaining("status 500"));
    expect(report.streams[0]?.playlistLoads).toBeGreaterThan(6);
  });

  test("tells of a variant that cannot be had, and refuses when none can", async () => {
    const gone = (names: readonly string[]) =>
      openMediaOrigin({
        isLadder: true,
        fault: ({ kind, variant }) =>
          kind === "media" && names.includes(variant) ? { status: 404, body: "" } : undefined,
      });
    const [some, none] = [gone(["180p"]), gone(["180p", "360p", "144p"])];
    const [report, failure] = await Promise.all([
      runProbe(some.url, { durationMs: 1500 }),
      runProbe(none.url, { durationMs: 1500 }).catch((error: unknown) => error),
    ]);
    some.stop();
    none.stop();
    expect(codesOf(report, "must")).toEqual(["playlist-unparsable"]);
    expect(failure).toMatchObject({ id: "stream-unusable" });
  });

  test.each([
    ["nobody listens", "stream-unreachable", 13],
    ["it is a page", "stream-unusable", 12],
    ["it is not there", "stream-unusable", 12],
  ])("%s: %s", async (why, id, exitCode) => {
    const origin = openMediaOrigin({
      fault: () => (why === "it is a page" ? { body: "<html><title>Hi</title>" } : { status: 404, body: "" }),
    });
    if (why === "nobody listens") origin.stop();
    const failure = await runProbe(origin.url).catch((error: unknown) => error);
    origin.stop();
    expect(failure).toMatchObject({ id, exitCode });
  });
});
