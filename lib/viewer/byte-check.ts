import type { Exchange } from "../http/exchange.ts";
import { isGood } from "./desk.ts";
import type { Expected, Oracle } from "./oracle.ts";

/** Compares one answer with what it must be, chunk by chunk as it comes. */
export class ByteCheck {
  private offset = 0;
  private wrong: string | null = null;

  constructor(
    private readonly oracle: Oracle,
    private readonly expected: Expected,
  ) {}

  readonly take = (chunk: Uint8Array): void => {
    const { bytes } = this.expected;
    const length = Math.min(chunk.length, bytes.length - this.offset);
    if (this.wrong === null && !this.oracle.sameBytes(bytes, this.offset, chunk, 0, Math.max(0, length))) {
      this.wrong = this.describe(chunk.subarray(0, length));
    }
    this.offset += chunk.length;
  };

  /** Null: there is nothing to judge; otherwise what is wrong, empty when nothing is. */
  verdict(exchange: Exchange): string | null {
    if (!isGood(exchange) && exchange.problem !== "truncated") return null;
    const wrong = this.wrong ?? this.describeLength();
    return wrong === null ? "" : `${exchange.url}: ${wrong}`;
  }

  private describe(chunk: Uint8Array): string {
    const { bytes, n, remake } = this.expected;
    const at = this.offset + chunk.findIndex((byte, i) => byte !== bytes[this.offset + i]);
    const really = this.oracle.recognise(this.expected, chunk, this.offset);
    return `byte ${at} is not that of segment ${n} of ${remake.name}${really && `; ${really}`}`;
  }

  private describeLength(): string | null {
    const { bytes, n, remake } = this.expected;
    if (this.offset === bytes.length) return null;
    return `has ${this.offset} bytes, segment ${n} of ${remake.name} has ${bytes.length}`;
  }
}
