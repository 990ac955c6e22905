import { ACTIVITY, type NixField, RESULT } from "./internal-json.ts";

/** Adds up the figures of all activities, as Nix's own progress bar does. */
export interface Tally {
  start(id: string, type: number): void;
  stop(id: string): void;
  result(id: string, type: number, fields: readonly NixField[]): void;
  builds(): { done: number; expected: number; running: number; failed: number };
  paths(): { done: number; expected: number; running: number };
  bytes(): { downloadedBytes: number; expectedBytes: number };
}

/** `[done, expected, running, failed]` of one activity. */
type Figures = readonly [number, number, number, number];

interface Activity {
  type: number;
  figures: Figures;
  /** What it says is to come, by type of activity. */
  announced: Map<number, number>;
}

const NOTHING: Figures = [0, 0, 0, 0];

export function tallyProgress(): Tally {
  const live = new Map<string, Activity>();
  /** What ended activities came to: done and failed. */
  const ended = new Map<number, { done: number; failed: number }>();

  function sum(type: number): { done: number; expected: number; running: number; failed: number } {
    const past = ended.get(type) ?? { done: 0, failed: 0 };
    let [done, expected, running, failed] = [past.done, past.done + past.failed, 0, past.failed];
    let announced = 0;
    for (const activity of live.values()) {
      announced += activity.announced.get(type) ?? 0;
      if (activity.type !== type) continue;
      done += activity.figures[0];
      expected += activity.figures[1];
      running += activity.figures[2];
      failed += activity.figures[3];
    }
    return { done, expected: Math.max(done, expected, announced), running, failed };
  }

  return {
    start(id, type) {
      live.set(id, { type, figures: NOTHING, announced: new Map() });
    },
    stop(id) {
      const activity = live.get(id);
      if (!activity) return;
      live.delete(id);
      const past = ended.get(activity.type) ?? { done: 0, failed: 0 };
      const [done, , , failed] = activity.figures;
      ended.set(activity.type, { done: past.done + done, failed: past.failed + failed });
    },
    result(id, type, fields) {
      const activity = live.get(id);
      if (!activity) return;
      const [a = 0, b = 0, c = 0, d = 0] = fields.map(Number);
      if (type === RESULT.progress) activity.figures = [a, b, c, d];
      if (type === RESULT.setExpected) activity.announced.set(a, b);
    },
    builds: () => sum(ACTIVITY.builds),
    paths() {
      const { done, expected, running } = sum(ACTIVITY.copyPaths);
      return { done, expected, running };
    },
    bytes() {
      const { done, expected } = sum(ACTIVITY.fileTransfer);
      return { downloadedBytes: done, expectedBytes: expected };
    },
  };
}
