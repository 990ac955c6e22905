import { makeAudience } from "../../../lib/viewer/audience.ts";
import type { Viewer, ViewerOptions, ViewerTools } from "../../../lib/viewer/viewer-shape.ts";
import { StageClock } from "./stage-clock.ts";
import { type Origin, StageHttp } from "./stage-http.ts";
import { StageRecorder } from "./stage-recorder.ts";

export const OPTIONS: ViewerOptions = {
  url: "http://origin.test/live/stream.m3u8",
  urlKind: "media",
  variant: "first",
  segMaxRetry: 2,
  reconnect: true,
  reconnectDelayMaxMs: 8000,
  timeoutMs: 15_000,
  bufferSec: 30,
  decrypt: false,
  lowLatency: true,
  verify: false,
};

export const TOOLS: ViewerTools = {
  sameBytes: (a, aStart, b, bStart, length) =>
    Buffer.compare(a.subarray(aStart, aStart + length), b.subarray(bStart, bStart + length)) === 0,
  decrypt: () => null,
};

export interface Stage {
  clock: StageClock;
  http: StageHttp;
  recorder: StageRecorder;
  viewer: Viewer;
}

export interface StageOptions extends Partial<ViewerOptions> {
  tools?: Partial<ViewerTools>;
  /** What every draw of chance gives; 0: full delays. */
  chance?: number;
}

/** One viewer before a scripted origin, at its first instant. */
export function openStage(origin: Origin, { tools, chance = 0, ...options }: StageOptions = {}): Stage {
  const clock = new StageClock();
  const http = new StageHttp(clock, origin);
  const recorder = new StageRecorder();
  const audience = makeAudience({ ...OPTIONS, ...options }, clock, { ...TOOLS, ...tools });
  const viewer = audience.start({ clock, http, recorder, random: () => chance });
  return { clock, http, recorder, viewer };
}
