import { VIOLATIONS, type Violation, type ViolationCode } from "../../hls/conformance/violations.ts";
import type { ConformanceEntry, ProbeReport } from "../../report/probe-shape.ts";
import { maskPasswords } from "../../stats/mask-passwords.ts";

/** Collects what was found, and what was looked at without a finding. */
export class ProbeFindings {
  readonly #found = new Map<ViolationCode, { count: number; example: string }>();
  readonly #looked = new Set<string>();

  tell(code: ViolationCode, example: string): void {
    const known = this.#found.get(code);
    if (known) known.count += 1;
    else this.#found.set(code, { count: 1, example: maskPasswords(example) });
  }

  tellAll(violations: readonly Violation[], where: string): void {
    for (const { code, example } of violations) this.tell(code, `${where}: ${example}`);
  }

  /** There was an occasion to break these rules. */
  looked(codes: Iterable<string>): void {
    for (const code of codes) this.#looked.add(code);
  }

  /** MUST before SHOULD, each in the order of the alphabet. */
  entries(): ConformanceEntry[] {
    return [...this.#found]
      .map(([code, { count, example }]) => ({ code, level: VIOLATIONS[code].level, count, example }))
      .sort((a, b) => compare(a.level, b.level) || compare(a.code, b.code));
  }

  checks(): ProbeReport["checks"] {
    const others = (Object.keys(VIOLATIONS) as ViolationCode[]).filter((code) => !this.#found.has(code));
    return {
      passed: others.filter((code) => this.#looked.has(code)).sort(),
      unknown: others.filter((code) => !this.#looked.has(code)).sort(),
    };
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
