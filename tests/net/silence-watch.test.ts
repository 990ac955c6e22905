import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Reactor } from "../../lib/net/reactor.ts";
import { SilenceWatch, type Watched } from "../../lib/net/silence-watch.ts";
import { TimerQueue } from "../../lib/net/timer-queue.ts";

const LIMIT_MS = 10;

/** Time by hand; of a reactor a watch needs no more. */
function clock(): { reactor: Pick<Reactor, "nowMs" | "at">; goTo(ms: number): void } {
  const timers = new TimerQueue();
  let nowMs = 0;
  return {
    reactor: { nowMs: () => nowMs, at: (dueMs, run) => timers.add(dueMs, run) },
    goTo(ms) {
      while (timers.nextDueMs <= ms) {
        nowMs = timers.nextDueMs;
        timers.takeDue(nowMs)?.run();
      }
      nowMs = ms;
    },
  };
}

type Deed = { who: number; what: "add" | "heard" | "remove"; afterMs: number };

const deeds = fc.array(
  fc.record<Deed>({
    who: fc.integer({ min: 0, max: 4 }),
    what: fc.constantFrom("add", "heard", "remove"),
    afterMs: fc.integer({ min: 0, max: 6 }),
  }),
  { maxLength: 60 },
);

test("each is told when it was silent for the limit, to the moment, and nobody else", () => {
  fc.assert(
    fc.property(deeds, (list) => {
      const { reactor, goTo } = clock();
      const watch = new SilenceWatch(reactor, LIMIT_MS);
      const told: string[] = [];
      const expected: string[] = [];
      const heardMs = new Map<number, number>();
      const all = Array.from(
        { length: 5 },
        (_, who): Watched => ({
          heardMs: 0,
          older: null,
          newer: null,
          onSilence: () => told.push(`${who} at ${reactor.nowMs()}`),
        }),
      );
      let nowMs = 0;
      const pass = (ms: number) => {
        nowMs += ms;
        for (const [who, heard] of [...heardMs].sort(([, a], [, b]) => a - b)) {
          if (heard + LIMIT_MS > nowMs) continue;
          expected.push(`${who} at ${heard + LIMIT_MS}`);
          heardMs.delete(who);
        }
        goTo(nowMs);
      };
      for (const { who, what, afterMs } of list) {
        pass(afterMs);
        const watched = all[who];
        if (!watched || heardMs.has(who) !== (what !== "add")) continue;
        if (what === "add") watch.add(watched);
        if (what === "heard") watch.heard(watched, nowMs);
        if (what === "remove") watch.remove(watched);
        if (what === "remove") heardMs.delete(who);
        else heardMs.set(who, nowMs);
      }
      pass(100);
      expect(told.sort()).toEqual(expected.sort());
    }),
  );
});

test("who is added again the moment it was silent does not hold up those that are due sooner", () => {
  const { reactor, goTo } = clock();
  const watch = new SilenceWatch(reactor, LIMIT_MS);
  const told: string[] = [];
  const watched = (name: string, again: boolean): Watched => {
    const one: Watched = {
      heardMs: 0,
      older: null,
      newer: null,
      onSilence() {
        told.push(`${name} at ${reactor.nowMs()}`);
        if (again) watch.add(one);
      },
    };
    return one;
  };
  watch.add(watched("retried", true));
  goTo(4);
  watch.add(watched("other", false));
  goTo(25);
  expect(told).toEqual(["retried at 10", "other at 14", "retried at 20"]);
});
