import { describe, expect, test } from "bun:test";
import { bunHost } from "../../../lib/host/bun.ts";
import { MediaGauge } from "../../../lib/swarm/ffmpeg/media-gauge.ts";
import { parseProc, parsePs, probeUsage } from "../../../lib/swarm/ffmpeg/process-usage.ts";
import { ProgressReader } from "../../../lib/swarm/ffmpeg/progress.ts";

describe("FFmpeg's progress", () => {
  test("tells at the end of each block how far it has written", () => {
    const reader = new ProgressReader();
    const lines = "frame=0 out_time_us=N/A progress=continue fps=3 out_time_us=6037333 speed=3x progress=end";
    expect(lines.split(" ").map((line) => reader.take(line))).toEqual([
      ...[null, null, null],
      ...[null, null, null, 6037.333],
    ]);
  });

  test("may tell microseconds in a field called ms", () => {
    const reader = new ProgressReader();
    reader.take("out_time_ms=21333");
    expect(reader.take("progress=continue")).toBe(21.333);
  });
});

describe("media that FFmpeg brought", () => {
  test("is what time stamps move on", () => {
    const gauge = new MediaGauge();
    expect([21, 6000, 6000, 8000].map((ms) => gauge.advance(ms))).toEqual([21, 5979, 0, 2000]);
  });

  test("does not count the jump over segments that were missed", () => {
    const gauge = new MediaGauge();
    gauge.advance(8000);
    for (let i = 0; i < 4; i++) gauge.count();
    gauge.miss(3);
    expect([gauge.advance(9000), gauge.advance(16_000)]).toEqual([0, 2000]);
  });

  test("goes on after time stamps that went back", () => {
    const gauge = new MediaGauge();
    expect([5000, 1000, 2500].map((ms) => gauge.advance(ms))).toEqual([5000, 0, 1500]);
  });
});

describe("what a process takes", () => {
  test("is in proc on Linux, whatever the program is called", () => {
    const stat = "4242 (ff) mpeg 1) S 1 4242 4242 0 -1 4194560 1 0 0 0 12 5 0 0 20 0 1 0 100 200 300";
    expect(parseProc(stat, "9000 3000 2000 1 0 500 0\n")).toEqual({
      cpuMs: 170,
      privateBytes: 4_096_000,
      sharedBytes: 8_192_000,
    });
  });

  test("is told by ps on macOS", () => {
    expect([...parsePs("  123   0:01.23   45678\n 7 1:02:03.5 10\n")]).toEqual([
      [123, { cpuMs: 1230, privateBytes: 46_774_272, sharedBytes: 0 }],
      [7, { cpuMs: 3_723_500, privateBytes: 10_240, sharedBytes: 0 }],
    ]);
  });

  test("is nothing when it is gone", async () => {
    const usage = await probeUsage(bunHost, [process.pid, 2 ** 22 + 1]);
    expect([...usage.keys()]).toEqual([process.pid]);
    expect(usage.get(process.pid)?.privateBytes).toBeGreaterThan(1e6);
  });
});
