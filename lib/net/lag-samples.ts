const MOST_SAMPLES = 2048;

/** A bounded, even choice of numbers: when it is full, every second one goes and every second one comes. The largest is always there. */
export class LagSamples {
  #kept: number[] = [];
  #stride = 1;
  #seen = 0;
  #largest = 0;

  add(lagMs: number): void {
    if (lagMs > this.#largest) this.#largest = lagMs;
    this.#seen += 1;
    if (this.#seen % this.#stride !== 0) return;
    this.#kept.push(lagMs);
    if (this.#kept.length < MOST_SAMPLES) return;
    this.#kept = this.#kept.filter((_, index) => index % 2 === 1);
    this.#stride *= 2;
  }

  take(): readonly number[] {
    const taken = this.#kept;
    if (this.#seen > 0 && !taken.includes(this.#largest)) taken.push(this.#largest);
    this.#kept = [];
    this.#stride = 1;
    this.#seen = 0;
    this.#largest = 0;
    return taken;
  }
}
