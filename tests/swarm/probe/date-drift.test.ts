import { expect, test } from "bun:test";
import { seededRandom } from "../../../lib/load/random.ts";
import { judgeDrift, type Publication } from "../../../lib/swarm/probe/date-drift.ts";

interface Watched {
  seconds: number;
  /** Of the time that passes: how fast dates fall behind. */
  rate: number;
  targetSec?: number;
  /** The first look, of the pause between two. */
  phase?: number;
  /** So much later than it should each look comes. */
  creepMs?: number;
  lateMs?(n: number): number;
}

/** A stream as a probe sees it, which looks five times in a target duration. */
function watch({ seconds, rate, targetSec = 2, phase = 0, creepMs = 0, lateMs = () => 0 }: Watched) {
  const pauseMs = 200 * targetSec + creepMs;
  const publications: Publication[] = [];
  for (let n = 1; n * targetSec <= seconds; n += 1) {
    const dateMs = 1000 * targetSec * n;
    const thereMs = dateMs * (1 + rate) + lateMs(n);
    const atMs = pauseMs * (Math.ceil(thereMs / pauseMs - phase) + phase);
    publications.push({ atMs, delayMs: atMs - dateMs, unsureMs: pauseMs });
  }
  return publications;
}

const PHASES = Array.from({ length: 20 }, (_, i) => i / 20);

test.each([0.015, -0.015])("a drift of %d is found in a minute, whenever the looks come", (rate) => {
  for (const phase of PHASES) {
    const drift = judgeDrift(watch({ seconds: 62, rate, phase }));
    expect(drift?.isDrift).toBe(true);
    expect(Math.sign(rate) * (drift?.driftMs ?? 0)).toBeWithin(700, 1200);
  }
});

test.each([1, 2, 4, 6, 10])("what goes with the clock never drifts: target duration %d s", (targetSec) => {
  for (const phase of PHASES) {
    for (const creepMs of [0, 0.3, 1, 3, 7, 20, -2]) {
      const random = seededRandom(phase * 100, creepMs);
      const streams: Watched[] = [
        { seconds: 62, rate: 0 },
        { seconds: 300, rate: 0, lateMs: () => 250 * random() },
        { seconds: 62, rate: 0, lateMs: () => (random() < 0.1 ? 500 * targetSec * random() : 0) },
      ];
      for (const stream of streams) {
        const seen = watch({ ...stream, targetSec, phase, creepMs });
        expect(judgeDrift(seen)?.isDrift).not.toBe(true);
      }
    }
  }
});

test("a server that is late at the end only does not drift", () => {
  expect(judgeDrift(watch({ seconds: 62, rate: 0, lateMs: (n) => (n > 26 ? 3000 : 0) }))?.isDrift).toBe(
    false,
  );
});

test("a drift cannot be told in a short time, and not of nothing", () => {
  expect(judgeDrift(watch({ seconds: 18, rate: 0.2 }))).toBeNull();
  expect(judgeDrift([])).toBeNull();
});
