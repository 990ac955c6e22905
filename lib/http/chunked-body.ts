const LF = 10;
const CR = 13;
const TAB = 9;
const SPACE = 32;
const SEMICOLON = 59;
/** 13 hexadecimal digits are 2⁵² − 1 at most, a safe integer. */
const SIZE_DIGITS = 13;
const LINE_LIMIT_BYTES = 16 * 1024;
const TRAILERS_LIMIT_BYTES = 64 * 1024;

type Expected = "size" | "extension" | "data" | "line-end" | "trailers";

/** The framing of `Transfer-Encoding: chunked` (RFC 9112 §7.1) from bytes in any pieces. */
export class ChunkedBody {
  /** Bytes of the present chunk that are still to come. */
  dataRemaining = 0;
  /** The last chunk and the trailers were there. */
  isDone = false;
  problem: string | null = null;
  #expected: Expected = "size";
  #size = 0;
  #digits = 0;
  /** Of the line (in trailers without its CR) and of all trailers. */
  #lineBytes = 0;
  #trailersBytes = 0;

  /** Reads framing from `at` on; returns where data begin, or where it stopped because of the end or a problem. */
  readFraming(bytes: Uint8Array, at: number): number {
    let next = at;
    while (next < bytes.length && this.dataRemaining === 0 && !this.isDone && this.problem === null) {
      this.#readByte(bytes[next] ?? 0);
      next += 1;
    }
    return next;
  }

  /** Bytes of the chunk were read. */
  took(count: number): void {
    this.dataRemaining -= count;
    if (this.dataRemaining === 0) this.#expected = "line-end";
  }

  #readByte(byte: number): void {
    switch (this.#expected) {
      case "size":
        return this.#readSize(byte);
      case "extension":
        if (byte === LF) return this.#beginData();
        this.#lineBytes += 1;
        if (this.#lineBytes > LINE_LIMIT_BYTES) this.problem = "a chunk extension without end";
        return;
      case "trailers":
        return this.#readTrailer(byte);
      default:
        return this.#readLineEnd(byte);
    }
  }

  #readSize(byte: number): void {
    const digit = hexDigit(byte);
    if (digit >= 0) {
      this.#size = this.#size * 16 + digit;
      this.#digits += 1;
      if (this.#digits > SIZE_DIGITS) this.problem = "a chunk size of more than 13 digits";
    } else if (this.#digits === 0) this.#expectNot("a chunk size", byte);
    else if (byte === LF) this.#beginData();
    else if (byte === SEMICOLON || byte === CR || byte === SPACE || byte === TAB)
      this.#expected = "extension";
    else this.#expectNot("a chunk size", byte);
  }

  #beginData(): void {
    this.dataRemaining = this.#size;
    this.#expected = this.#size === 0 ? "trailers" : "data";
    this.#size = 0;
    this.#digits = 0;
    this.#lineBytes = 0;
  }

  #readLineEnd(byte: number): void {
    if (byte === LF) {
      this.#expected = "size";
      this.#lineBytes = 0;
    } else if (byte === CR && this.#lineBytes === 0) this.#lineBytes = 1;
    else this.#expectNot("the end of a chunk", byte);
  }

  #readTrailer(byte: number): void {
    this.#trailersBytes += 1;
    if (this.#trailersBytes > TRAILERS_LIMIT_BYTES) this.problem = "more than 64 KiB of trailers";
    if (byte === LF) {
      this.isDone = this.#lineBytes === 0;
      this.#lineBytes = 0;
    } else if (byte !== CR) this.#lineBytes += 1;
  }

  #expectNot(expected: string, byte: number): void {
    this.problem = `where ${expected} should be there is ${JSON.stringify(String.fromCharCode(byte))}`;
  }
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
