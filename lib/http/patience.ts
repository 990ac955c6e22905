/** hls.js gives a fragment two minutes (`maxLoadTimeMs`). */
const MEDIA_MS = 120_000;

/**
 * How long all of a segment or part may take whose bytes keep coming, however slowly. Playlists, keys and init sections, without which
 * nothing goes on, have no more than the timeout.
 */
export function mediaLimitMs(timeoutMs: number): number {
  return Math.max(MEDIA_MS, 8 * timeoutMs);
}
