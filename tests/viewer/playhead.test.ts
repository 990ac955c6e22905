import { expect, test } from "bun:test";
import { Playhead } from "../../lib/viewer/playhead.ts";
import { Ticker } from "../../lib/viewer/ticker.ts";
import { StageClock } from "./support/stage-clock.ts";
import { StageRecorder } from "./support/stage-recorder.ts";

function open(sources: 1 | 2 = 1) {
  const clock = new StageClock();
  const recorder = new StageRecorder();
  const states: string[] = [];
  const world = {
    clock,
    recorder,
    ticker: new Ticker(clock),
    startedMs: 0,
    onState: ({ state }: Playhead) => void states.push(state),
  };
  return { clock, recorder, states, head: new Playhead(world, "v", sources) };
}

test("a stall is as long as the media was missing, to the moment", () => {
  const { clock, recorder, states, head } = open();
  clock.runUntil(250);
  head.append(0, 1000, null);
  clock.runUntil(1900);
  head.append(0, 1000, null);
  clock.runUntil(2000);
  head.stop();
  expect(states).toEqual(["playing", "stalled", "playing"]);
  expect(recorder.startups).toEqual([250]);
  expect(recorder.stalls).toEqual([650]);
  expect([recorder.playedMs.get("v"), recorder.stalledMs.get("v")]).toEqual([1100, 650]);
});

test("after a stall of low latency it wants more than one part, unless no more comes", () => {
  const { clock, states, head } = open();
  head.resumeMs = 1000;
  head.append(0, 500, null);
  expect(states).toEqual(["playing"]);
  clock.runUntil(700);
  head.append(0, 500, null);
  expect(states).toEqual(["playing", "stalled"]);
  head.append(0, 500, null);
  expect(states).toEqual(["playing", "stalled", "playing"]);
  clock.runUntil(2000);
  head.append(0, 500, null);
  head.finish(0);
  expect(states.slice(3)).toEqual(["stalled", "playing"]);
});

test("media that comes at the very moment the last one ends is no stall", () => {
  const { clock, recorder, head } = open();
  head.append(0, 1000, null);
  clock.at(1000, () => head.append(0, 1000, null));
  clock.runUntil(1500);
  expect(recorder.stallsBegun).toBe(0);
});

test("a source that is finished does not hold the other up", () => {
  const { clock, states, head } = open(2);
  head.append(0, 3000, null);
  head.append(1, 1000, null);
  head.finish(1);
  clock.runUntil(2500);
  head.finish(0);
  clock.runUntil(4000);
  expect(states).toEqual(["playing", "ended"]);
});

test("dates follow the position, also over a jump", () => {
  const { clock, head } = open();
  head.append(0, 1000, 50_000);
  head.append(0, 1000, 90_000);
  clock.runUntil(400);
  expect(head.dateMs()).toBe(50_400);
  clock.runUntil(1300);
  expect(head.dateMs()).toBe(90_300);
});
