import { parsePlaylist } from "../../lib/hls/parse-playlist.ts";
import type { VariableSources } from "../../lib/hls/parse-variables.ts";
import type { MediaPlaylist, MultivariantPlaylist } from "../../lib/hls/playlist-shape.ts";

/** The media playlist that the text is; anything else fails the test. */
export function media(text: string, sources: VariableSources = {}): MediaPlaylist {
  const parsed = parsePlaylist(text, sources);
  if (!parsed.ok) throw new Error(`${parsed.problem}\n${text}`);
  if (parsed.value.kind !== "media") throw new Error(`no media playlist:\n${text}`);
  return parsed.value;
}

/** The same for a multivariant playlist. */
export function multivariant(text: string, sources: VariableSources = {}): MultivariantPlaylist {
  const parsed = parsePlaylist(text, sources);
  if (!parsed.ok) throw new Error(`${parsed.problem}\n${text}`);
  if (parsed.value.kind !== "multivariant") throw new Error(`no multivariant playlist:\n${text}`);
  return parsed.value;
}
