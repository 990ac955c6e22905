/** What can be added up, told as JSON-safe data, and started again. */
export interface Stats<Data> {
  readonly isEmpty: boolean;
  /** `sign` -1 takes away what was added before. */
  add(other: this, sign?: 1 | -1): void;
  /** Throws when a histogram is damaged (`parseMeasurements` says so before). */
  addData(data: Data): void;
  toData(): Data;
  clear(): void;
}

/** The same figures for each of several names. */
export class StatsByName<Name extends string, Data, One extends Stats<Data>> {
  readonly #byName = new Map<Name, One>();

  constructor(readonly make: () => One) {}

  /** Names anything is known of, in the order of the alphabet. */
  get names(): Name[] {
    return [...this.#byName].flatMap(([name, stats]) => (stats.isEmpty ? [] : [name])).sort();
  }

  /** To read; empty when nothing is known of it. */
  of(name: Name): One {
    return this.#byName.get(name) ?? this.make();
  }

  /** To record into. */
  at(name: Name): One {
    const known = this.#byName.get(name);
    if (known) return known;
    const made = this.make();
    this.#byName.set(name, made);
    return made;
  }

  /** The sum over some names or all, a new object. */
  sum(names: readonly Name[] = this.names): One {
    const sum = this.make();
    for (const name of names) sum.add(this.of(name));
    return sum;
  }

  add(other: StatsByName<Name, Data, One>, sign: 1 | -1 = 1): void {
    for (const [name, stats] of other.#byName) if (!stats.isEmpty) this.at(name).add(stats, sign);
  }

  addData(data: { readonly [Key in Name]?: Data }): void {
    for (const name in data) {
      const one = data[name];
      if (one !== undefined) this.at(name).addData(one);
    }
  }

  toData(): Record<string, Data> {
    return Object.fromEntries(this.names.map((name) => [name, this.of(name).toData()]));
  }

  clear(): void {
    for (const stats of this.#byName.values()) stats.clear();
  }
}
