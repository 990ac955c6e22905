/** Reads a line from left to right, passing over spaces. */
export class TextCursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Of what comes next, counted from 1. */
  get column(): number {
    this.#skipSpaces();
    return this.#at + 1;
  }

  get isAtEnd(): boolean {
    return this.column > this.#text.length;
  }

  /** The word that comes next, to tell of it. */
  get word(): string {
    return this.isAtEnd ? "nothing" : `"${this.peek(/\S+/y)}"`;
  }

  /** What a sticky pattern finds here; the cursor stays. */
  peek(pattern: RegExp): string | undefined {
    this.#skipSpaces();
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0];
  }

  /** As `peek`; the cursor goes behind it. */
  take(pattern: RegExp): string | undefined {
    const found = this.peek(pattern);
    this.#at += found?.length ?? 0;
    return found;
  }

  #skipSpaces(): void {
    while (/\s/.test(this.#text[this.#at] ?? "")) this.#at += 1;
  }
}
