import type { Edge } from "./coherence.ts";
import type { Cursor } from "./start-point.ts";

interface Listing {
  from: Cursor;
  atMs: number;
}

/** Who is far behind has room for a piece long after it was listed, and that is when it is due. */
const LIMIT = 32;

/** When a viewer first saw what listed a piece. */
export class Listings {
  private listings: Listing[] = [];

  /** What is listed after `known` has arrived now. */
  add(known: Edge | null, atMs: number): void {
    const from = known ? { sequence: known.sequence + 1, part: known.parts } : { sequence: 0, part: 0 };
    this.listings.push({ from, atMs });
    if (this.listings.length > LIMIT) this.listings.splice(1, 1);
  }

  /** Forgets what lies before; null: nothing was listed. */
  atMs(cursor: Cursor): number | null {
    while (this.listings.length > 1 && reaches(this.listings[1]!.from, cursor)) this.listings.shift();
    return this.listings[0]?.atMs ?? null;
  }
}

/** A whole segment was not listed when some of its parts were. */
function reaches(from: Cursor, { sequence, part }: Cursor): boolean {
  return from.sequence < sequence || (from.sequence === sequence && from.part <= part);
}
