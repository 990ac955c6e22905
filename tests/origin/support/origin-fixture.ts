import { levelIdc } from "../../../lib/derive/level.ts";
import type { Clip } from "../../../lib/hls/media.ts";
import { synthClip } from "../../../lib/hls/synth.ts";
import type { HostClock } from "../../../lib/host/host.ts";
import { generatedSource } from "../../../lib/origin/generated-source.ts";
import type { ResolvedOrigin } from "../../../lib/resolve.ts";

/** A moment in the middle of a segment for every duration the tests use: 12 Jan 2027, 21:33:21 UTC. */
export const MOMENT_MS = 1_799_789_601_000;

/** A synthetic clip for each rendition. */
function clipsOf({ config, derived }: ResolvedOrigin): Map<string, Clip> {
  const cadence = { framerate: config.encoder.framerate, segmentDurationSec: config.hls.segmentDuration };
  return new Map(
    derived.renditions.map(({ name, width, height, level }) => [
      name,
      synthClip({ width, height, ...cadence, label: name, pattern: "smptebars", levelIdc: levelIdc(level) }),
    ]),
  );
}

export function sourceOf(origin: ResolvedOrigin) {
  return generatedSource(origin, clipsOf(origin));
}

export interface ManualClock extends HostClock {
  /** Moves time and wakes who is due. */
  set(unixMs: number): void;
  /** The clock is set back or forth, and whoever sleeps has slept enough. */
  jump(unixMs: number): void;
  /** Resolves when someone sleeps; the value is how long. */
  sleeper(): Promise<number>;
}

/** Time that stands still until it is set. */
export function manualClock(startMs: number): ManualClock {
  let nowMs = startMs;
  let sleeping: { dueMs: number; wake(): void; ms: number }[] = [];
  let waiting: ((ms: number) => void)[] = [];
  return {
    nowMs: () => nowMs,
    set(unixMs) {
      nowMs = unixMs;
      const due = sleeping.filter((sleeper) => sleeper.dueMs <= nowMs);
      sleeping = sleeping.filter((sleeper) => sleeper.dueMs > nowMs);
      for (const sleeper of due) sleeper.wake();
    },
    jump(unixMs) {
      nowMs = unixMs;
      for (const sleeper of sleeping.splice(0)) sleeper.wake();
    },
    sleeper() {
      const [first] = sleeping;
      if (first) return Promise.resolve(first.ms);
      return new Promise((resolve) => waiting.push(resolve));
    },
    sleep(ms, signal) {
      return new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        sleeping.push({ dueMs: nowMs + ms, wake: resolve, ms });
        signal?.addEventListener("abort", () => resolve(), { once: true });
        for (const tell of waiting) tell(ms);
        waiting = [];
      });
    },
  };
}
