/** Bits, most significant first, and the Exp-Golomb codes of ITU-T H.264 clause 9.1. */
export class BitWriter {
  private bytes: Uint8Array;
  private length = 0;
  private pending = 0;
  private pendingBits = 0;

  constructor(capacityBytes = 256) {
    this.bytes = new Uint8Array(capacityBytes);
  }

  /** u(width): the low `width` bits of the value, width ≤ 24. */
  put(value: number, width: number): void {
    let pending = (this.pending << width) | value;
    let bits = this.pendingBits + width;
    while (bits >= 8) {
      bits -= 8;
      if (this.length === this.bytes.length) this.grow(1);
      this.bytes[this.length++] = pending >>> bits;
      pending &= (1 << bits) - 1;
    }
    this.pending = pending;
    this.pendingBits = bits;
  }

  /** u(32). */
  putWord(value: number): void {
    this.put(Math.floor(value / 65536), 16);
    this.put(value % 65536, 16);
  }

  /** ue(v), for values below 2^24 − 1. */
  ue(value: number): void {
    const code = value + 1;
    const width = 32 - Math.clz32(code);
    this.put(0, width - 1);
    this.put(code, width);
  }

  /** se(v): 1, −1, 2, −2 … after 0 (clause 9.1.1). */
  se(value: number): void {
    this.ue(value > 0 ? 2 * value - 1 : -2 * value);
  }

  /** The same eight bits `count` times; one `fill` whatever the alignment. */
  putRepeated(byte: number, count: number): void {
    if (count === 0) return;
    this.put(byte, 8);
    const bits = this.pendingBits;
    const rotated = ((byte << (8 - bits)) | (byte >>> bits)) & 0xff;
    if (this.length + count > this.bytes.length) this.grow(count);
    this.bytes.fill(rotated, this.length, this.length + count - 1);
    this.length += count - 1;
  }

  /** rbsp_trailing_bits (clause 7.3.2.11): the payload so far as whole bytes, valid until the next `clear`. */
  finish(): Uint8Array {
    this.put(1, 1);
    if (this.pendingBits > 0) this.put(0, 8 - this.pendingBits);
    return this.bytes.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
    this.pending = 0;
    this.pendingBits = 0;
  }

  private grow(extra: number): void {
    const bigger = new Uint8Array(2 * this.bytes.length + extra);
    bigger.set(this.bytes);
    this.bytes = bigger;
  }
}
