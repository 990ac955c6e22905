/** Further tries of a segment wait 1, 2, 4 … 8 s, as hls.js does it; somewhat less by chance, so that a crowd spreads. */
export function segmentRetryDelayMs(failures: number, random: number): number {
  return spread(Math.min(8000, 1000 * 2 ** (failures - 1)), random);
}

/** Playlists after a failure: 1, 2, 4 … s up to the limit. */
export function reconnectDelayMs(failures: number, limitMs: number, random: number): number {
  return spread(Math.min(limitMs, 1000 * 2 ** Math.min(failures - 1, 30)), random);
}

/** Between three quarters and the whole. */
function spread(delayMs: number, random: number): number {
  return delayMs * (1 - random / 4);
}
