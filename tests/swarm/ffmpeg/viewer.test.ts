import { expect, test } from "bun:test";
import type { ChildEnd, ChildLines } from "../../../lib/swarm/ffmpeg/child.ts";
import { FfmpegViewer } from "../../../lib/swarm/ffmpeg/viewer.ts";
import { Ticker } from "../../../lib/viewer/ticker.ts";
import { StageClock } from "../../viewer/support/stage-clock.ts";
import { StageRecorder } from "../../viewer/support/stage-recorder.ts";

/** A viewer whose FFmpeg tells at these times (ms) how much media it has (ms). */
function play(reports: readonly (readonly [atMs: number, outTimeMs: number])[], untilMs: number) {
  const clock = new StageClock();
  const recorder = new StageRecorder();
  let told: ChildLines | undefined;
  const viewer = new FfmpegViewer({
    clock,
    recorder,
    ticker: new Ticker(clock),
    random: () => 0,
    url: "http://o/s.m3u8",
    spec: {
      argv: ["ffmpeg"],
      reconnect: false,
      reconnectDelayMaxMs: 0,
      streams: [{ label: "media", url: "http://o/s.m3u8" }],
    },
    spawn(childLines) {
      told = childLines;
      return { pid: 1, ended: new Promise<ChildEnd>(() => {}), signal() {} };
    },
    onChildEnd() {},
    onComplaint() {},
  });
  for (const [atMs, outTimeMs] of reports) {
    clock.runUntil(atMs);
    told?.onProgress(`out_time_us=${1000 * outTimeMs}`);
    told?.onProgress("progress=continue");
  }
  clock.runUntil(untilMs);
  void viewer.stop();
  const { startups, stallsBegun, stalls } = recorder;
  return { startups, stallsBegun, stalls, playedMs: Math.round(recorder.playedMs.get("media") ?? 0) };
}

test("a viewer has played since the first report, although only the second tells how much there is", () => {
  expect(
    play(
      [
        [100, 20],
        [2100, 6020],
        [4100, 8020],
        [6100, 10_020],
      ],
      8000,
    ),
  ).toEqual({ startups: [100], stallsBegun: 0, stalls: [], playedMs: 7900 });
});

test("a report that comes a moment late is no stall", () => {
  expect(
    play(
      [
        [100, 20],
        [100.5, 2000],
        [2105, 4000],
        [4110, 8000],
      ],
      6000,
    ),
  ).toMatchObject({ stallsBegun: 0, stalls: [] });
});

test("what a viewer waits for media is a stall, and before the second report, too", () => {
  expect(
    play(
      [
        [100, 20],
        [5100, 2000],
        [5600, 6000],
        [10_600, 8000],
      ],
      12_000,
    ),
  ).toEqual({ startups: [100], stallsBegun: 2, stalls: [3500, 1000], playedMs: 7400 });
});
