const LF = 10;
const CR = 13;
const FIRST_SIZE = 1024;

/** Where the empty line ends that closes a head, searched from `from`, which is 0 or follows an LF; -1: not here. */
export function findHeadEnd(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(LF, from); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    const next = bytes[at + 1];
    if (next === LF) return at + 2;
    if (next === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}

/** A head that comes in pieces. */
export class HeadBuffer {
  #bytes = new Uint8Array(FIRST_SIZE);
  #length = 0;

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Takes a piece. Returns how many bytes at its end are no longer head; -1: the head goes on. */
  add(piece: Uint8Array): number {
    const before = this.#length;
    this.#append(piece);
    const end = findHeadEnd(this.bytes, Math.max(0, before - 2));
    if (end < 0) return -1;
    const rest = this.#length - end;
    this.#length = end;
    return rest;
  }

  #append(piece: Uint8Array): void {
    const needed = this.#length + piece.length;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      larger.set(this.bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(piece, this.#length);
    this.#length = needed;
  }
}
