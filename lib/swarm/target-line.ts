/** Which viewers of the whole swarm belong to one generator: every id with id % of = index. */
export interface Share {
  index: number;
  of: number;
}

/** How many of the first `viewers` belong to a share. */
export function countInShare({ index, of }: Share, viewers: number): number {
  return Math.max(0, Math.ceil((viewers - index) / of));
}

export function isInShare({ index, of }: Share, id: number): boolean {
  return id % of === index;
}

/** The wanted number of viewers as orders change it: a straight line from where it is to the next target. */
export class TargetLine {
  #fromMs = 0;
  #from = 0;
  #to = 0;
  #ratePerSec = 1;

  order(nowMs: number, clients: number, ratePerSec: number): void {
    this.#from = this.levelAt(nowMs);
    this.#fromMs = nowMs;
    this.#to = clients;
    this.#ratePerSec = ratePerSec;
  }

  /** Viewers of the whole swarm that should be there: upwards the first comes at once. */
  levelAt(nowMs: number): number {
    const moved = (Math.max(0, nowMs - this.#fromMs) / 1000) * this.#ratePerSec;
    if (this.#to >= this.#from) return Math.min(this.#to, Math.floor(this.#from + moved + 1e-9) + 1);
    return Math.max(this.#to, Math.ceil(this.#from - moved - 1e-9));
  }

  /** When the place with this number is filled (or, on the way down, left). */
  timeOf(slot: number): number {
    const distance = this.#to >= this.#from ? slot - this.#from : this.#from - slot;
    return this.#fromMs + (Math.max(0, distance) / this.#ratePerSec) * 1000;
  }

  /** The target. */
  get to(): number {
    return this.#to;
  }

  /** When the target is reached. */
  get endsMs(): number {
    return this.timeOf(this.#to >= this.#from ? this.#to - 1 : this.#to);
  }
}
