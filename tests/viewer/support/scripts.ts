import type { Answer, Origin } from "./stage-http.ts";

export interface LiveScript {
  targetSec?: number;
  listSize?: number;
  /** Media sequence number of the first segment that was ever listed, at time 0 the last one of the list. */
  newestAtStart?: number;
  hasDates?: boolean;
  epochMs?: number;
}

/** A live playlist of whole target durations: every one of them one more segment, listed as soon as it is over. */
export function livePlaylist(nowMs: number, script: LiveScript = {}): string {
  const { targetSec = 2, listSize = 6, newestAtStart = 105, hasDates = false } = script;
  const newest = newestAtStart + Math.floor(nowMs / (1000 * targetSec));
  const first = newest - listSize + 1;
  const lines = [
    "#EXTM3U",
    "#EXT-X-VERSION:6",
    `#EXT-X-TARGETDURATION:${targetSec}`,
    `#EXT-X-MEDIA-SEQUENCE:${first}`,
  ];
  for (let n = first; n <= newest; n++) {
    if (hasDates) lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(dateOf(n, script)).toISOString()}`);
    lines.push(`#EXTINF:${targetSec.toFixed(3)},`, `seg${n}.ts`);
  }
  return `${lines.join("\n")}\n`;
}

/** Segment n is over, and listed, when its turn comes. */
function dateOf(
  n: number,
  { targetSec = 2, newestAtStart = 105, epochMs = 1_800_000_000_000 }: LiveScript,
): number {
  return epochMs + (n - newestAtStart - 1) * 1000 * targetSec;
}

/** A playlist that is complete. */
export function vodPlaylist(count: number, targetSec = 2, extra: (n: number) => string[] = () => []): string {
  const lines = [
    "#EXTM3U",
    "#EXT-X-VERSION:6",
    `#EXT-X-TARGETDURATION:${targetSec}`,
    "#EXT-X-PLAYLIST-TYPE:VOD",
  ];
  for (let n = 0; n < count; n++) lines.push(...extra(n), `#EXTINF:${targetSec.toFixed(3)},`, `seg${n}.ts`);
  return `${[...lines, "#EXT-X-ENDLIST"].join("\n")}\n`;
}

/** Playlists of `playlist`, segments that take `tookMs`. */
function origin(
  playlist: (nowMs: number, url: string) => string,
  segment: Answer = { bytes: 50_000 },
): Origin {
  return ({ url }, nowMs) => (url.includes(".m3u8") ? { body: playlist(nowMs, url) } : segment);
}

export function liveOrigin(script: LiveScript = {}, segment?: Answer): Origin {
  return origin((nowMs) => livePlaylist(nowMs, script), segment);
}

/** Number of a segment's URL. */
export function numberOf(url: string): number {
  return Number(/seg(\d+)/.exec(url)?.[1] ?? Number.NaN);
}
