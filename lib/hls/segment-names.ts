/** Names of segments by number and back: `seg%05d.ts` ↔ `seg00042.ts`. */
export interface SegmentNames {
  nameOf(n: number): string;
  /** Undefined for a name this pattern does not make. */
  numberOf(name: string): number | undefined;
}

const PATTERN = /^(.*)%(?:0(\d+))?d(.*)$/;
const DIGITS = /^\d{1,15}$/;

export function segmentNames(pattern: string): SegmentNames {
  const [, head = "", width = "1", tail = ""] = PATTERN.exec(pattern) ?? [];
  const nameOf = (n: number) => head + String(n).padStart(Number(width), "0") + tail;
  return {
    nameOf,
    numberOf(name) {
      if (!name.startsWith(head) || !name.endsWith(tail)) return undefined;
      const digits = name.slice(head.length, name.length - tail.length);
      if (!DIGITS.test(digits)) return undefined;
      const n = Number(digits);
      return nameOf(n) === name ? n : undefined;
    },
  };
}
