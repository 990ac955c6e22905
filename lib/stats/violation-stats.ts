import { maskPasswords } from "./mask-passwords.ts";

/** Violations by code: how many, and the first one seen. */
export class ViolationStats {
  readonly #byCode = new Map<string, { count: number; example: string }>();

  count(code: string, example: string, by = 1): void {
    const known = this.#byCode.get(code);
    if (known) known.count += by;
    else this.#byCode.set(code, { count: by, example: maskPasswords(example) });
  }

  /** How many of the codes that pass. */
  sum(passes: (code: string) => boolean): number {
    let total = 0;
    for (const [code, { count }] of this.#byCode) if (passes(code)) total += count;
    return total;
  }

  add(other: ViolationStats, sign: 1 | -1 = 1): void {
    for (const [code, { count, example }] of other.#byCode) this.count(code, example, sign * count);
  }

  addData(data: Readonly<Record<string, { count: number; example: string }>>): void {
    for (const [code, { count, example }] of Object.entries(data)) this.count(code, example, count);
  }

  /** In the order of the codes; without those taken away again. */
  toData(): Record<string, { count: number; example: string }> {
    const counted = [...this.#byCode].filter(([, { count }]) => count !== 0);
    const sorted = counted.sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([code, entry]) => [code, { ...entry }]));
  }

  clear(): void {
    this.#byCode.clear();
  }
}
