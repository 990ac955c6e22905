import { expect, test } from "bun:test";
import fc from "fast-check";
import { TimerQueue } from "../../lib/net/timer-queue.ts";

/** Runs all that is due by then. */
function drain(queue: TimerQueue, nowMs: number): void {
  for (let timer = queue.takeDue(nowMs); timer; timer = queue.takeDue(nowMs)) timer.run();
}

test("timers come in the order of their times, equal ones in that of their asking, cancelled ones never", () => {
  const plan = fc.array(fc.record({ dueMs: fc.integer({ min: 0, max: 50 }), isCancelled: fc.boolean() }), {
    maxLength: 300,
  });
  fc.assert(
    fc.property(plan, (timers) => {
      const queue = new TimerQueue();
      const ran: number[] = [];
      const handles = timers.map(({ dueMs }, index) => queue.add(dueMs, () => ran.push(index)));
      for (const [index, { isCancelled }] of timers.entries()) if (isCancelled) handles[index]?.cancel();
      const left = [...timers.entries()].filter(([, { isCancelled }]) => !isCancelled);
      const expected = left.sort(([a, x], [b, y]) => x.dueMs - y.dueMs || a - b);
      expect(queue.nextDueMs).toBe(expected[0]?.[1].dueMs ?? Number.POSITIVE_INFINITY);
      drain(queue, 25);
      expect(ran).toEqual(expected.filter(([, { dueMs }]) => dueMs <= 25).map(([index]) => index));
      drain(queue, 50);
      expect(ran).toEqual(expected.map(([index]) => index));
      expect(queue.nextDueMs).toBe(Number.POSITIVE_INFINITY);
    }),
  );
});

test("what a timer does when it runs is seen at once", () => {
  const queue = new TimerQueue();
  const ran: string[] = [];
  queue.add(1, () => {
    ran.push("first");
    third.cancel();
    queue.add(2, () => ran.push("second"));
  });
  const third = queue.add(3, () => ran.push("third"));
  drain(queue, 5);
  third.cancel();
  expect(ran).toEqual(["first", "second"]);
});

test("a hundred thousand timers that are cancelled leave nothing behind", () => {
  const queue = new TimerQueue();
  let ran = 0;
  queue.add(1e9, () => {
    ran += 1;
  });
  for (let i = 0; i < 100_000; i += 1) queue.add(i, () => {}).cancel();
  expect(queue.size).toBeLessThan(200);
  drain(queue, 1e9);
  expect(ran).toBe(1);
});
