import { expect, test } from "bun:test";
import type { ChildEnd, FfmpegChild } from "../../../lib/swarm/ffmpeg/child.ts";
import { FfmpegViewer } from "../../../lib/swarm/ffmpeg/viewer.ts";
import { Ticker } from "../../../lib/viewer/ticker.ts";
import { StageClock } from "../../viewer/support/stage-clock.ts";
import { StageRecorder } from "../../viewer/support/stage-recorder.ts";

/** One whose process tells nothing until it is ended. */
function openSilent(reconnect: boolean) {
  const clock = new StageClock();
  const recorder = new StageRecorder();
  const { promise: ended, resolve } = Promise.withResolvers<ChildEnd>();
  const child: FfmpegChild = { pid: 0, ended, signal: () => {} };
  const url = "http://origin.test/stream.m3u8";
  const viewer = new FfmpegViewer({
    clock,
    recorder,
    ticker: new Ticker(clock),
    random: () => 0,
    url,
    spec: { argv: ["ffmpeg"], reconnect, reconnectDelayMaxMs: 1000, streams: [{ label: "720p", url }] },
    spawn: () => child,
    onChildEnd: () => {},
    onComplaint: () => {},
  });
  return { clock, recorder, viewer, end: () => resolve({ status: 1, cpuMs: 0 }) };
}

test("an FFmpeg client that shows nothing until it leaves never played", async () => {
  const { clock, recorder, viewer, end } = openSilent(true);
  clock.runUntil(9000);
  const gone = viewer.stop();
  end();
  await gone;
  expect([recorder.neverPlays, recorder.startups]).toEqual([1, [9000]]);
});

test("so did one that gave up, which is told once", async () => {
  const { clock, recorder, viewer, end } = openSilent(false);
  clock.runUntil(5000);
  end();
  await Promise.resolve();
  await Promise.resolve();
  expect(recorder.turns.at(-1)).toBe("starting>failed");
  clock.runUntil(9000);
  await viewer.stop();
  expect([recorder.neverPlays, recorder.startups]).toEqual([1, [5000]]);
});
