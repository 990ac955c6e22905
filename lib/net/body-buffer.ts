/** Set aside at once for a body whose length was announced; an announcement alone takes no more memory. */
const MOST_AT_ONCE = 1024 * 1024;
const FIRST_SIZE = 4096;

/** The bytes of a body that is kept. */
export class BodyBuffer {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  /** `expected`: null when it is not known. */
  constructor(expected: number | null) {
    this.#bytes = new Uint8Array(Math.min(expected ?? FIRST_SIZE, MOST_AT_ONCE));
  }

  get length(): number {
    return this.#length;
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#length === this.#bytes.length ? this.#bytes : this.#bytes.subarray(0, this.#length);
  }

  add(chunk: Uint8Array): void {
    const needed = this.#length + chunk.length;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      larger.set(this.bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length = needed;
  }
}
