import type { MediaPlaylist } from "../hls/playlist-shape.ts";
import { remembered } from "./remembered.ts";

/** How far a playlist reaches: its last segment, and the parts after it. */
export interface Edge {
  sequence: number;
  parts: number;
}

export function edgeOf(playlist: MediaPlaylist): Edge {
  const first = playlist.mediaSequence + playlist.skipped;
  const sequence = playlist.segments.at(-1)?.sequence ?? first - 1;
  return { sequence, parts: playlist.trailingParts.length };
}

export function isBefore(a: Edge, b: Edge): boolean {
  return a.sequence === b.sequence ? a.parts < b.parts : a.sequence < b.sequence;
}

interface Sighting {
  edge: Edge;
  /** When somebody had it completely for the first time, and for the last. */
  firstMs: number;
  lastMs: number;
}

/** Steps back that are remembered; requests are rarely under way for longer. */
const SIGHTINGS = 8;
const PLAYLISTS = 512;

/**
 * Finds answers that are older than what the same URL had given already when they were asked for: caches or servers behind one
 * name that do not agree. A stream that begins anew with smaller numbers counts as a new one when nobody has seen the old
 * numbers for three target durations.
 */
export class Coherence {
  private readonly streams = new Map<string, Sighting[]>();

  /** Takes an answer in; returns the edge it should have had at least, null when all is well. */
  judge(
    url: string,
    edge: Edge,
    at: { sentMs: number; endMs: number; targetDurationSec: number },
  ): Edge | null {
    const sightings = remembered(this.streams, url, PLAYLISTS, (): Sighting[] => []);
    const newest = sightings.at(-1);
    if (newest && isBefore(edge, newest.edge) && at.endMs - newest.lastMs > 3000 * at.targetDurationSec) {
      sightings.length = 0;
    }
    const known = sightings.findLast(({ firstMs }) => firstMs < at.sentMs);
    note(sightings, edge, at.endMs);
    return known && isBefore(edge, known.edge) ? known.edge : null;
  }
}

/** Keeps them rising in time and in edge. */
function note(sightings: Sighting[], edge: Edge, atMs: number): void {
  const newest = sightings.at(-1);
  if (newest && !isBefore(newest.edge, edge)) {
    if (!isBefore(edge, newest.edge)) newest.lastMs = atMs;
    return;
  }
  sightings.push({ edge, firstMs: atMs, lastMs: atMs });
  if (sightings.length > SIGHTINGS) sightings.shift();
}
