import type { Timer } from "./reactor.ts";

/** Below this many it is not worth while to sweep cancelled timers out. */
const SWEEP_FROM = 64;

class QueuedTimer implements Timer {
  readonly dueMs: number;
  /** Breaks ties, so that equal times run in the order they were asked for. */
  readonly number: number;
  run: (() => void) | null;
  readonly #queue: TimerQueue;

  constructor(queue: TimerQueue, dueMs: number, run: () => void) {
    this.#queue = queue;
    this.dueMs = dueMs;
    this.number = queue.nextNumber();
    this.run = run;
  }

  cancel(): void {
    if (this.run === null) return;
    this.run = null;
    this.#queue.noteCancelled();
  }
}

/** A binary heap of timers. Cancelled ones stay until they are due or half of all, so that a cancel costs next to nothing. */
export class TimerQueue {
  #heap: QueuedTimer[] = [];
  #cancelled = 0;
  #number = 0;

  /** With those cancelled that are still there. */
  get size(): number {
    return this.#heap.length;
  }

  /** When the first is due; infinite: there is none. */
  get nextDueMs(): number {
    this.#dropCancelledFirst();
    return this.#heap[0]?.dueMs ?? Number.POSITIVE_INFINITY;
  }

  add(dueMs: number, run: () => void): Timer {
    const timer = new QueuedTimer(this, dueMs, run);
    this.#heap.push(timer);
    siftUp(this.#heap, this.#heap.length - 1);
    return timer;
  }

  /** Takes the first out if it is due; it is the caller who runs it. */
  takeDue(nowMs: number): { dueMs: number; run: () => void } | null {
    this.#dropCancelledFirst();
    const first = this.#heap[0];
    if (!first?.run || first.dueMs > nowMs) return null;
    this.#removeFirst();
    const { dueMs, run } = first;
    first.run = null;
    return { dueMs, run };
  }

  nextNumber(): number {
    this.#number += 1;
    return this.#number;
  }

  noteCancelled(): void {
    this.#cancelled += 1;
    if (this.#heap.length < SWEEP_FROM || this.#cancelled * 2 < this.#heap.length) return;
    this.#heap = this.#heap.filter(({ run }) => run !== null).sort((a, b) => (isBefore(a, b) ? -1 : 1));
    this.#cancelled = 0;
  }

  #dropCancelledFirst(): void {
    while (this.#heap[0]?.run === null) {
      this.#removeFirst();
      this.#cancelled -= 1;
    }
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (!last || this.#heap.length === 0) return;
    this.#heap[0] = last;
    siftDown(this.#heap);
  }
}

function isBefore(a: QueuedTimer, b: QueuedTimer): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.number < b.number);
}

function siftUp(heap: QueuedTimer[], from: number): void {
  const timer = heap[from];
  if (!timer) return;
  let at = from;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above];
    if (!parent || !isBefore(timer, parent)) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = timer;
}

function siftDown(heap: QueuedTimer[]): void {
  const timer = heap[0];
  if (!timer) return;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    let child = heap[below];
    const right = heap[below + 1];
    if (child && right && isBefore(right, child)) {
      below += 1;
      child = right;
    }
    if (!child || isBefore(timer, child)) break;
    heap[at] = child;
    at = below;
  }
  heap[at] = timer;
}
