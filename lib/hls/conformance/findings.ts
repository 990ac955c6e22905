import type { Oddity } from "../playlist-shape.ts";
import type { Violation, ViolationCode } from "./violations.ts";

/** Collects violations: of each code the first example and how many there are. */
export interface Findings {
  /** A sentence without its full stop. */
  add(code: ViolationCode, example: string): void;
  list(): Violation[];
}

/** Begins with what the parser has noted. */
export function findings(oddities: readonly Oddity[] = []): Findings {
  const found = new Map<ViolationCode, { example: string; count: number }>();
  for (const { code, example, count } of oddities) {
    found.set(code, { example: example.replace(/\.$/, ""), count });
  }
  return {
    add(code, example) {
      const known = found.get(code);
      if (known) known.count++;
      else found.set(code, { example, count: 1 });
    },
    list: () => [...found].map(([code, { example, count }]) => ({ code, example: sentence(example, count) })),
  };
}

function sentence(example: string, count: number): string {
  return count === 1 ? `${example}.` : `${example} (and ${count - 1} more like it).`;
}

/** Seconds as people write them. */
export function seconds(value: number): string {
  return `${Number(value.toFixed(3))} s`;
}

/** The end of a URI, where its name is. */
export function shortUri(uri: string): string {
  return uri.length > 60 ? `…${uri.slice(-59)}` : uri;
}
