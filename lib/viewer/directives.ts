import type { MediaPlaylist } from "../hls/playlist-shape.ts";
import type { PlaylistVersion } from "./playlist-shelf.ts";

/** What a client asks the playlist for (bis, 6.2.5). */
export interface Directives {
  sequence: number;
  /** Null: the whole segment. */
  part: number | null;
  /** Older segments may be left out. */
  canSkip: boolean;
}

/** The stream offers blocking reloads of parts, and the viewer wants them. */
export function isLowLatency(playlist: MediaPlaylist, isWanted: boolean): boolean {
  return isWanted && playlist.serverControl?.canBlockReload === true && playlist.partTargetSec !== null;
}

/** The first part that is not listed yet. A copy that is older than half the skip boundary is loaded whole (bis, 6.3.7). */
export function nextDirectives({ playlist, edge }: PlaylistVersion, ageMs: number): Directives {
  const skipUntilSec = playlist.serverControl?.canSkipUntilSec ?? null;
  const canSkip = skipUntilSec !== null && !playlist.isEnded && ageMs < 500 * skipUntilSec;
  return { sequence: edge.sequence + 1, part: edge.parts, canSkip };
}

/** In the order of their names, after what the URL asks already. */
export function withDirectives(url: string, { sequence, part, canSkip }: Directives): string {
  const query = [
    `_HLS_msn=${sequence}`,
    ...(part === null ? [] : [`_HLS_part=${part}`]),
    ...(canSkip ? ["_HLS_skip=YES"] : []),
  ].join("&");
  const [address = url, fragment] = url.split("#", 2);
  const whole = `${address}${address.includes("?") ? "&" : "?"}${query}`;
  return fragment === undefined ? whole : `${whole}#${fragment}`;
}

/** Answers to different directives come from the same playlist. */
export function withoutDirectives(url: string): string {
  if (!url.includes("_HLS_")) return url;
  return url.replace(/(?<=[?&])_HLS_[^&#]*(?:&|(?=#|$))/g, "").replace(/[?&](?=#|$)/, "");
}
