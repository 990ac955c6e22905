/** Counts by name; names in the order of the alphabet, none that was never counted. */
export class Tally<Name extends string = string> {
  readonly #counts = new Map<Name, number>();

  count(name: Name, by = 1): void {
    const total = (this.#counts.get(name) ?? 0) + by;
    if (total === 0) this.#counts.delete(name);
    else this.#counts.set(name, total);
  }

  get(name: Name): number {
    return this.#counts.get(name) ?? 0;
  }

  /** Sum over the names that pass. */
  sum(passes: (name: Name) => boolean): number {
    let total = 0;
    for (const [name, count] of this.#counts) if (passes(name)) total += count;
    return total;
  }

  /** `sign` -1 takes away what was added before. */
  add(other: Tally<Name>, sign: 1 | -1 = 1): void {
    for (const [name, count] of other.#counts) this.count(name, sign * count);
  }

  toRecord(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  clear(): void {
    this.#counts.clear();
  }
}
