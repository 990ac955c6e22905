import { bad, good, type Parsed } from "../hls/parsed.ts";
import { openRemakes, type Remake, type VerifyDescription } from "../hls/verify.ts";
import type { ViewerTools } from "./viewer-shape.ts";

/** What one segment must be. */
export interface Expected {
  remake: Remake;
  n: number;
  bytes: Uint8Array;
}

/** Segments kept for others that ask for them; bytes. */
const KEPT_BYTES = 128 * 1024 * 1024;
/** What a wrong segment really is gets looked for so often in a run: examples are few, and making segments costs. */
const INQUIRIES = 20;
/** Caches mix up what is close. */
const NEIGHBOURS = 8;

/** Knows every segment of an origin of ours. Each is made once for all viewers that load it at about the same time. */
export class Oracle {
  private readonly made = new Map<string, Uint8Array>();
  private madeBytes = 0;
  private inquiries = 0;

  constructor(
    private readonly remakes: readonly Remake[],
    readonly sameBytes: ViewerTools["sameBytes"],
  ) {}

  /** By the last two parts of the URL's path; null: it is no segment of that origin. */
  expect(url: string): Expected | null {
    const path = url.split(/[?#]/, 1)[0] ?? "";
    const [folder = "", name = ""] = path.split("/").slice(-2);
    for (const remake of this.remakes) {
      const n =
        remake.directory === "" || remake.directory === folder ? remake.names.numberOf(name) : undefined;
      if (n !== undefined) return { remake, n, bytes: this.make(remake, n) };
    }
    return null;
  }

  /** What these bytes, at that place of another segment, are instead; empty when nobody can tell. */
  recognise({ remake, n }: Expected, chunk: Uint8Array, offset: number): string {
    if (this.inquiries++ >= INQUIRIES) return "";
    for (let distance = 0; distance <= NEIGHBOURS; distance++) {
      for (const number of distance === 0 ? [n] : [n - distance, n + distance]) {
        const found = this.remakes.find(
          (other) => (other !== remake || number !== n) && this.has(other, number, chunk, offset),
        );
        if (found) return `it is segment ${number} of ${found.name}`;
      }
    }
    return "";
  }

  private has(remake: Remake, n: number, chunk: Uint8Array, offset: number): boolean {
    if (n < 0 || remake.segmentBytes(n) < offset + chunk.length) return false;
    return this.sameBytes(this.make(remake, n), offset, chunk, 0, chunk.length);
  }

  private make(remake: Remake, n: number): Uint8Array {
    const key = `${remake.name} ${n}`;
    const known = this.made.get(key);
    if (known) return known;
    const bytes = remake.segment(n);
    this.made.set(key, bytes);
    this.madeBytes += bytes.length;
    this.forget();
    return bytes;
  }

  /** The oldest first. */
  private forget(): void {
    for (const [key, bytes] of this.made) {
      if (this.madeBytes <= KEPT_BYTES || this.made.size === 1) return;
      this.made.delete(key);
      this.madeBytes -= bytes.length;
    }
  }
}

/** A problem when the origin says that it cannot be verified, or a file of its clips is missing or bad. */
export function makeOracle(
  description: VerifyDescription,
  files: ReadonlyMap<string, Uint8Array>,
  tools: Pick<ViewerTools, "sameBytes">,
): Parsed<Oracle> {
  if (description.problem !== null) return bad(description.problem);
  const remakes = openRemakes(description, files);
  return remakes.ok ? good(new Oracle(remakes.value, tools.sameBytes)) : remakes;
}
