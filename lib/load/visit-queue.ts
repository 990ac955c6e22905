/** A viewer that is to come: when, and until when its place is kept. ms since the run began. */
export interface Visit {
  startMs: number;
  closesMs: number;
  /** Its place among those that are there at the same time, from 0. */
  slot: number;
}

/** Visits by their start, then by their slot: a binary heap. */
export class VisitQueue {
  readonly #heap: Visit[] = [];

  peek(): Visit | undefined {
    return this.#heap[0];
  }

  push(visit: Visit): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(visit);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (!above || !isBefore(visit, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = visit;
  }

  pop(): Visit | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first && last && this.#heap.length > 0) this.#sink(last);
    return first;
  }

  #sink(visit: Visit): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      const child = right && left && isBefore(right, left) ? right : left;
      if (!child || !isBefore(child, visit)) break;
      heap[at] = child;
      at = child === right ? 2 * at + 2 : 2 * at + 1;
    }
    heap[at] = visit;
  }
}

function isBefore(one: Visit, other: Visit): boolean {
  return one.startMs < other.startMs || (one.startMs === other.startMs && one.slot < other.slot);
}
